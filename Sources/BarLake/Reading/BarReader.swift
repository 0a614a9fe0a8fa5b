internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// Reads one flat file from start to end on one thread. It returns the bars as batches, in the
/// order of the file, and counts them.
struct BarReader: ~Copyable {
  let plan: ReadPlan
  let binding: HeaderBinding

  private let controls: RunControls
  private let batchTextByteLimit: Int
  private let parser: BlockParser
  private(set) var input: IngestInput
  /// The block that the parser has scanned; nil after the last block.
  private var block: Block?
  /// The number of records of the block that are already read into columns.
  private var row = 0
  private var linesBefore: Int
  private var chunks: ChunkCounter
  private var audit: BarAudit
  /// Records read so far, including the batch in progress.
  private var readCount = 0
  /// The counts of all complete batches.
  private(set) var counts = RecordCounts()

  /// Opens the input and reads the header. A batch ends early once its texts take more than
  /// `batchTextByteLimit`, so memory is bounded and no offset into texts overflows.
  init(
    _ source: ByteSource, plan: ReadPlan, controls: RunControls, path: ScanPath,
    batchTextByteLimit: Int
  ) throws(IngestError) {
    var input = try IngestInput(source, plan: plan, cancellation: controls.cancellation)
    let (header, binding) = try input.readHeader()
    self.input = input
    self.plan = plan
    self.binding = binding
    self.controls = controls
    self.batchTextByteLimit = batchTextByteLimit
    audit = BarAudit(plan: plan, binding: binding)
    parser = BlockParser(plan: plan, binding: binding, path: path)
    chunks = ChunkCounter(chunkSize: plan.options.chunkSize)
    linesBefore = header.linesBefore
    block = header.block
    parser.scan(header.block, from: header.recordsStart, linesBefore: linesBefore)
  }

  /// The number of chunks begun so far.
  var chunkCount: Int { chunks.count }

  /// The doubtful bars of all complete batches.
  var findings: BarFindings { audit.findings(date: plan.date, profile: plan.profile) }

  /// The next bars; nil after the last. A batch has `rowLimit` rows, or fewer at the end of the
  /// file or if its texts are long. If the machine is short of memory, `drop` is called to release
  /// some.
  ///
  /// - Throws: any error of the input, or `memory_limit_exceeded`. Nothing more can be read after
  ///   that.
  mutating func next(
    upTo rowLimit: Int, dropping drop: () -> Void = {}
  ) throws(IngestError) -> RecordBatch? {
    while let current = block.take() {
      while row < parser.recordCount {
        let room = rowLimit - parser.pendingRowCount
        let count = min(parser.recordCount - row, chunks.remainingRowCount, room)
        try locating { [parser, row] () throws(CSVError) in
          try parser.append(row..<(row + count), of: current)
        }
        row += count
        readCount += count
        if chunks.add(count) { try controls.memory.checkIfDue { _ in drop() } }
        if parser.pendingRowCount == rowLimit || parser.heldTextByteCount > batchTextByteLimit {
          block = current
          return try endBatch()
        }
      }
      try locating { [parser] () throws(CSVError) in try parser.checkStructure(of: current) }
      linesBefore += parser.lineCount
      controls.report(sourceByteCount: input.sourceByteCount, rowCount: readCount)
      if let following = try input.next(reusing: (consume current).buffer) {
        parser.scan(following, from: 0, linesBefore: linesBefore)
        row = 0
        block = following
      }
    }
    // The last batch may have no rows and still count records that the filter dropped.
    let last = try endBatch()
    if let error = audit.wholeInputError(date: plan.date) { throw error }
    return last.rowCount == 0 ? nil : last
  }

  private mutating func endBatch() throws(IngestError) -> RecordBatch {
    let (batch, counted, facts) = parser.finish()
    counts += counted
    if let error = audit.take(facts) { throw failed(error, linesBefore: 0) }
    return batch
  }

  private mutating func locating(_ body: () throws(CSVError) -> Void) throws(IngestError) {
    do {
      try body()
    } catch {
      // A row before the wrong record may be doubtful. That error comes first.
      if let earlier = audit.take(parser.factsBeforeFailure()) {
        throw failed(earlier, linesBefore: 0)
      }
      throw failed(error, linesBefore: linesBefore)
    }
  }

  private mutating func failed(_ error: CSVError, linesBefore: Int) -> IngestError {
    input.failed(.record(error, linesBefore: linesBefore, names: binding.names))
  }
}
