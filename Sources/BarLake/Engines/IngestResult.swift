/// The result of one date.
///
/// Published as the dictionary of `ingest_date()`. Source: `docs/spec.md`, API-5 to API-8.
public struct IngestResult: Sendable, Equatable {
  /// How a date ended.
  public enum Status: String, Codable, Sendable {
    /// The input was read to its end, and the date is done. If no row is left, nothing is written
    /// and the date is as it was.
    case success
    /// Nothing was done; ``IngestResult/reason`` says why.
    case skipped
    /// The date failed. Only in batches: a single call throws instead.
    case error
  }

  /// Why a date was skipped.
  public typealias Reason = SkipReason

  /// The date as the caller wrote it.
  public var date: String
  /// How the date ended.
  public var status: Status
  /// Why the date was skipped; nil if it was not.
  public var reason: Reason?
  /// Why a date of a batch failed; nil if it did not, and in the result of a single call.
  public var error: IngestError?
  /// Rows of the files that this call published.
  public var records = 0
  /// Seconds on a monotonic clock.
  public var elapsedTime = 0.0
  /// Bytes of the files that this call published, divided by 1,048,576.
  public var fileSizeMB = 0.0
  /// The files that this call published, relative to the lake, sorted.
  public var files: [String] = []
  /// The highest share of the machine's memory in use during the call, in percent; 0 if the date
  /// was skipped or the system does not report it.
  public var memoryPeakPercent = 0.0
  /// How much smaller the typed buffers of the eight input columns are than those of an untyped
  /// frame, in percent; 0 without rows. Each batch has the texts of its own symbols, so engines,
  /// whose batches differ in length, may differ by some percent. Source: `docs/spec.md`, MEM-6.
  public var memoryReductionPercent = 0.0
  /// Columns of the input that are not read, as the header spells them.
  public var ignoredColumns: [String] = []
  /// Written rows whose instant is not of the date.
  public var dateMismatchRows = 0
  /// Written rows whose ticker is not a contract's although a column had to come from it.
  public var unparsedContracts = 0
  /// Written rows whose volume was rounded.
  public var roundedVolumes = 0
  /// Counts of written rows that look wrong.
  public var doubtfulBars = DoubtfulBars()
  /// Requested symbols that no written row matches, sorted by their bytes; empty without a filter
  /// or if the date was skipped. Source: `docs/spec.md`, API-10.4.
  public var unmatchedSymbols: [String] = []
  /// Extra columns that the input lacks, so all their values are null, in the order of the options
  /// or of the lake; empty if the date was skipped. Source: `docs/spec.md`, CSV-9.15.
  public var missingExtraColumns: [String] = []
  /// The lake's settings that the call did not give and that differ from the defaults. The JSON has
  /// no key for them. Source: `docs/spec.md`, SCHEMA-8.6.
  public var adopted = PartialLakeSettings()
  /// The number of column chunks in the published files that have no dictionary, although their
  /// column has one elsewhere, because it would have more than 4 MiB. Source: `docs/spec.md`,
  /// PARQ-2.6.
  public var plainTextChunks = 0
  /// Whether the published files and their folders were on disk when the call returned. False where
  /// the file system of the lake does not offer to sync folders; the JSON has the key `synced` only
  /// then. Source: `docs/spec.md`, PARQ-7.5.
  public var isSynchronized = true
  /// Chunks of records that the streaming ingestor read, including those that the filter dropped; 0
  /// if the date was skipped, nil from other ingestors.
  public var chunks: Int?

  /// A result with all counts 0, for ingestors outside this module.
  public init(date: String, status: Status) {
    self.date = date
    self.status = status
  }
}

extension IngestResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case date, status, reason, records, files, chunks
    case isSynchronized = "synced"
    case elapsedTime = "elapsed_time"
    case fileSizeMB = "file_size_mb"
    case memoryPeakPercent = "memory_peak_percent"
    case memoryReductionPercent = "memory_reduction_percent"
    case ignoredColumns = "ignored_columns"
    case dateMismatchRows = "date_mismatch_rows"
    case unparsedContracts = "unparsed_contracts"
    case roundedVolumes = "rounded_volumes"
    case unmatchedSymbols = "unmatched_symbols"
    case missingExtraColumns = "missing_extra_columns"
    case plainTextChunks = "plain_text_chunks"
  }

  /// Encodes the keys of API-5. A failed date also has the keys of its error, at the same level.
  /// The counts of doubtful bars are at this level too.
  public func encode(to encoder: any Encoder) throws {
    try error?.encode(to: encoder)
    try doubtfulBars.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(date, forKey: .date)
    try container.encode(status, forKey: .status)
    try container.encodeIfPresent(reason, forKey: .reason)
    try container.encode(records, forKey: .records)
    try container.encode(elapsedTime, forKey: .elapsedTime)
    try container.encode(fileSizeMB, forKey: .fileSizeMB)
    try container.encode(files, forKey: .files)
    try container.encode(memoryPeakPercent, forKey: .memoryPeakPercent)
    try container.encode(memoryReductionPercent, forKey: .memoryReductionPercent)
    try container.encode(ignoredColumns, forKey: .ignoredColumns)
    try container.encode(dateMismatchRows, forKey: .dateMismatchRows)
    try container.encode(unparsedContracts, forKey: .unparsedContracts)
    try container.encode(roundedVolumes, forKey: .roundedVolumes)
    try container.encode(unmatchedSymbols, forKey: .unmatchedSymbols)
    try container.encode(missingExtraColumns, forKey: .missingExtraColumns)
    try container.encode(plainTextChunks, forKey: .plainTextChunks)
    try container.encodeIfPresent(chunks, forKey: .chunks)
    if !isSynchronized { try container.encode(false, forKey: .isSynchronized) }
  }
}
