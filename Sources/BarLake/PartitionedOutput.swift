internal import Bytes
internal import CSV
internal import Columnar
internal import ParquetWriting
internal import Synchronization

/// The rows of a date in a file for each symbol (of options, each underlying).
///
/// Until the input ends no file can be written, since any row may be of any symbol. Rows therefore
/// wait: a run is some megabytes of them, sorted by partition, and each partition knows its last
/// segment, which knows the one before. At the end each file is written once, by one worker, its
/// segments in the input's order, so that the order of the symbols in the input changes nothing.
struct PartitionedOutput: BatchOutput, ~Copyable {
  typealias Assembler = RunAssembler
  typealias Encoder = RunEncoder

  private let plan: IngestPlan
  private var store: RunStore
  private var partitions = PartitionTable()
  private var layout: SegmentLayout?

  init(plan: IngestPlan) throws(IngestError) {
    self.plan = plan
    store = RunStore(
      memoryByteLimit: plan.heldRowByteLimit, path: "\(plan.stagingDirectory)/rows.staged")
  }

  mutating func write(_ piece: consuming EncodedRun) throws(IngestError) {
    var run = piece
    if layout == nil { layout = run.layout }
    for segment in run.segments {
      // The rest is read for the errors in it, which are told first, and is kept nowhere.
      if partitions.isOverfull { return }
      let place = store.byteCount + segment.range.lowerBound
      let previous = partitions.append(
        run.values, segment.value, place..<place + segment.range.count)
      SegmentHead.link(&run.bytes, at: segment.range.lowerBound, to: previous)
    }
    let (bytes, isShort) = (run.bytes, plan.memory.isShort)
    try plan.layout.system { () throws(SystemError) in
      try store.append(bytes, inMemory: !isShort)
    }
  }

  consuming func finish(
    _ counts: RecordCounts, workerCount: Int
  ) throws(IngestError) -> [StagedPartition] {
    let (plan, partitions) = (self.plan, self.partitions)
    guard !partitions.isOverfull else {
      throw IngestError(
        date: plan.date.description, code: .outOfRange,
        message:
          "the date has more than \(PartitionTable.limit) symbols or underlyings, each a file; "
          + "with partitioning: date it is one file")
    }
    guard let layout else { return [] }
    let runs: StoredRuns
    do {
      runs = try store.finish()
    } catch {
      throw IngestError.io(error, root: plan.root, date: plan.date)
    }
    let writing = PartitionWriting(plan: plan, partitions: partitions, layout: layout, runs: runs)
    Workers.run(count: min(workerCount, max(partitions.count, 1))) { worker in
      writing.work(as: worker)
    }
    return try writing.finish()
  }
}

/// The partitions of a date and where their rows wait.
struct PartitionTable: Sendable {
  /// The most partitions of a date: with names of 255 bytes their manifest is just one that is read
  /// again (``LakeLayout/contentByteLimit``).
  ///
  /// Source: `docs/spec.md`, PART-3.8.
  static let limit = 131_072

  private var interner = TextInterner()
  /// The last segment of each partition.
  private var last: [Range<Int>] = []
  /// Segments of each partition.
  private var segmentCounts: [Int32] = []

  var count: Int { last.count }

  /// Whether there are more partitions than a date may have.
  var isOverfull: Bool { count > Self.limit }

  /// Takes the next segment of the partition `values[value]`; returns the one before, empty if
  /// there is none.
  mutating func append(_ values: StringValues, _ value: Int, _ segment: Range<Int>) -> Range<Int> {
    let text = values.range(value)
    let partition = Int(interner.code(values.bytes.span, text.lowerBound, text.upperBound))
    guard partition < last.count else {
      last.append(segment)
      segmentCounts.append(1)
      return 0..<0
    }
    defer { last[partition] = segment }
    segmentCounts[partition] += 1
    return last[partition]
  }

  /// The value of partition `number`, from 0 in the order of first appearance.
  func value(_ number: Int) -> [UInt8] {
    Array(interner.dictionary.bytes[interner.dictionary.range(number)])
  }

