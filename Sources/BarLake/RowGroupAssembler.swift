internal import Columnar

/// Cuts batches into row groups: 100,000 rows each, the last with what is left, however the rows
/// were batched.
struct RowGroupAssembler {
  /// Rows of every row group but the last.
  static let rowCount = 100_000

  private var slices: [BatchSlice] = []
  /// Rows that make no full row group yet.
  private(set) var pendingRowCount = 0

  /// Takes the rows of `batch` and returns the row groups that are full now, in order.
  mutating func append(_ batch: RecordBatch) -> [[BatchSlice]] {
    var full: [[BatchSlice]] = []
    var start = 0
    while start < batch.rowCount {
      let taken = min(Self.rowCount - pendingRowCount, batch.rowCount - start)
      slices.append(BatchSlice(batch, rows: start..<(start + taken)))
      pendingRowCount += taken
      start += taken
      if pendingRowCount == Self.rowCount { full.append(removeAll()) }
    }
    return full
  }

  /// The rows that make no full row group; nil if there are none.
  mutating func finish() -> [BatchSlice]? {
    pendingRowCount > 0 ? removeAll() : nil
  }

  private mutating func removeAll() -> [BatchSlice] {
    defer {
      slices = []
      pendingRowCount = 0
    }
    return slices
  }
}
