package import BarLakeAudit
package import BarLakeBytes
package import BarLakeCSV
package import BarLakeColumnar

/// The result of parsing one portion of an input.
package struct ParsedPortion: Sendable {
  package var batches: [RecordBatch] = []
  package var counts = RecordCounts()
  /// The facts about doubtful bars in its rows. If the portion has an error and doubtful bars are
  /// errors, the facts are about the rows before the error.
  package var facts = BarFacts()
  /// Line terminators in the portion.
  package var lineCount = 0
  /// The first error in the portion; the line of a record counts from the start of the portion.
  package var failure: ScheduleFailure?

  package init() {}
}

/// Why an ingest stopped before its end.
package enum ScheduleFailure: Error, Equatable {
  /// An error that is ready to be reported.
  case reported(IngestError)
  /// The error of a record. A fault of the gzip container has priority over it.
  case record(CSVError)

  /// The same with `lineCount` more lines before it.
  fileprivate func after(_ lineCount: Int) -> ScheduleFailure {
    guard case .record(var error) = self else { return self }
    error.line += lineCount
    return .record(error)
  }
}

/// How much of an ingest may be on its way at once. Memory is bounded by it, whatever the input.
package struct ScheduleLimits: Sendable {
  /// Threads that take steps.
  package var workerCount: Int
  /// Workers that may encode, the first ones; each keeps the memory of an encoder.
  package var encoderCount: Int
  /// Bytes read for a block.
  package var blockByteCount: Int
  /// Portions (of a flat file: blocks) that may be between reading and being taken up.
  package var portionCount: Int
  /// Units that may be between being full and being written, before parsing waits for them.
  package var unitCount: Int
  /// Whether all of the input is read before the first portion is parsed.
  package var readsAllFirst: Bool

  package init(
    workerCount: Int, encoderCount: Int, blockByteCount: Int, portionCount: Int, unitCount: Int,
    readsAllFirst: Bool
  ) {
    self.workerCount = workerCount
    self.encoderCount = encoderCount
    self.blockByteCount = blockByteCount
    self.portionCount = portionCount
    self.unitCount = unitCount
    self.readsAllFirst = readsAllFirst
  }
}

/// Decides which step of an ingest on several threads can be taken next, and holds what waits for a
/// step.
///
/// Portions are read in order, parsed in any order, and collected in order. Units of the output
/// (row groups or spills) are encoded in any order, but after the first of them, and written in
/// order. The read-ahead is bounded, so memory is bounded.
package struct IngestSchedule<
  Portion: Sendable, Assembler: BatchAssembler, Encoded: EncodedUnit
