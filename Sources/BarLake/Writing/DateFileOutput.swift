internal import BarLakeColumnar
package import BarLakeParquetWriting

/// Writes all rows of a date to one file, row group by row group.
struct DateFileOutput: BatchOutput, ~Copyable {
  typealias Assembler = RowGroupAssembler
  typealias Encoder = PlannedRowGroupEncoder

  private var file: PartitionFile

  init(plan: WritePlan, controls: RunControls) throws(IngestError) {
    file = try PartitionFile(plan.layout.file, name: "data.staged", files: PlannedFiles(plan))
  }

  mutating func write(_ rowGroup: consuming EncodedRowGroup) throws(IngestError) {
    try file.write(rowGroup)
  }

  consuming func finish(
    _ counts: RecordCounts, sourceByteCount: Int, workerCount: Int
  ) throws(IngestError) -> [StagedPartition] {
    if counts.written == 0 { return [] }
    return [try file.finish(roundedVolumes: counts.roundedVolumes)]
  }
}

extension RowGroupAssembler: BatchAssembler {
  package init(plan: WritePlan) { self.init(plan: plan, heldByteLimit: Self.heldByteLimit) }

  init(plan: WritePlan, heldByteLimit: Int) {
    self.init(
      rowCount: MarketSchema.rowGroupRowCount, heldByteLimit: heldByteLimit,
      spillDirectory: plan.stagingDirectory)
  }
}
