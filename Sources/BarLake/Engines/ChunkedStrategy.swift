internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar
internal import BarLakeSpill

/// Works on one thread, with one block of input and one row group or spill at a time. Only the
/// files of partitions are written by several threads, because writing many small files is mostly
/// waiting for the file system.
struct ChunkedStrategy: IngestStrategy {
  let path: ScanPath
  let hasChunks = true
  /// The size of one spill. Rows of a smaller date stay in memory.
  let heldRowByteLimit = SpillAssembler.byteCount
  /// The number of threads does not depend on the machine, because each has its own encoder.
  private static let fileWorkerLimit = 2
  /// The limit for the texts of one batch. Rows that wait for others are not included.
  private static let batchTextByteLimit = 4 << 20

  func transform<Output: BatchOutput & ~Copyable>(
    _ source: ByteSource, plan: IngestPlan, through _: Output.Type
  ) throws(IngestError) -> TransformOutcome {
    let memory = plan.controls.memory
    var output = try Output(plan: plan.writing, controls: plan.controls)
    var reader = try BarReader(
      source, plan: plan.reading, controls: plan.controls, path: path,
      batchTextByteLimit: Self.batchTextByteLimit)
    var assembler = Output.Assembler(plan: plan.writing)
    var encoder = Output.Encoder(plan: plan.writing)
    // The encoder keeps its tables for the next unit, but no rows.
    func dropMemory() { encoder = Output.Encoder(plan: plan.writing) }
    while let batch = try reader.next(upTo: assembler.room, dropping: dropMemory) {
      for slices in try assembler.append(batch) { try output.write(encoder.encode(slices)) }
      try memory.checkIfDue { _ in dropMemory() }
    }
    if let slices = assembler.finish() {
      try output.write(encoder.encode(slices))
      try memory.checkIfDue()
    }
    let workerCount = min(plan.reading.options.threads, Self.fileWorkerLimit)
    let partitions = try output.finish(reader.counts, workerCount: workerCount)
    return TransformOutcome(
      reader.counts, bars: reader.findings, chunks: reader.chunkCount, binding: reader.binding,
      partitions: partitions, of: reader.records.file)
  }
}
