package import BarLakeBytes
package import BarLakeColumnar

/// Cuts batches into row groups of a fixed number of rows; the last holds the rest. The cuts do not
/// depend on how the rows were batched.
package struct RowGroupAssembler: Sendable {
  /// If more bytes of rows than this wait for their row group, they are moved to a spill file. Rows
  /// without long texts never reach this limit.
  package static let heldByteLimit = 24 << 20

  private let rowCount: Int
  private let heldByteLimit: Int
  private let spillDirectory: String
  private var slices: [BatchSlice] = []
  private var heldByteCount = 0
  private var spill: SpillFile?
  /// Rows that wait for a full row group.
  private var pendingRowCount = 0

  /// An assembler of row groups of `rowCount` rows, which makes a spill file in `spillDirectory`
  /// when it needs one.
  package init(rowCount: Int, heldByteLimit: Int = Self.heldByteLimit, spillDirectory: String) {
    self.rowCount = rowCount
    self.heldByteLimit = heldByteLimit
    self.spillDirectory = spillDirectory
  }

  /// The number of rows until the row group in progress is full.
  package var room: Int { rowCount - pendingRowCount }

  /// Takes the rows of `batch` and returns the row groups that are full now, in order.
  package mutating func append(_ batch: RecordBatch) throws(SystemError) -> [[BatchSlice]] {
    var full: [[BatchSlice]] = []
    var start = 0
    while start < batch.rowCount {
      let taken = min(room, batch.rowCount - start)
      slices.append(BatchSlice(batch, rows: start..<(start + taken)))
      pendingRowCount += taken
      start += taken
      if pendingRowCount == rowCount { full.append(removeAll()) }
    }
    if pendingRowCount > 0 {
      heldByteCount += batch.columns.reduce(0) { $0 + $1.bufferByteCount }
      if heldByteCount > heldByteLimit { try moveOutside() }
    }
    return full
  }

  private mutating func moveOutside() throws(SystemError) {
    let file: SpillFile
    if let spill {
      file = spill
    } else {
      file = try SpillFile(in: spillDirectory)
      spill = file
    }
    for index in slices.indices where slices[index].outside == nil {
      try slices[index].moveOutside(to: file)
    }
    heldByteCount = 0
  }

  /// The remaining rows, which make no full row group; nil if there are none.
  package mutating func finish() -> [BatchSlice]? {
    pendingRowCount > 0 ? removeAll() : nil
  }

  private mutating func removeAll() -> [BatchSlice] {
    defer {
      slices = []
      pendingRowCount = 0
      heldByteCount = 0
      spill = nil
    }
    return slices
  }
}
