internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetWriting
package import BarLakeSpill
internal import Synchronization

/// Writes a date as one file per symbol, or per underlying for options.
///
/// No file can be written before the input ends, because any row may have any symbol. So rows wait
/// in spills. A spill is some megabytes of rows, sorted by partition. Each partition knows its last
/// segment, and each segment knows the previous one. At the end one worker writes each file once,
/// from its segments in the order of the input. So the order of the symbols in the input changes
/// nothing.
struct PartitionedOutput: BatchOutput, ~Copyable {
  typealias Assembler = SpillAssembler
  typealias Encoder = SpillEncoder

  /// The largest number of partitions of a date. With names of 255 bytes, the manifest of so many
  /// is just small enough to be read again (``LakeFiles/contentByteLimit``).
  ///
  /// Source: `docs/spec.md`, PART-3.8.
  private static let partitionLimit = 131_072

  private let plan: WritePlan
  private let controls: RunControls
  private var store: SpillStore
  private var partitions = SpillIndex()
  private var layout: SpillLayout?

  init(plan: WritePlan, controls: RunControls) throws(IngestError) {
    self.plan = plan
    self.controls = controls
    store = SpillStore(
      memoryByteLimit: plan.heldRowByteLimit, directory: plan.stagingDirectory)
  }

  mutating func write(_ encoded: consuming EncodedSpill) throws(IngestError) {
    var spill = encoded
    if layout == nil { layout = spill.layout }
    partitions.append(&spill, at: store.byteCount, keyLimit: Self.partitionLimit)
    // Go on reading only to find errors, which have priority. The rows are dropped.
    if partitions.count > Self.partitionLimit { return }
    let (bytes, isShort) = (spill.bytes, controls.memory.isShort)
    try plan.layout.system { () throws(SystemError) in
      try store.append(bytes, inMemory: !isShort)
    }
  }

  consuming func finish(
    _ counts: RecordCounts, sourceByteCount: Int, workerCount: Int
  ) throws(IngestError) -> [StagedPartition] {
    let (plan, controls, partitions) = (self.plan, self.controls, self.partitions)
    guard partitions.count <= Self.partitionLimit else {
      throw IngestError(
        code: .outOfRange,
        message:
          "the date has more than \(Self.partitionLimit) symbols or underlyings, each a file; "
          + "with partitioning: date it is one file")
    }
    guard let layout else { return [] }
    let writing = PartitionWriting(
      files: try PlannedFiles(plan), controls: controls, partitions: partitions, layout: layout,
      spills: store.finish())
    Workers.run(count: min(workerCount, max(partitions.count, 1))) { worker in
      writing.work(as: worker) { count in
        controls.report(
          .writing(fileCount: count, of: partitions.count), sourceByteCount: sourceByteCount,
          rowCount: counts.read)
      }
    }
    return try writing.finish()
  }
}

extension SpillAssembler: BatchAssembler {
  package init(plan: WritePlan) { self.init() }
}

extension SpillEncoder: BatchEncoder {
  typealias Encoded = EncodedSpill

  init(plan: WritePlan) { self.init(plan.spillShape) }

  static func partCount(plan: WritePlan) -> Int { 1 }

  func encode(
    part: Int, of slices: [BatchSlice], unit: Int, following _: Void?
  ) -> EncodedSpill {
    encode(slices)
  }
}

extension EncodedSpill: EncodedUnit {
  package init(parts: [EncodedSpill], rowCount: Int) {
    self = parts[0]
  }

  package var choices: Void { () }
}

/// Writes the files of a date, with several workers.
private struct PartitionWriting: Sendable, ~Copyable {
  private struct State {
    var next = 0
    var written: [StagedPartition] = []
    var failure: IngestError?
  }

  let files: PlannedFiles
  let controls: RunControls
  let partitions: SpillIndex
  let layout: SpillLayout
  let spills: StoredSpills
  private let state = Mutex(State())

  private var plan: WritePlan { files.plan }

  /// Writes partitions until none is left. Each worker has its own folder, because two workers that
  /// create files in the same folder wait for each other. `report` receives how many are written.
  func work(as worker: Int, report: (Int) -> Void) {
    do throws(IngestError) {
      try plan.layout.system { () throws(SystemError) in
        _ = try FileSystem.createDirectory("\(plan.stagingDirectory)/\(worker)")
      }
      var encoder = PlannedRowGroupEncoder(plan: plan)
      var releaseAllCount = controls.memory.releaseAllCount
      while let number = next() {
        try controls.memory.checkIfDue { _ in encoder = PlannedRowGroupEncoder(plan: plan) }
        if controls.memory.releaseAllCount > releaseAllCount {
          releaseAllCount = controls.memory.releaseAllCount
          encoder = PlannedRowGroupEncoder(plan: plan)
        }
        let written = try write(number, to: "\(worker)/\(number).staged", with: encoder)
        report(
          state.withLock { state in
            state.written.append(written)
            return state.written.count
          })
      }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
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
    var file = try PartitionFile(path, name: name, files: files)
    // Several workers hold rows at the same time.
    var assembler = RowGroupAssembler(
      plan: plan, heldByteLimit: RowGroupAssembler.heldByteLimit / 2)
    var rows = try plan.layout.system { () throws(SystemError) in
      try SpilledRows(ofKey: number, in: partitions, spills, layout)
    }
    func nextRowGroups() throws(SystemError) -> [[BatchSlice]]? {
      try controls.cancellation?.check()
      guard let batch = try rows.next(assembler.room) else { return nil }
      return try assembler.append(batch)
    }
    while let full = try plan.layout.system(nextRowGroups) {
      for slices in full { try file.write(slices, with: encoder) }
    }
    if let slices = assembler.finish() { try file.write(slices, with: encoder) }
    return try file.finish(roundedVolumes: rows.flagCount)
  }

  /// The files, once all workers have stopped.
  func finish() throws(IngestError) -> [StagedPartition] {
    let (written, failure) = state.withLock { ($0.written, $0.failure) }
    if let failure { throw failure }
    return written.sorted { $0.path.precedesInBytes($1.path) }
  }
}
