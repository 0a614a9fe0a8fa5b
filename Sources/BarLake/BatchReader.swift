public import Bytes
internal import CSV
public import Columnar

/// Reads a flat file as typed batches, by the rules of ``BaseIngestor/ingestDate(_:data:symbols:)``
/// but without a lake: for other code that wants the rows, and for ingestors of one's own.
///
/// Made by ``IngestContext/batches(of:in:symbols:rowCount:)``. It works on the thread that asks, and
/// holds one block of the file and one batch.
public struct BatchReader: ~Copyable {
  /// The columns of every batch: those of ``MarketSchema/rawSchema(for:profile:)``, then the extra
  /// ones. Texts come as codes of a dictionary where they repeat, whatever the field's type.
  public let schema: Schema
  /// What was counted so far: a result without files, whose time and chunks are not counted.
  public private(set) var result: IngestResult
  /// Records read so far, those included that the filter dropped.
  public private(set) var rowCount = 0

  /// Texts that a batch may hold before it ends early, so that no offset into them overflows.
  private static let textByteLimit = 16 << 20

  private let plan: IngestPlan
  private let batchRowCount: Int
  private var input: IngestInput
  private let binding: HeaderBinding
  private let parser: BlockParser
  private var counts = RecordCounts()
  /// The block that is being read; nil at the end.
  private var block: Block?
  /// The next record of the block, from 0.
  private var nextRow = 0
  private var linesBefore: Int

  init(
    _ source: ByteSource, plan: IngestPlan, path: ScanPath, batchRowCount: Int
  ) throws(IngestError) {
    self.plan = plan
    self.batchRowCount = batchRowCount
    schema = plan.schema
    var input = try IngestInput(source, plan: plan)
    let (header, binding) = try input.readHeader()
    self.input = input
    self.binding = binding
    parser = BlockParser(plan: plan, binding: binding, path: path)
    linesBefore = header.linesBefore
    block = header.block
    parser.scan(header.block, from: header.recordsStart)
    result = IngestResult(date: plan.date.description, status: .success)
    result.ignoredColumns = binding.ignoredNames
  }

  /// Bytes of the source read so far, as they were handed in.
  public var sourceByteCount: Int { input.sourceByteCount }

  /// The next rows, of which there are as many as were asked for, except in the last batch and
  /// where texts are very long; nil at the end of the input.
  ///
  /// - Throws: any error of the input, `memory_limit_exceeded`; batches before may have been taken
  ///   by then, so what was made of them is to be thrown away. The reader is at its end then.
  public mutating func next() throws(IngestError) -> RecordBatch? {
    do throws(IngestError) {
      try plan.memory.checkIfDue()
      return try nextBatch()
    } catch {
      block = nil
      throw error
    }
  }

  private mutating func nextBatch() throws(IngestError) -> RecordBatch? {
    while let current = block {
      do throws(CSVError) {
        while nextRow < parser.recordCount {
          let end = min(parser.recordCount, nextRow + batchRowCount - parser.pendingRowCount)
          try parser.append(nextRow..<end, of: current)
          rowCount += end - nextRow
          nextRow = end
          if isFull { return finishBatch() }
        }
        try parser.checkStructure(of: current)
      } catch {
        throw input.failed(.record(error, linesBefore: linesBefore, names: binding.names))
      }
      linesBefore += parser.lineCount
      plan.report(sourceByteCount: input.sourceByteCount, rowCount: rowCount)
      block = nil
      nextRow = 0
      block = try input.next(reusing: current.buffer)
      if let block { parser.scan(block, from: 0) }
    }
    return parser.pendingRowCount > 0 ? finishBatch() : nil
  }

  private var isFull: Bool {
    parser.pendingRowCount == batchRowCount || parser.heldTextByteCount > Self.textByteLimit
  }

  private mutating func finishBatch() -> RecordBatch {
    let (batch, counted) = parser.finish()
    counts += counted
    result.records = counts.written
    result.dateMismatchRows = counts.dateMismatches
    result.unparsedContracts = counts.unparsedContracts
    result.roundedVolumes = counts.roundedVolumes
    result.memoryReductionPercent = counts.memoryReductionPercent
    result.memoryPeakPercent = plan.memory.peakPercent
    return batch
  }
}

extension IngestContext {
  /// Opens a flat file of a date to be read as typed batches; nothing of the lake is looked at or
  /// changed, and nothing is counted: see ``recordSuccess(records:inputByteCount:)``.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`, which the columns `date`, `year` and `month` are made from.
  ///   - data: a flat file, plain or gzip.
  ///   - symbols: as for ``BaseIngestor/ingestDate(_:data:symbols:)``; every row is checked.
  ///   - rowCount: rows a batch, at least 1; nil takes ``IngestOptions/chunkSize``.
  /// - Throws: `invalid_date`, `invalid_argument`, and errors of the input up to its header.
  public func batches(
    of date: String, in data: ByteSource, symbols: [String]? = nil, rowCount: Int? = nil
  ) throws(IngestError) -> BatchReader {
    let day = try CalendarDate(date)
    let rowCount = rowCount ?? options.chunkSize
    guard rowCount >= 1 else {
      throw .invalidArgument("row_count", String(rowCount), "an integer of at least 1")
    }
    let layout = LakeLayout(root: root, dataType: dataType, date: day, key: nil)
    var whole = options
    whole.embedPartitionColumns = true
    let knownByteCount: Int?
    do throws(SystemError) {
      knownByteCount = try data.checkedByteCount()
    } catch {
      throw .io(error, root: root, date: day)
    }
    let plan = IngestPlan(
      dataType: dataType, profile: options.profile, date: day, options: options,
      filter: SymbolFilter(symbols),
      schema: MarketSchema.storedSchema(for: dataType, options: whole), key: nil,
      scan: .everyRow, memory: monitor.watch(), cancellation: cancellation, progress: progress,
      knownByteCount: knownByteCount, metadata: [], layout: layout, stagingDirectory: "",
      heldRowByteLimit: 0)
    return try BatchReader(data, plan: plan, path: scanPath, batchRowCount: rowCount)
  }
}
