internal import BarLakeBytes
internal import BarLakeColumnar

/// Cuts batches into row groups of 100,000 rows; the last holds the rest. The cuts do not depend on
/// how the rows were batched.
struct RowGroupAssembler: BatchAssembler {
  /// If more bytes of rows than this wait for their row group, they are moved to a spill file in
  /// the staging folder. Rows without long texts never reach this limit.
  static let heldByteLimit = 24 << 20

  private let plan: WritePlan
  private let heldByteLimit: Int
  private var slices: [BatchSlice] = []
  private var heldByteCount = 0
  private var spill: SpillFile?
  /// Rows that wait for a full row group.
  private var pendingRowCount = 0

  init(plan: WritePlan) {
    self.init(plan: plan, heldByteLimit: Self.heldByteLimit)
  }

  init(plan: WritePlan, heldByteLimit: Int) {
    self.plan = plan
    self.heldByteLimit = heldByteLimit
  }

  /// The number of rows until the row group in progress is full.
  var room: Int { MarketSchema.rowGroupRowCount - pendingRowCount }

  mutating func append(_ batch: RecordBatch) throws(IngestError) -> [[BatchSlice]] {
    var full: [[BatchSlice]] = []
    var start = 0
    while start < batch.rowCount {
      let taken = min(MarketSchema.rowGroupRowCount - pendingRowCount, batch.rowCount - start)
      slices.append(BatchSlice(batch, rows: start..<(start + taken)))
      pendingRowCount += taken
      start += taken
      if pendingRowCount == MarketSchema.rowGroupRowCount { full.append(removeAll()) }
    }
    if pendingRowCount > 0 {
      heldByteCount += batch.columns.reduce(0) { $0 + $1.bufferByteCount }
      if heldByteCount > heldByteLimit { try moveOutside() }
    }
    return full
  }

  private mutating func moveOutside() throws(IngestError) {
    do throws(SystemError) {
      let file: SpillFile
      if let spill {
        file = spill
      } else {
        file = try SpillFile(in: plan.stagingDirectory)
        spill = file
      }
      for index in slices.indices where slices[index].outside == nil {
        try slices[index].moveOutside(to: file)
      }
    } catch {
      throw plan.error(error)
    }
    heldByteCount = 0
  }

  mutating func finish() -> [BatchSlice]? {
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
