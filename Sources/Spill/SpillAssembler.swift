package import BarLakeColumnar

/// Collects batches until a spill is worth its place: rows enough that those of one key come in few
/// segments, few enough to be held.
package struct SpillAssembler: Sendable {
  /// Bytes of rows from which on a spill is full.
  package static let byteCount = 8 << 20
  private static let batchRowCount = 50_000

  private var slices: [BatchSlice] = []
  private var pendingByteCount = 0

  package init() {}

  /// Rows that a batch may have.
  package var room: Int { Self.batchRowCount }

  /// Takes the rows of `batch` and returns the spills that are full now, in order.
  package mutating func append(_ batch: RecordBatch) -> [[BatchSlice]] {
    if batch.rowCount == 0 { return [] }
    slices.append(BatchSlice(batch))
    pendingByteCount += batch.columns.reduce(0) { $0 + $1.bufferByteCount }
    return pendingByteCount >= Self.byteCount ? [removeAll()] : []
  }

  /// The rows that make no full spill; nil if there are none.
  package mutating func finish() -> [BatchSlice]? { slices.isEmpty ? nil : removeAll() }

  private mutating func removeAll() -> [BatchSlice] {
    defer {
      slices = []
      pendingByteCount = 0
    }
    return slices
  }
}
