internal import Columnar

/// Collects batches until a run is worth its place: rows enough that those of one partition come in
/// few pieces, few enough to be held.
struct RunAssembler: BatchAssembler {
  /// Bytes of rows from which on a run is full.
  static let byteCount = 8 << 20
  private static let batchRowCount = 50_000

  private var slices: [BatchSlice] = []
  private var pendingByteCount = 0

  init(plan: IngestPlan) {}

  var room: Int { Self.batchRowCount }

  mutating func append(_ batch: RecordBatch) -> [[BatchSlice]] {
    if batch.rowCount == 0 { return [] }
    slices.append(BatchSlice(batch))
    pendingByteCount += batch.columns.reduce(0) { $0 + $1.bufferByteCount }
    return pendingByteCount >= Self.byteCount ? [removeAll()] : []
  }

  mutating func finish() -> [BatchSlice]? { slices.isEmpty ? nil : removeAll() }

  private mutating func removeAll() -> [BatchSlice] {
    defer {
      slices = []
      pendingByteCount = 0
    }
    return slices
  }
}