  /// Where the segments of partition `number` are, in the input's order.
  func segments(_ number: Int, in runs: StoredRuns) throws(SystemError) -> [Range<Int>] {
    var segment = last[number]
    var segments = [segment]
    for _ in 1..<Int(segmentCounts[number]) {
      let head = try runs.read(
        segment.lowerBound..<segment.lowerBound + SegmentHead.byteCount)
      segment = SegmentHead(head.span).previous
      segments.append(segment)
    }
    return segments.reversed()
  }
}

/// The files of a date being written, by several workers.
private final class PartitionWriting: Sendable {
  private struct State {
    var next = 0
    var written: [StagedPartition] = []
    var failure: IngestError?
  }

  /// Bytes of rows that are put together before they go to their row group.
  private static let batchByteLimit = 4 << 20

  private let plan: IngestPlan
  private let partitions: PartitionTable
  private let layout: SegmentLayout
  private let runs: StoredRuns
  private let state = Mutex(State())

  init(plan: IngestPlan, partitions: PartitionTable, layout: SegmentLayout, runs: StoredRuns) {
    self.plan = plan
    self.partitions = partitions
    self.layout = layout
    self.runs = runs
  }

  /// Writes partitions until there are none left. Each worker has a directory of its own, since two
  /// that make files in one wait for each other.
  func work(as worker: Int) {
    do throws(IngestError) {
      try plan.layout.system { () throws(SystemError) in
        _ = try FileSystem.createDirectory("\(plan.stagingDirectory)/\(worker)")
      }
      var encoder = PlannedRowGroupEncoder(plan: plan)
      var releaseAllCount = plan.memory.releaseAllCount
      while let number = next() {
        try plan.memory.checkIfDue { _ in encoder = PlannedRowGroupEncoder(plan: plan) }
        if plan.memory.releaseAllCount > releaseAllCount {
          releaseAllCount = plan.memory.releaseAllCount
          encoder = PlannedRowGroupEncoder(plan: plan)
        }
        let written = try write(number, to: "\(worker)/\(number).staged", with: encoder)
        state.withLock { $0.written.append(written) }
      }
    } catch {
      state.withLock { state in
        if state.failure == nil { state.failure = error }
      }
    }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard state.failure == nil, state.next < partitions.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func write(
    _ number: Int, to name: String, with encoder: PlannedRowGroupEncoder
  ) throws(IngestError) -> StagedPartition {
    let value = partitions.value(number)
    guard let path = plan.layout.file(value) else {
      preconditionFailure("a partition without a name was refused with its first record")
    }
    var file = try PartitionFile(path, name: name, plan: plan)
    var reader = SegmentReader(layout)
    // Several workers hold rows at a time.
    var assembler = RowGroupAssembler(
      plan: plan, heldByteLimit: RowGroupAssembler.heldByteLimit / 2)
    for segment in try plan.layout.system({ () throws(SystemError) in
      try plan.cancellation?.check()
      return try partitions.segments(number, in: runs)
    }) {
      let bytes = try plan.layout.system { () throws(SystemError) in try runs.read(segment) }
      reader.append(bytes.span)
      // What is held is bounded by a row group and a segment.
      if reader.rowCount >= assembler.room || reader.byteCount >= Self.batchByteLimit {
        for slices in try assembler.append(reader.finishBatch(value: value)) {
          try file.write(encoder.encode(slices))
        }
      }
    }
    for slices in try assembler.append(reader.finishBatch(value: value)) {
      try file.write(encoder.encode(slices))
    }
    if let slices = assembler.finish() { try file.write(encoder.encode(slices)) }
    return try file.finish(roundedVolumes: reader.roundedCount, isSynchronized: false)
  }

  /// The files, after all workers have stopped.
  func finish() throws(IngestError) -> [StagedPartition] {
    let (written, failure) = state.withLock { ($0.written, $0.failure) }
    if let failure { throw failure }
    return written.sorted { $0.path.precedesInBytes($1.path) }
  }
}
