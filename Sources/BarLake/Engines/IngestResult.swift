/// What came of one date.
///
/// Published as the dictionary of `ingest_date()`. Source: `docs/spec.md`, API-5 to API-8.
public struct IngestResult: Sendable, Equatable {
  /// How a date ended.
  public enum Status: String, Codable, Sendable {
    /// The input was read to its end and the date is done, perhaps with no rows left.
    case success
    /// Nothing was done; ``IngestResult/reason`` says why.
    case skipped
    /// In batches only: a single call throws instead.
    case error
  }

  /// Why a date was skipped.
  public typealias Reason = SkipReason

  /// The date as it was asked for.
  public var date: String
  /// How the date ended.
  public var status: Status
  /// Why a date was skipped; nil for others.
  public var reason: Reason?
  /// Why a date of a batch failed; nil for others, and in what a single call returns.
  public var error: IngestError?
  /// Rows of the files that this call published.
  public var records = 0
  /// Seconds on a clock that only goes forward.
  public var elapsedTime = 0.0
  /// Bytes of the files that this call published, divided by 1,048,576.
  public var fileSizeMB = 0.0
  /// The files that this call published, relative to the lake, sorted.
  public var files: [String] = []
  /// The highest share of the machine's memory in use seen in this call, in percent; 0 where the
  /// date was skipped, and where the machine does not tell.
  public var memoryPeakPercent = 0.0
  /// By how much smaller the typed columns of the eight input columns are than an unoptimised
  /// frame, in percent; 0 without rows. How the rows were cut into batches changes it a little, so
  /// engines may differ behind the decimal point. Source: `docs/spec.md`, MEM-6.
  public var memoryReductionPercent = 0.0
  /// Columns of the input that mean nothing here, as it spells them.
  public var ignoredColumns: [String] = []
  /// Written rows whose instant is not of the date.
  public var dateMismatchRows = 0
  /// Written rows whose option ticker names no contract.
  public var unparsedContracts = 0
  /// Written rows whose volume was rounded.
  public var roundedVolumes = 0
  /// Written rows that look wrong, by why they do.
  public var doubtfulBars = DoubtfulBars()
  /// Symbols that were asked for and that no written row matches, sorted by their bytes; none
  /// without a filter, and where the date was skipped. Source: `docs/spec.md`, API-10.4.
  public var unmatchedSymbols: [String] = []
  /// Extra columns that the input lacks, so that all their values are null, in the order of the
  /// options or of the lake; none where the date was skipped. Source: `docs/spec.md`, CSV-9.15.
  public var missingExtraColumns: [String] = []
  /// The lake's settings that the call did not give and that are others than the defaults; no key
  /// of the JSON. Source: `docs/spec.md`, SCHEMA-8.6.
  public var adopted = PartialLakeSettings()
  /// Column chunks of the files that this call published that are stored without the dictionary
  /// that their column has elsewhere, since it would take more than 4 MiB. Source: `docs/spec.md`,
  /// PARQ-2.6.
  public var plainTextChunks = 0
  /// Chunks of records that the streaming ingestor read, filtered ones included, 0 where the date
  /// was skipped; nil from other ingestors.
  public var chunks: Int?

  /// A result of nothing; an ingestor of one's own fills it in.
  public init(date: String, status: Status) {
    self.date = date
    self.status = status
  }
}

extension IngestResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case date, status, reason, records, files, chunks
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

  /// A failed date has an error's keys beside those of a result, at the same level, where the
  /// counts of doubtful bars stand too.
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
  }
}
