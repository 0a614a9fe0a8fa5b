internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar
internal import Synchronization

/// The state that the workers of one ingest share, and their work.
final class ScheduledIngest<Output: BatchOutput & ~Copyable>: Sendable {
  private let plan: IngestPlan
  private let binding: HeaderBinding
  private let recordsStart: Int
  private let path: ScanPath
  private let schedule: Monitor<IngestSchedule<Output.Assembler, Output.Encoder.Encoded>>
  // Only one worker uses each of these at a time, because the schedule offers one read and one
  // write at a time.
  private let file: Mutex<FlatFile?>
  private let output: Mutex<Output?>

  init(
    plan: IngestPlan, header: InputHeader, binding: HeaderBinding, path: ScanPath,
    file: consuming sending FlatFile,
    output: consuming sending Output,
    schedule: IngestSchedule<Output.Assembler, Output.Encoder.Encoded>
  ) {
    self.plan = plan
    self.binding = binding
    recordsStart = header.recordsStart
    self.path = path
    self.file = Mutex(file)
    self.output = Mutex(output)
    self.schedule = Monitor(schedule)
  }

  /// Takes steps until none is left, as worker `worker`, from 0.
  func work(as worker: Int) {
    var records = newRecords()
    var columns = newColumns()
    var encoder = Output.Encoder(plan: plan.writing)
    var releaseAllCount = 0
    // All three keep memory for the next step, but no rows.
    func dropMemory() {
      records = newRecords()
      columns = newColumns()
      encoder = Output.Encoder(plan: plan.writing)
    }
    while true {
      if plan.controls.memory.releaseAllCount > releaseAllCount {
        releaseAllCount = plan.controls.memory.releaseAllCount
        dropMemory()
      }
      switch schedule.waitFor({ $0.nextStep(for: worker) }) {
      case .read(let buffer):
        let (result, sourceByteCount) = read(reusing: buffer)
        schedule.withLock { $0.didRead(result, sourceByteCount: sourceByteCount) }
        checkMemoryAndReport(dropping: dropMemory)
      case .parse(let number, let block):
        // The number of lines before the block is known when it is collected.
        records.scan(block, from: number == 0 ? recordsStart : 0, linesBefore: 0)
        let parsed = parse(records, into: columns)
        // After an error the columns are not usable, but earlier blocks may still be waiting.
        if parsed.error != nil { columns = newColumns() }
        let buffer = records.takeBuffer()
        schedule.withLock { $0.didParse(number, parsed, reusing: buffer) }
        checkMemoryAndReport(dropping: dropMemory)
      case .encode(let unit, let part, let slices, let choices):
        let encoded = encode(
          part: part, of: slices, unit: unit, following: choices, with: encoder)
        schedule.withLock { $0.didEncode(unit: unit, part: part, encoded) }
        checkMemoryAndReport(dropping: dropMemory)
      case .write(let unit):
        let error = write(unit)
        schedule.withLock { $0.didWrite(error) }
      case .stop:
        return
      }
    }
  }

  private func read(
    reusing buffer: ByteBuffer
  ) -> (result: Result<Block?, IngestError>, sourceByteCount: Int) {
    file.withLock { file in
      do throws(IngestError) {
        let block = try file?.next(reusing: buffer)
        return (.success(block), file?.sourceByteCount ?? 0)
      } catch {
        return (.failure(error), 0)
      }
    }
  }

  private func newRecords() -> ScannedBlock {
    ScannedBlock(
      fieldCount: binding.fieldCount, path: path, notesLines: plan.reading.options.strictBars)
  }

  private func newColumns() -> RecordColumns {
    RecordColumns(plan: plan.reading, binding: binding, path: path)
  }

  private func parse(_ records: ScannedBlock, into columns: RecordColumns) -> ParsedBlock {
    do throws(CSVError) {
      try columns.append(0..<records.recordCount, of: records)
      try records.checkStructure()
    } catch {
      return ParsedBlock(
        batch: RecordBatch(columns: [], rowCount: 0), counts: RecordCounts(),
        facts: columns.factsBeforeFailure(), lineCount: records.lineCount, error: error)
    }
    let (batch, counts, facts) = columns.finish()
    return ParsedBlock(
      batch: batch, counts: counts, facts: facts, lineCount: records.lineCount, error: nil)
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

  private func write(_ unit: Output.Encoder.Encoded) -> IngestError? {
    output.withLock { output in
      do throws(IngestError) {
        try output?.write(unit)
        return nil
      } catch {
        return error
      }
    }
  }

  /// Checks the memory and reports the progress. If memory is short, drops what the worker keeps
  /// and the buffers that wait for blocks.
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

  /// The outcome, once all workers have stopped.
  func finish(workerCount: Int) throws(IngestError) -> TransformOutcome {
    let (failure, counts, audit) = schedule.withLock { ($0.failure, $0.counts, $0.audit) }
    return try file.withLock { file throws(IngestError) in
      switch failure {
      case .reported(let error): throw error
      case .record(let error):
        let reported = plan.reading.error(error, binding)
        throw file?.failed(reported) ?? reported
      case nil: break
      }
      if let error = audit.wholeInputError() { throw error }
      guard let file = file.take(), let output = output.withLock({ $0.take() }) else {
        preconditionFailure("an ingest is finished once")
      }
      return TransformOutcome(
        counts, bars: audit.findings(date: plan.reading.date, profile: plan.reading.profile),
        binding: binding,
        partitions: try output.finish(
          counts, sourceByteCount: file.sourceByteCount, workerCount: workerCount), of: file)
    }
  }
}
