package import BarLakeColumnar

/// Collects batches until they make a full spill. A spill is large enough that the rows of one key
/// are in few segments, and small enough to be held in memory.
package struct SpillAssembler: Sendable {
  /// A spill with at least this many bytes of rows is full.
  package static let byteCount = 4 << 20

  private var slices: [BatchSlice] = []
  private var pendingByteCount = 0

  package init() {}

  /// Takes the rows of `batch` and returns the spills that are full now, in order.
  package mutating func append(_ batch: RecordBatch) -> [[BatchSlice]] {
    if batch.rowCount == 0 { return [] }
    slices.append(BatchSlice(batch))
    pendingByteCount += batch.columns.reduce(0) { $0 + $1.bufferByteCount }
    return pendingByteCount >= Self.byteCount ? [removeAll()] : []
  }

  /// The remaining rows, which make no full spill; nil if there are none.
  package mutating func finish() -> [BatchSlice]? { slices.isEmpty ? nil : removeAll() }

  private mutating func removeAll() -> [BatchSlice] {
    defer {
      slices = []
      pendingByteCount = 0
    }
    return slices
  }
}
