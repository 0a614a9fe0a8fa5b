internal import BarLakeBytes
package import BarLakeCSV
internal import BarLakeSpill

/// How an ingestor goes about an ingest. The steps are the same for all, and so are the files; the
/// number of threads and what may be in memory differ.
package struct IngestStrategy: Sendable {
  /// Which of the two equal ways through the scanner and the number parsers is taken.
  var path: ScanPath
  var limits: ScheduleLimits
  /// The units that may be on their way if they are spills, which are larger than row groups.
  var spillCount: Int
  /// Bytes of rows that may wait in memory for others of their partition; more wait on the disk.
  package var heldRowByteLimit: Int
  /// Whether results have a number of chunks.
  var hasChunks: Bool
  /// How many dates of a batch may be staged at the same time.
  var dateCountAtOnce = 1

  /// More threads than any machine has processors for would only cost memory.
  private static let threadLimit = 256

  /// All threads that are asked for, each with buffers of its own.
  package static func allCores(
    threads: Int, readsAllFirst: Bool, path: ScanPath
  ) -> IngestStrategy {
    let workerCount = min(threads, threadLimit)
    let unitCount = 2 + workerCount / 4
    return IngestStrategy(
      path: path,
      limits: ScheduleLimits(
        workerCount: workerCount, encoderCount: workerCount,
        blockByteCount: BlockReader.usualBlockByteCount,
        portionCount: workerCount + 2, unitCount: unitCount, readsAllFirst: readsAllFirst),
      spillCount: unitCount,
      // A day of stock minute bars takes 84 MiB. What waits on the disk is written and read once,
      // which costs hardly more than to hold it.
      heldRowByteLimit: 32 << 20, hasChunks: false,
      // Dates that are read as a whole take memory that grows with them.
      dateCountAtOnce: readsAllFirst ? 1 : workerCount)
  }

  /// At most two threads, of which one encodes, and small blocks: one thread reads and parses on
  /// while a row group is encoded, and the two hold little more than one would.
  static func flatMemory(threads: Int, path: ScanPath) -> IngestStrategy {
    IngestStrategy(
      path: path,
      limits: ScheduleLimits(
        workerCount: min(threads, 2), encoderCount: 1, blockByteCount: 1 << 18, portionCount: 3,
        unitCount: 2, readsAllFirst: false),
      spillCount: 1,
      // One spill: a day that is not longer needs no place to wait.
      heldRowByteLimit: SpillAssembler.byteCount, hasChunks: true)
  }

  /// How each of `count` dates is ingested while the others are: with its share of the threads and
  /// of the memory.
  func divided(among count: Int) -> IngestStrategy {
    if count == 1 { return self }
    var strategy = Self.allCores(
      threads: max(limits.workerCount / count, 1), readsAllFirst: limits.readsAllFirst, path: path)
    strategy.heldRowByteLimit = heldRowByteLimit / count
    return strategy
  }

  /// Reads `source` to its end and writes the date's files.
  ///
  /// - Throws: any error of the input, `memory_limit_exceeded`, `io_error`. The staged files are
  ///   incomplete then.
  func transform(
    _ source: ByteSource, reading: ReadPlan, writing: WritePlan, controls: RunControls
  ) throws(IngestError) -> TransformOutcome {
    let input = try FlatFileInput(
      source, plan: reading, controls: controls, path: path, blockByteCount: limits.blockByteCount)
    let audit = BarAudit(plan: reading, binding: input.binding)
    let written = try write(input, plan: writing, controls: controls, audit: audit)
    var outcome = TransformOutcome(written, plan: reading)
    if hasChunks {
      let chunkSize = reading.options.chunkSize
      let (whole, rest) = outcome.counts.read.quotientAndRemainder(dividingBy: chunkSize)
      outcome.chunks = whole + (rest > 0 ? 1 : 0)
    }
    return outcome
  }

  /// Reads `input` to its end and writes the date's files: one, or one per partition.
  ///
  /// - Throws: as ``transform(_:reading:writing:controls:)``.
  package func write<Input: BatchInput & ~Copyable>(
    _ input: consuming sending Input, plan: WritePlan, controls: RunControls, audit: BarAudit
  ) throws(IngestError) -> WrittenInput<Input> {
    if plan.layout.key == nil {
      return try write(input, through: DateFileOutput.self, limits, plan, controls, audit)
    }
    var limits = limits
    limits.unitCount = spillCount
    return try write(input, through: PartitionedOutput.self, limits, plan, controls, audit)
  }

  private func write<Input: BatchInput & ~Copyable, Output: BatchOutput & ~Copyable>(
    _ input: consuming sending Input, through _: Output.Type, _ limits: ScheduleLimits,
    _ plan: WritePlan, _ controls: RunControls, _ audit: BarAudit
  ) throws(IngestError) -> WrittenInput<Input> {
    let ingest = try ScheduledIngest<Input, Output>(
      input, plan: plan, controls: controls, limits: limits, audit: audit)
    Workers.run(count: limits.workerCount) { number in ingest.work(as: number) }
    return try ingest.finish(workerCount: limits.workerCount)
  }
}

/// The result of reading one source and writing its files.
struct TransformOutcome: Sendable {
  /// Counts of the records read and the rows written.
  var counts: RecordCounts
  /// The doubtful bars among the written rows.
  var bars: BarFindings
  /// Whether the input ends with a line terminator.
  var hasEndedLine: Bool
  /// The number of chunks of records, for ingestors that count them. Source: `docs/spec.md`,
  /// API-8.1.
  var chunks: Int?
  var ignoredColumns: [String]
  /// Names of extra columns that the input lacks, in the order of the options.
  var missingExtraColumns: [String]
  /// What the manifest says of the source.
  var source: SourceRecord
  /// The staged files, sorted by the bytes of their paths.
  var partitions: [StagedPartition]

  /// The number of column chunks of all files that are PLAIN because their dictionary would be too
  /// large.
  var plainTextChunkCount: Int { partitions.reduce(0) { $0 + $1.plainTextChunkCount } }
}

extension TransformOutcome {
  /// The outcome of a flat file.
  init(_ written: borrowing WrittenInput<FlatFileInput>, plan: ReadPlan) {
    let binding = written.input.binding
    self.init(
      counts: written.counts,
      bars: written.audit.findings(date: plan.date, profile: plan.profile),
      hasEndedLine: written.input.file.hasEndedLine, chunks: nil,
      ignoredColumns: binding.ignoredNames, missingExtraColumns: binding.missingExtraNames,
      source: written.input.file.sourceRecord, partitions: written.partitions)
  }
}
