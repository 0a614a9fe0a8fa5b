internal import BarLakeBytes

/// The plans of one date, for reading and for writing, and the controls of its run.
struct IngestPlan: Sendable {
  var reading: ReadPlan
  var writing: WritePlan
  var controls: RunControls
}

/// Turns a source into files. Strategies differ only in who takes which step when.
protocol IngestStrategy: Sendable {
  /// Whether the strategy works in chunks of records and counts them.
  var hasChunks: Bool { get }
  /// Bytes of rows that may wait in memory for others of their partition; further rows wait on
  /// disk.
  var heldRowByteLimit: Int { get }

  /// Reads `source` to its end and writes the date's files through an `Output`.
  ///
  /// - Throws: any error of the input, `memory_limit_exceeded`, `io_error`. The staged files are
  ///   incomplete then.
  func transform<Output: BatchOutput & ~Copyable>(
    _ source: ByteSource, plan: IngestPlan, through output: Output.Type
  ) throws(IngestError) -> TransformOutcome
}

/// The result of reading one source and writing its files.
struct TransformOutcome: Sendable {
  /// Counts of the records read and the rows written.
  var counts: RecordCounts
  /// The doubtful bars among the written rows.
  var bars: BarFindings
  /// Whether the input ends with a line terminator.
  var hasEndedLine: Bool
  /// Chunks of records, if the strategy counts them.
  var chunks: Int?
  var ignoredColumns: [String]
  /// Names of extra columns that the input lacks, in the order of the options.
  var missingExtraColumns: [String]
  /// The length of the source in bytes, before inflating, and its SHA-256 in hexadecimal.
  var sourceByteCount: Int
  var sourceSHA256: String
  /// The staged files, sorted by the bytes of their paths.
  var partitions: [StagedPartition]

  /// The number of column chunks of all files that are PLAIN because their dictionary would be too
  /// large.
  var plainTextChunkCount: Int { partitions.reduce(0) { $0 + $1.plainTextChunkCount } }
}

extension TransformOutcome {
  /// The outcome of `file`, which has been read to its end.
  init(
    _ counts: RecordCounts, bars: BarFindings, chunks: Int?, binding: HeaderBinding,
    partitions: [StagedPartition], of file: borrowing FlatFile
  ) {
    self.init(
      counts: counts, bars: bars, hasEndedLine: file.hasEndedLine, chunks: chunks,
      ignoredColumns: binding.ignoredNames, missingExtraColumns: binding.missingExtraNames,
      sourceByteCount: file.sourceByteCount, sourceSHA256: file.sourceSHA256,
      partitions: partitions)
  }
}
