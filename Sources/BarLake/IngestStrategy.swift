internal import Bytes
internal import Columnar
internal import ParquetWriting

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

/// Where the batches of a date go, in the order of the input: cut into pieces, each encoded by
/// itself, on any thread, and written in order, by one thread at a time.
protocol BatchOutput: ~Copyable, SendableMetatype {
  associatedtype Assembler: BatchAssembler
  associatedtype Encoder: BatchEncoder

  init(plan: IngestPlan) throws(IngestError)

  /// Writes what an encoder made of the next piece.
  mutating func write(_ piece: consuming Encoder.Encoded) throws(IngestError)

  /// Ends the date's files, with up to `workerCount` threads; none are left without rows.
  consuming func finish(
    _ counts: RecordCounts, workerCount: Int
  ) throws(IngestError) -> [StagedPartition]
}

/// Cuts batches into the pieces that are encoded, however the rows were batched.
protocol BatchAssembler: Sendable {
  init(plan: IngestPlan)
  /// Rows that a batch may have, at least 1, so that the next cut falls at its end or later.
  var room: Int { get }
  /// Takes the rows of `batch` and returns the pieces that are full now, in order.
  mutating func append(_ batch: RecordBatch) throws(IngestError) -> [[BatchSlice]]
  /// The rows that make no full piece; nil if there are none.
  mutating func finish() -> [BatchSlice]?
}

/// Encodes pieces; a thread has its own encoder, whose memory is used again.
protocol BatchEncoder {
  associatedtype Encoded: Sendable
  init(plan: IngestPlan)
  func encode(_ slices: [BatchSlice]) throws(IngestError) -> Encoded
}

/// A file that is ready to be published.
struct StagedPartition: Equatable, Sendable {
  /// Where it is to be, relative to the lake.
  var path: String
  /// Where it is.
  var stagedPath: String
  var byteCount: Int
  var rowCount: Int
  /// Of its bytes, in hexadecimal.
  var sha256: String
  /// Chunks of texts that are PLAIN for want of room in a dictionary.
  var plainTextChunkCount = 0
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