> {
  package enum Step {
    /// Read the next portion into this memory.
    case read(ByteBuffer)
    /// Parse this portion; the first has number 0.
    case parse(Int, Portion)
    /// Encode a part of a unit, both from 0, with the choices of unit 0. Unit 0 has none yet.
    case encode(unit: Int, part: Int, [BatchSlice], Encoded.Choices?)
    /// Write this unit.
    case write(Encoded)
    /// There is nothing left to do.
    case stop
  }

  package private(set) var failure: ScheduleFailure?
  package private(set) var counts = RecordCounts()
  /// The doubtful bars in the rows of the portions that were collected.
  private(set) var audit: BarAudit
  private(set) var sourceByteCount = 0

  /// A unit whose parts are encoded one by one.
  private struct UnitInProgress {
    let number: Int
    let slices: [BatchSlice]
    /// The parts that were encoded so far.
    var parts: [Int: Encoded.Part] = [:]
    /// The first part that no worker has taken.
    var nextPart = 0
  }

  private let root: String
  private let limits: ScheduleLimits
  /// The number of parts of each unit.
  private let partCount: Int

  private var isReading = false
  private var hasReadAll = false
  private var spareBuffers: [ByteBuffer] = []
  private var portionNumber = 0
  private var portions: [(number: Int, portion: Portion)] = []
  private var parsingCount = 0
  private var parsed: [Int: ParsedPortion] = [:]
  private var takenUpNumber = 0
  private var linesBefore: Int
  private var assembler: Assembler
  /// Whether the rows that make no full unit have become the last one.
  private var hasTakenRest = false
  private var unitNumber = 0
  /// The units of which not all parts are encoded.
  private var units: [UnitInProgress] = []
  /// What unit 0 chose, once it is encoded; until then no other is.
  private var choices: Encoded.Choices?
  private var encoded: [Int: Encoded] = [:]
  private var writtenNumber = 0
  private var isWriting = false

  /// Makes a schedule. `linesBefore` line terminators precede the first portion. Paths in errors
  /// are relative to `root`.
  package init(
    limits: ScheduleLimits, linesBefore: Int, assembler: Assembler, partCount: Int,
    audit: BarAudit, root: String
  ) {
    self.root = root
    self.limits = limits
    self.partCount = partCount
    self.assembler = assembler
    self.audit = audit
    self.linesBefore = linesBefore
  }

  /// The next step for the free worker `worker`, from 0; nil if it has to wait for others. Steps
  /// near the end of the pipeline have priority, because they free memory.
  package mutating func nextStep(for worker: Int) -> Step? {
    if failure != nil { return .stop }
    if !isWriting, let unit = encoded.removeValue(forKey: writtenNumber) {
      isWriting = true
      return .write(unit)
    }
    let portionCount = portions.count + parsingCount + parsed.count
    if hasReadAll, portionCount == 0, !hasTakenRest {
      hasTakenRest = true
      if let slices = assembler.finish() { addUnit(slices) }
    }
    if worker < limits.encoderCount, let step = nextEncoding() { return step }
    let waitingUnitCount = units.count + encoded.count
    if !portions.isEmpty, hasReadAll || !limits.readsAllFirst, waitingUnitCount < limits.unitCount {
      let (number, portion) = portions.removeFirst()
      parsingCount += 1
      return .parse(number, portion)
    }
    if !isReading, !hasReadAll, limits.readsAllFirst || portionCount < limits.portionCount {
      isReading = true
      return .read(spareBuffers.popLast() ?? ByteBuffer())
    }
    let hasEnded = hasReadAll && portionCount == 0 && waitingUnitCount == 0 && !isWriting
    return hasEnded ? .stop : nil
  }

  /// The next part to encode, of the earliest unit that has one; nil if there is none.
  private mutating func nextEncoding() -> Step? {
    let next = units.firstIndex { unit in
      unit.nextPart < partCount && (unit.number == 0 || choices != nil)
    }
    guard let next else { return nil }
    defer { units[next].nextPart += 1 }
    let unit = units[next]
    return .encode(unit: unit.number, part: unit.nextPart, unit.slices, choices)
  }

  private mutating func addUnit(_ slices: [BatchSlice]) {
    units.append(UnitInProgress(number: unitNumber, slices: slices))
    unitNumber += 1
  }

  /// Records the result of a read: a portion, or nil at the end of the input.
  package mutating func didRead(_ result: Result<Portion?, IngestError>, sourceByteCount: Int) {
    isReading = false
    self.sourceByteCount = sourceByteCount
    switch result {
    case .success(let portion?):
      portions.append((portionNumber, portion))
      portionNumber += 1
    case .success(nil):
      hasReadAll = true
    case .failure(let error):
      fail(.reported(error))
    }
  }

  /// Records the result of parsing portion `number`, and takes back the portion's memory.
  package mutating func didParse(
    _ number: Int, _ portion: ParsedPortion, reusing buffer: ByteBuffer
  ) {
    parsingCount -= 1
    parsed[number] = portion
    if spareBuffers.count < limits.portionCount { spareBuffers.append(buffer) }
    while failure == nil, let next = parsed.removeValue(forKey: takenUpNumber) {
      takenUpNumber += 1
      if let failure = audit.take(next.facts).map(ScheduleFailure.record) ?? next.failure {
        fail(failure.after(linesBefore))
        return
      }
      linesBefore += next.lineCount
      counts += next.counts
      do {
        for batch in next.batches {
          for slices in try assembler.append(batch) { addUnit(slices) }
        }
      } catch {
        fail(.reported(.io(error, root: root)))
      }
    }
  }

  /// Drops the buffers that are kept for later portions.
  mutating func dropSpareBuffers() {
    spareBuffers = []
  }

  /// Records the result of encoding part `part` of unit `number`.
  package mutating func didEncode(
    unit number: Int, part: Int, _ result: Result<Encoded.Part, IngestError>
  ) {
    guard let place = units.firstIndex(where: { $0.number == number }) else { return }
    switch result {
    case .success(let encodedPart): units[place].parts[part] = encodedPart
    case .failure(let error): fail(.reported(error))
    }
    guard units[place].parts.count == partCount else { return }
    let unit = units.remove(at: place)
    let whole = Encoded(
      parts: (0..<partCount).compactMap { unit.parts[$0] }, rowCount: unit.slices.rowCount)
    if number == 0 { choices = whole.choices }
    encoded[number] = whole
  }

  /// Records the end of a write, with its error if it failed.
  package mutating func didWrite(_ error: IngestError?) {
    isWriting = false
    writtenNumber += 1
    if let error { fail(.reported(error)) }
  }

  /// Stops the ingest. The first failure is kept.
  mutating func fail(_ failure: ScheduleFailure) {
    if self.failure == nil { self.failure = failure }
  }
}
