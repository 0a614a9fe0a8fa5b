internal import BarLakeBytes

/// All that a strategy has to know to turn one date's input into files.
struct IngestPlan: Sendable {
  var reading: ReadPlan
  var writing: WritePlan
  var controls: RunControls
}

/// Turns a source into files: what one ingestor does differently from another is who does which
/// step when.
protocol IngestStrategy: Sendable {
  /// Whether the strategy works in chunks of records, which it counts.
  var hasChunks: Bool { get }
  /// Bytes of rows that may wait in memory for others of their partition; more wait on the disk.
  var heldRowByteLimit: Int { get }

  /// Reads `source` to its end and writes the date's files by way of an `Output`.
  ///
  /// - Throws: any error of the input, `memory_limit_exceeded`, `io_error`; what is staged is
  ///   unfinished then.
  func transform<Output: BatchOutput & ~Copyable>(
    _ source: ByteSource, plan: IngestPlan, through output: Output.Type
  ) throws(IngestError) -> TransformOutcome
}

/// What came of an input.
struct TransformOutcome: Sendable {
  /// Of the records that were read and the rows that were written.
  var counts: RecordCounts
  /// What is doubtful about the rows that were written.
  var bars: BarFindings
  /// Whether the input ends with a line end.
  var hasEndedLine: Bool
  /// Chunks of records, for a strategy that has them.
  var chunks: Int?
  var ignoredColumns: [String]
  /// Names of extra columns that the input lacks, in the options' order.
  var missingExtraColumns: [String]
  /// The source's length in bytes as it was handed in, and its SHA-256 in hexadecimal.
  var sourceByteCount: Int
  var sourceSHA256: String
  /// Sorted by the bytes of their paths.
  var partitions: [StagedPartition]

  /// Chunks of texts, of all files, that are PLAIN for want of room in a dictionary.
  var plainTextChunkCount: Int { partitions.reduce(0) { $0 + $1.plainTextChunkCount } }
}

extension TransformOutcome {
  /// What came of `file`, of which all has been read.
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
