internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar
internal import Synchronization

/// All cores at one file: each worker takes whatever step of ``IngestSchedule`` can be taken.
struct ParallelStrategy: IngestStrategy {
  let path: ScanPath
  let hasChunks = false
  /// More than a day of stock minute bars takes.
  let heldRowByteLimit = 192 << 20
  /// Whether all of the input is read before the first block is worked on.
  let readsAllFirst: Bool
  /// More threads than any machine has processors for would only cost memory.
  private static let workerLimit = 256

  func transform<Output: BatchOutput & ~Copyable>(
    _ source: ByteSource, plan: IngestPlan, through _: Output.Type
  ) throws(IngestError) -> TransformOutcome {
    let output = try Output(plan: plan.writing, controls: plan.controls)
    var input = try IngestInput(
      source, plan: plan.reading, cancellation: plan.controls.cancellation)
    let (header, binding) = try input.readHeader()
    let workerCount = min(plan.reading.options.threads, Self.workerLimit)
    let run = ParallelIngest<Output>(
      plan: plan, header: header, binding: binding, path: path, input: input, output: output,
      schedule: IngestSchedule<Output.Assembler, Output.Encoder.Encoded>(
        workerCount: workerCount, readsAllFirst: readsAllFirst, headerBlock: header.block,
        linesBefore: header.linesBefore, assembler: Output.Assembler(plan: plan.writing),
        audit: BarAudit(plan: plan.reading, binding: binding)))
    Workers.run(count: workerCount) { _ in run.work() }
    return try run.finish(workerCount: workerCount)
  }
}

/// What the workers of one ingest share.
private final class ParallelIngest<Output: BatchOutput & ~Copyable>: Sendable {
  private let plan: IngestPlan
  private let binding: HeaderBinding
  private let recordsStart: Int
  private let path: ScanPath
  private let schedule: Monitor<IngestSchedule<Output.Assembler, Output.Encoder.Encoded>>
  // Each is used by one worker at a time: the schedule gives out one read and one write at once.
  private let input: Mutex<IngestInput?>
  private let output: Mutex<Output?>

  init(
    plan: IngestPlan, header: InputHeader, binding: HeaderBinding, path: ScanPath,
    input: consuming sending IngestInput,
    output: consuming sending Output,
    schedule: IngestSchedule<Output.Assembler, Output.Encoder.Encoded>
  ) {
    self.plan = plan
    self.binding = binding
    recordsStart = header.recordsStart
    self.path = path
    self.input = Mutex(input)
    self.output = Mutex(output)
    self.schedule = Monitor(schedule)
  }

  /// Takes steps until there are none.
  func work() {
    var parser = BlockParser(plan: plan.reading, binding: binding, path: path)
    var encoder = Output.Encoder(plan: plan.writing)
    var releaseAllCount = 0
    // Both keep memory from one step to the next, and hold nothing between two steps.
    func dropMemory() {
      parser = BlockParser(plan: plan.reading, binding: binding, path: path)
      encoder = Output.Encoder(plan: plan.writing)
    }
    while true {
      if plan.controls.memory.releaseAllCount > releaseAllCount {
        releaseAllCount = plan.controls.memory.releaseAllCount
        dropMemory()
      }
      switch schedule.waitFor({ $0.nextStep() }) {
      case .read(let buffer):
        let (result, sourceByteCount) = read(reusing: buffer)
        schedule.withLock { $0.didRead(result, sourceByteCount: sourceByteCount) }
        checkMemoryAndReport(dropping: dropMemory)
      case .parse(let number, let block):
        let parsed = parse(block, with: parser, from: number == 0 ? recordsStart : 0)
        // A parser that met an error is of no more use, but earlier blocks may still be waiting.
        if parsed.error != nil {
          parser = BlockParser(plan: plan.reading, binding: binding, path: path)
        }
        schedule.withLock { $0.didParse(number, parsed, reusing: block.buffer) }
        checkMemoryAndReport(dropping: dropMemory)
      case .encode(let number, let slices):
        let piece = encode(slices, with: encoder)
        schedule.withLock { $0.didEncode(number, piece) }
        checkMemoryAndReport(dropping: dropMemory)
      case .write(let piece):
        let error = write(piece)
        schedule.withLock { $0.didWrite(error) }
      case .stop:
        return
      }
    }
  }

  private func read(
    reusing buffer: ByteBuffer
  ) -> (result: Result<Block?, IngestError>, sourceByteCount: Int) {
    input.withLock { input in
      do throws(IngestError) {
        let block = try input?.next(reusing: buffer)
        return (.success(block), input?.sourceByteCount ?? 0)
      } catch {
        return (.failure(error), 0)
      }
    }
  }

  private func parse(_ block: Block, with parser: BlockParser, from start: Int) -> ParsedBlock {
    parser.scan(block, from: start)
    do throws(CSVError) {
      try parser.append(0..<parser.recordCount, of: block)
      try parser.checkStructure(of: block)
    } catch {
      return ParsedBlock(
        batch: RecordBatch(columns: [], rowCount: 0), counts: RecordCounts(),
        facts: parser.factsBeforeFailure(), lineCount: parser.lineCount, error: error)
    }
    let (batch, counts, facts) = parser.finish()
    return ParsedBlock(
      batch: batch, counts: counts, facts: facts, lineCount: parser.lineCount, error: nil)
  }

  private func encode(
    _ slices: [BatchSlice], with encoder: Output.Encoder
  ) -> Result<Output.Encoder.Encoded, IngestError> {
    do throws(IngestError) {
      return .success(try encoder.encode(slices))
    } catch {
      return .failure(error)
    }
  }

  private func write(_ piece: Output.Encoder.Encoded) -> IngestError? {
    output.withLock { output in
      do throws(IngestError) {
        try output?.write(piece)
        return nil
      } catch {
        return error
      }
    }
  }

  /// Looks at the memory; where it is short, what the worker keeps is dropped, and the buffers that
  /// are waiting for blocks. Then tells how far the run is.
  private func checkMemoryAndReport(dropping drop: () -> Void) {
    do throws(IngestError) {
      try plan.controls.memory.checkIfDue { _ in
        drop()
        schedule.withLock { $0.dropSpareBuffers() }
      }
    } catch {
      schedule.withLock { $0.fail(.reported(error)) }
    }
    let (bytes, rows) = schedule.withLock { ($0.sourceByteCount, $0.counts.read) }
    plan.controls.report(sourceByteCount: bytes, rowCount: rows)
  }

  /// What came of it, after all workers have stopped.
  func finish(workerCount: Int) throws(IngestError) -> TransformOutcome {
    let (failure, counts, audit) = schedule.withLock { ($0.failure, $0.counts, $0.audit) }
    return try input.withLock { input throws(IngestError) in
      switch failure {
      case .reported(let error): throw error
      case .record(let error, let linesBefore):
        let failure = InputFailure.record(error, linesBefore: linesBefore, names: binding.names)
        throw input?.failed(failure)
          ?? failure.error(
            date: plan.reading.date, root: plan.reading.root,
            expectations: FieldExpectations(plan.reading, binding))
      case nil: break
      }
      if let error = audit.wholeInputError(date: plan.reading.date) { throw error }
      guard let input = input.take(), let output = output.withLock({ $0.take() }) else {
        preconditionFailure("an ingest is finished once")
      }
      return TransformOutcome(
        counts, bars: audit.findings(date: plan.reading.date, profile: plan.reading.profile),
        chunks: nil,
        binding: binding,
        partitions: try output.finish(counts, workerCount: workerCount), of: input)
    }
  }
}
