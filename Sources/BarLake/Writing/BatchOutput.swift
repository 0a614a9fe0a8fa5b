package import BarLakeColumnar

/// Where the batches of a date go, in the order of the input: cut into pieces, each encoded by
/// itself, on any thread, and written in order, by one thread at a time.
protocol BatchOutput: ~Copyable, SendableMetatype {
  associatedtype Assembler: BatchAssembler
  associatedtype Encoder: BatchEncoder

  init(plan: WritePlan, controls: RunControls) throws(IngestError)

  /// Writes what an encoder made of the next piece.
  mutating func write(_ piece: consuming Encoder.Encoded) throws(IngestError)

  /// Ends the date's files, with up to `workerCount` threads; none are left without rows.
  consuming func finish(
    _ counts: RecordCounts, workerCount: Int
  ) throws(IngestError) -> [StagedPartition]
}

/// Cuts batches into the pieces that are encoded, however the rows were batched.
package protocol BatchAssembler: Sendable {
  init(plan: WritePlan)
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
  init(plan: WritePlan)
  func encode(_ slices: [BatchSlice]) throws(IngestError) -> Encoded
}
