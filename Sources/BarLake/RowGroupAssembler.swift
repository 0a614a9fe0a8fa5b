internal import Columnar

/// Cuts batches into row groups: 100,000 rows each, the last with what is left, however the rows
/// were batched.
struct RowGroupAssembler: BatchAssembler {
  /// Rows of every row group but the last.
  static let rowCount = 100_000

  private var slices: [BatchSlice] = []
  /// Rows that make no full row group yet.
  private var pendingRowCount = 0

  var room: Int { Self.rowCount - pendingRowCount }

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
