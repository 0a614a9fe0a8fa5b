internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar
internal import BarLakeSpill

/// One thread, one block of input, one row group or spill at a time. Only the many small files of a
/// date are made by a few threads, since most of what they cost is waiting for the file system.
struct ChunkedStrategy: IngestStrategy {
  let path: ScanPath
  let hasChunks = true
  /// One spill: a day that is not longer needs no place to wait.
  let heldRowByteLimit = SpillAssembler.byteCount
  /// Each has an encoder of its own, so their number does not follow the machine's.
  private static let fileWorkerLimit = 2
  /// What is held of texts, beside the rows that wait for others.
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
    // The encoder keeps the tables of the piece before, and holds nothing between two pieces.
    func dropMemory() { encoder = Output.Encoder(plan: plan.writing) }
    var choices: Output.Encoder.Encoded.Choices?
    func write(_ slices: [BatchSlice]) throws(IngestError) {
      let encoded = try encoder.encode(slices, following: choices)
      choices = choices ?? encoded.choices
      try output.write(encoded)
    }
    while let batch = try reader.next(upTo: assembler.room, dropping: dropMemory) {
      for slices in try assembler.append(batch) { try write(slices) }
      try memory.checkIfDue { _ in dropMemory() }
    }
    if let slices = assembler.finish() {
      try write(slices)
      try memory.checkIfDue()
    }
    let workerCount = min(plan.reading.options.threads, Self.fileWorkerLimit)
    let partitions = try output.finish(reader.counts, workerCount: workerCount)
    return TransformOutcome(
      reader.counts, bars: reader.findings, chunks: reader.chunkCount, binding: reader.binding,
      partitions: partitions, of: reader.records.file)
  }
}
