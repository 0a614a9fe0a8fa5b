internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// A flat file as the input of a date.
struct FlatFileInput: BatchInput, ~Copyable {
  private(set) var file: FlatFile
  let binding: HeaderBinding
  let linesBefore: Int
  /// Makes a parser for a worker.
  let newParser: @Sendable () -> BlockParser
  private let plan: ReadPlan
  /// The block that contains the header, until it is read as the first.
  private var headerBlock: Block?

  /// Opens `source` and reads its header.
  init(
    _ source: ByteSource, plan: ReadPlan, controls: RunControls, path: ScanPath,
    blockByteCount: Int
  ) throws(IngestError) {
    var file = try FlatFile(
      source, root: plan.root, cancellation: controls.cancellation,
      blockByteCount: blockByteCount)
    let header = try InputHeader.find(in: &file)
    let binding = try header.binding(for: plan, of: &file)
    let recordsStart = header.recordsStart
    newParser = {
      BlockParser(plan: plan, binding: binding, path: path, recordsStart: recordsStart)
    }
    self.binding = binding
    linesBefore = header.linesBefore
    headerBlock = header.block
    self.file = file
    self.plan = plan
  }

  var sourceByteCount: Int { file.sourceByteCount }

  mutating func next(reusing buffer: consuming ByteBuffer) throws(IngestError) -> Block? {
    if let block = headerBlock.take() { return block }
    return try file.next(reusing: buffer)
  }

  mutating func failed(_ error: CSVError) -> IngestError {
    file.failed(plan.error(error, binding))
  }
}

/// Parses the blocks of a flat file.
struct BlockParser: PortionParser {
  // Both keep memory for the next block, but no rows.
  private var records: ScannedBlock
  private let columns: RecordColumns
  private let recordsStart: Int

  init(plan: ReadPlan, binding: HeaderBinding, path: ScanPath, recordsStart: Int) {
    records = ScannedBlock(
      fieldCount: binding.fieldCount, path: path, notesLines: plan.options.strictBars)
    columns = RecordColumns(plan: plan, binding: binding, path: path)
    self.recordsStart = recordsStart
  }

  mutating func parse(_ number: Int, _ block: Block) -> ParsedPortion {
    // The number of lines before the block is known when it is collected.
    records.scan(block, from: number == 0 ? recordsStart : 0, linesBefore: 0)
    var parsed = ParsedPortion()
    parsed.lineCount = records.lineCount
    do throws(CSVError) {
      try columns.append(0..<records.recordCount, of: records)
      try records.checkStructure()
      let (batch, counts, facts) = columns.finish()
      parsed.batches = [batch]
      parsed.counts = counts
      parsed.facts = facts
    } catch {
      parsed.facts = columns.factsBeforeFailure()
      parsed.failure = .record(error)
    }
    return parsed
  }

  mutating func takeBuffer() -> ByteBuffer { records.takeBuffer() }
}
