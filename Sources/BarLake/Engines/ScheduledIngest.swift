internal import BarLakeBytes
internal import BarLakeColumnar
internal import Synchronization

/// The state that the workers of one ingest share, and their work.
final class ScheduledIngest<
  Input: BatchInput & ~Copyable, Output: BatchOutput & ~Copyable
>: Sendable {
  typealias Schedule = IngestSchedule<
    Input.Parser.Portion, Output.Assembler, Output.Encoder.Encoded
  >

  private let plan: WritePlan
  private let controls: RunControls
  private let newParser: @Sendable () -> Input.Parser
  private let schedule: Monitor<Schedule>
  // Only one worker uses each of these at a time, because the schedule offers one read and one
  // write at a time.
  private let input: Mutex<Input?>
  private let output: Mutex<Output?>

  init(
    _ input: consuming sending Input, plan: WritePlan, controls: RunControls,
    limits: ScheduleLimits, audit: BarAudit
  ) throws(IngestError) {
    self.plan = plan
    self.controls = controls
    newParser = input.newParser
    schedule = Monitor(
      Schedule(
        limits: limits, linesBefore: input.linesBefore, assembler: Output.Assembler(plan: plan),
        partCount: Output.Encoder.partCount(plan: plan), audit: audit, root: plan.layout.root))
    self.input = Mutex(input)
    output = Mutex(try Output(plan: plan, controls: controls))
  }

  /// Takes steps until none is left, as worker `worker`, from 0.
  func work(as worker: Int) {
    var parser = newParser()
    var encoder = Output.Encoder(plan: plan)
    var releaseAllCount = 0
    // Both keep memory for the next step, but no rows.
    func dropMemory() {
      parser = newParser()
      encoder = Output.Encoder(plan: plan)
    }
    while true {
      if controls.memory.releaseAllCount > releaseAllCount {
        releaseAllCount = controls.memory.releaseAllCount
        dropMemory()
      }
      switch schedule.waitFor({ $0.nextStep(for: worker) }) {
      case .read(let buffer):
        let (result, sourceByteCount) = read(reusing: buffer)
        schedule.withLock { $0.didRead(result, sourceByteCount: sourceByteCount) }
        checkMemoryAndReport(dropping: dropMemory)
      case .parse(let number, let portion):
        let parsed = parser.parse(number, portion)
        let buffer = parser.takeBuffer()
        // After a failure earlier portions may still be waiting.
        if parsed.failure != nil { parser = newParser() }
        schedule.withLock { $0.didParse(number, parsed, reusing: buffer) }
        checkMemoryAndReport(dropping: dropMemory)
      case .encode(let unit, let part, let slices, let choices):
        let encoded = encode(
          part: part, of: slices, unit: unit, following: choices, with: encoder)
        schedule.withLock { $0.didEncode(unit: unit, part: part, encoded) }
        checkMemoryAndReport(dropping: dropMemory)
      case .write(let unit):
        let error = write(consume unit)
        schedule.withLock { $0.didWrite(error) }
      case .stop:
        return
      }
    }
  }

  private func read(
    reusing buffer: ByteBuffer
  ) -> (result: Result<Input.Parser.Portion?, IngestError>, sourceByteCount: Int) {
    input.withLock { input in
      do throws(IngestError) {
        let portion = try input?.next(reusing: buffer)
        return (.success(portion), input?.sourceByteCount ?? 0)
      } catch {
        return (.failure(error), 0)
      }
    }
  }

  private func encode(
    part: Int, of slices: [BatchSlice], unit: Int,
    following choices: Output.Encoder.Encoded.Choices?, with encoder: Output.Encoder
  ) -> Result<Output.Encoder.Encoded.Part, IngestError> {
    do throws(IngestError) {
      return .success(
        try encoder.encode(part: part, of: slices, unit: unit, following: choices))
    } catch {
      return .failure(error)
    }
  }

  /// Writes the unit. It is given away, so that an output may change its bytes without a copy.
  private func write(_ unit: consuming Output.Encoder.Encoded) -> IngestError? {
    var unit: Output.Encoder.Encoded? = unit
    return output.withLock { output in
      do throws(IngestError) {
        if let unit = unit.take() { try output?.write(unit) }
        return nil
      } catch {
        return error
      }
    }
  }

  /// Checks the memory and reports the progress. If memory is short, drops what the worker keeps
  /// and the buffers that wait for portions.
  private func checkMemoryAndReport(dropping drop: () -> Void) {
    do throws(IngestError) {
      try controls.memory.checkIfDue { _ in
        drop()
        schedule.withLock { $0.dropSpareBuffers() }
      }
    } catch {
      schedule.withLock { $0.fail(.reported(error)) }
    }
    let (bytes, rows) = schedule.withLock { ($0.sourceByteCount, $0.counts.read) }
    controls.report(sourceByteCount: bytes, rowCount: rows)
  }

  /// Ends the files, once all workers have stopped.
  func finish(workerCount: Int) throws(IngestError) -> WrittenInput<Input> {
    let (failure, counts, audit) = schedule.withLock { ($0.failure, $0.counts, $0.audit) }
    guard var input = input.withLock({ $0.take() }), let output = output.withLock({ $0.take() })
    else { preconditionFailure("an ingest is finished once") }
    switch failure {
    case .reported(let error): throw error
    case .record(let error): throw input.failed(error)
    case nil: break
    }
    if let error = audit.wholeInputError() { throw error }
    let partitions = try output.finish(
      counts, sourceByteCount: input.sourceByteCount, workerCount: workerCount)
    if !partitions.isEmpty {
      controls.report(
        .publishing(fileCount: partitions.count), sourceByteCount: input.sourceByteCount,
        rowCount: counts.read)
    }
    return WrittenInput(input: input, counts: counts, audit: audit, partitions: partitions)
  }
}

/// An input that was read to its end, and what was made of it.
package struct WrittenInput<Input: ~Copyable>: ~Copyable {
  package let input: Input
  package let counts: RecordCounts
  /// The doubtful bars among the written rows.
  let audit: BarAudit
  /// The staged files, sorted by the bytes of their paths.
  package let partitions: [StagedPartition]
}
