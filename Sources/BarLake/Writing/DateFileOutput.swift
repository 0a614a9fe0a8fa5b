internal import BarLakeColumnar
internal import BarLakeParquetWriting

/// Writes all rows of a date to one file, row group by row group.
struct DateFileOutput: BatchOutput, ~Copyable {
  typealias Assembler = PlannedRowGroupAssembler
  typealias Encoder = PlannedRowGroupEncoder

  private let plan: WritePlan
  private var file: PartitionFile

  init(plan: WritePlan, controls: RunControls) throws(IngestError) {
    self.plan = plan
    file = try PartitionFile(plan.layout.file, name: "data.staged", plan: plan)
  }

  mutating func write(_ rowGroup: consuming EncodedRowGroup) throws(IngestError) {
    try file.write(rowGroup)
  }

  consuming func finish(
    _ counts: RecordCounts, workerCount: Int
  ) throws(IngestError) -> [StagedPartition] {
    if counts.written == 0 { return [] }
    return [try file.finish(roundedVolumes: counts.roundedVolumes, isSynchronized: true)]
  }
}

/// Cuts batches into the row groups of a plan.
struct PlannedRowGroupAssembler: BatchAssembler {
  private let plan: WritePlan
  private var assembler: RowGroupAssembler

  init(plan: WritePlan) {
    self.init(plan: plan, heldByteLimit: RowGroupAssembler.heldByteLimit)
  }

  init(plan: WritePlan, heldByteLimit: Int) {
    self.plan = plan
    assembler = RowGroupAssembler(
      rowCount: MarketSchema.rowGroupRowCount, heldByteLimit: heldByteLimit,
      spillDirectory: plan.stagingDirectory)
  }

  /// The number of rows until the row group in progress is full.
  var room: Int { assembler.room }

  mutating func append(_ batch: RecordBatch) throws(IngestError) -> [[BatchSlice]] {
    do {
      return try assembler.append(batch)
    } catch {
      throw plan.error(error)
    }
  }

  mutating func finish() -> [BatchSlice]? { assembler.finish() }
}
