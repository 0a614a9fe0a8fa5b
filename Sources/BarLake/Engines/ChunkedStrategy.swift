internal import Bytes
internal import CSV
internal import Columnar
internal import Spill

/// One thread, one block of input, one row group or run at a time. Only the many small files of a
/// date are made by a few threads, since most of what they cost is waiting for the file system.
struct ChunkedStrategy: IngestStrategy {
  let path: ScanPath
  let hasChunks = true
  /// One run: a day that is not longer needs no place to wait.
  let heldRowByteLimit = SpillAssembler.byteCount
  /// Each has an encoder of its own, so their number does not follow the machine's.
  private static let fileWorkerLimit = 2

  func transform<Output: BatchOutput & ~Copyable>(
    _ source: ByteSource, plan: IngestPlan, through _: Output.Type
  ) throws(IngestError) -> TransformOutcome {
    var output = try Output(plan: plan.writing, controls: plan.controls)
    var input = try IngestInput(
      source, plan: plan.reading, cancellation: plan.controls.cancellation)
    let (header, binding) = try input.readHeader()
    var run = ChunkedIngest<Output>(plan: plan, binding: binding, path: path, header: header)
    var block: Block? = header.block
    var start = header.recordsStart
    while let current = block.take() {
      do throws(ChunkedFailure) {
        try run.read(current, from: start, into: &output)
      } catch {
        throw error.reported(of: &input)
      }
      start = 0
      plan.controls.report(sourceByteCount: input.sourceByteCount, rowCount: run.readCount)
      block = try input.next(reusing: (consume current).buffer)
    }
    let counts: RecordCounts
    do throws(ChunkedFailure) {
      counts = try run.finish(into: &output)
    } catch {
      throw error.reported(of: &input)
    }
    let workerCount = min(plan.reading.options.threads, Self.fileWorkerLimit)
    return TransformOutcome(
      counts, bars: run.audit.findings(date: plan.reading.date, profile: plan.reading.profile),
      chunks: run.chunkCount, binding: binding,
      partitions: try output.finish(counts, workerCount: workerCount), of: input)
  }
}

private enum ChunkedFailure: Error {
  /// An error that is already in its words.
  case reported(IngestError)
  case input(InputFailure)

  /// The error to report.
  func reported(of input: inout IngestInput) -> IngestError {
    switch self {
    case .reported(let error): error
    case .input(let failure): input.failed(failure)
    }
  }
}

/// The rows of an input on their way from blocks to the output's pieces.
private struct ChunkedIngest<Output: BatchOutput & ~Copyable> {
  /// Bytes of texts from which on a batch ends, so that what is held is bounded.
  private static var batchTextByteLimit: Int { 4 << 20 }

  private let plan: IngestPlan
  private let names: [String]
  private let parser: BlockParser
  private var encoder: Output.Encoder
  private var assembler: Output.Assembler
  private var chunks: ChunkCounter
  private var counts = RecordCounts()
  /// What is doubtful about the rows of the batches so far.
  private(set) var audit: BarAudit
  private var linesBefore: Int
  /// Records read so far.
  private(set) var readCount = 0

  init(plan: IngestPlan, binding: HeaderBinding, path: ScanPath, header: InputHeader) {
    self.plan = plan
    names = binding.names
    parser = BlockParser(plan: plan.reading, binding: binding, path: path)
    encoder = Output.Encoder(plan: plan.writing)
    audit = BarAudit(plan: plan.reading, binding: binding)
    assembler = Output.Assembler(plan: plan.writing)
    chunks = ChunkCounter(chunkSize: plan.reading.options.chunkSize)
    linesBefore = header.linesBefore
  }

  var chunkCount: Int { chunks.count }

  /// Reads the records of `block` from byte `start` on, and writes the pieces they fill.
  mutating func read(
    _ block: Block, from start: Int, into output: inout Output
  ) throws(ChunkedFailure) {
    parser.scan(block, from: start, linesBefore: linesBefore)
    var row = 0
    while row < parser.recordCount {
      let room = assembler.room - parser.pendingRowCount
      let count = min(parser.recordCount - row, chunks.remainingRowCount, room)
      try locating { [parser] () throws(CSVError) in
        try parser.append(row..<(row + count), of: block)
      }
      row += count
      readCount += count
      if parser.pendingRowCount == assembler.room
        || parser.heldTextByteCount > Self.batchTextByteLimit
      {
        try endBatch(into: &output)
      }
      if chunks.add(count) {
        try reporting { () throws(IngestError) in try checkMemory() }
      }
    }
    try locating { [parser] () throws(CSVError) in try parser.checkStructure(of: block) }
    linesBefore += parser.lineCount
  }

  /// Writes the rows that are left, and returns what was counted of all.
  mutating func finish(into output: inout Output) throws(ChunkedFailure) -> RecordCounts {
    try endBatch(into: &output)
    if let error = audit.wholeInputError(date: plan.reading.date) { throw .reported(error) }
    if let slices = assembler.finish() {
      try reporting { () throws(IngestError) in
        try output.write(encoder.encode(slices))
        try checkMemory()
      }
    }
    return counts
  }

  private mutating func endBatch(into output: inout Output) throws(ChunkedFailure) {
    let (batch, counted, facts) = parser.finish()
    counts += counted
    try take(facts)
    try reporting { () throws(IngestError) in
      for slices in try assembler.append(batch) {
        try output.write(encoder.encode(slices))
      }
      try checkMemory()
    }
  }

  /// Throws for the first row that is doubtful, where that is an error.
  private mutating func take(_ facts: BarFacts) throws(ChunkedFailure) {
    guard let error = audit.take(facts) else { return }
    throw .input(.record(error, linesBefore: 0, names: names))
  }

  /// Looks at the memory; where it is short, the tables of the piece before are dropped.
  private mutating func checkMemory() throws(IngestError) {
    try plan.controls.memory.checkIfDue { _ in encoder = Output.Encoder(plan: plan.writing) }
  }

  private mutating func locating(_ body: () throws(CSVError) -> Void) throws(ChunkedFailure) {
    do {
      try body()
    } catch {
      try take(parser.factsBeforeFailure())
      throw .input(.record(error, linesBefore: linesBefore, names: names))
    }
  }

  private func reporting(_ body: () throws(IngestError) -> Void) throws(ChunkedFailure) {
    do {
      try body()
    } catch {
      throw .reported(error)
    }
  }
}
