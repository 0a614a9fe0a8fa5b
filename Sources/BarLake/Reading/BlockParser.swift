internal import BarLakeAudit
internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// Turns the blocks of one flat file into columns. An object is used by one thread only.
final class BlockParser {
  private let columns: RecordColumns
  private let binding: HeaderBinding
  private let path: ScanPath
  private let isStrict: Bool
  private var index = RecordIndex()
  /// The line of each record of the index; filled only if doubtful bars are errors.
  private var recordLines: [Int] = []

  init(plan: ReadPlan, binding: HeaderBinding, path: ScanPath) {
    self.binding = binding
    self.path = path
    isStrict = plan.options.strictBars
    columns = RecordColumns(plan: plan, binding: binding, path: path)
  }

  /// Finds the records of `block` from byte `start` on; ``recordCount`` is their number. The lines
  /// of doubtful bars count from `linesBefore`, the number of lines before the block.
  func scan(_ block: Block, from start: Int, linesBefore: Int = 0) {
    block.scan(from: start, fieldCount: binding.fieldCount, path: path, into: &index)
    if isStrict { recordLines = block.lines(of: index).map { $0 + linesBefore } }
  }

  /// Records found by the last scan whose structure is right.
  var recordCount: Int { index.recordCount }

  /// Line terminators in the block that was scanned last.
  var lineCount: Int { index.lineCount }

  /// Bytes of the texts of all rows since the last batch.
  var heldTextByteCount: Int { columns.heldTextByteCount }

  /// Rows appended since the last batch.
  var pendingRowCount: Int { columns.pendingRowCount }

  /// Reads the records `rows` of the block that was scanned last into columns.
  func append(_ rows: Range<Int>, of block: Block) throws(CSVError) {
    let failure =
      index.refersToUnquoted
      ? columns.append(index, of: index.unquoted.span, rows: rows, recordLines: recordLines)
      : columns.append(
        index, of: block.buffer.storage.span, rows: rows, recordLines: recordLines)
    guard let failure else { return }
    let range = index.range(row: failure.row, column: failure.position)
    throw CSVError(
      reason: .field(failure.reason),
      line: block.lineCount(before: index.recordOffset(failure.row)) + 1,
      fieldIndex: failure.position,
      token: Array(
        index.refersToUnquoted ? index.unquoted[range] : block.buffer.storage[range]))
  }

  /// Throws if the record after the last one found has a wrong structure.
  func checkStructure(of block: Block) throws(CSVError) {
    if let failure = index.failure {
      throw CSVError(
        reason: failure.reason, line: block.lineCount(before: failure.recordOffset) + 1)
    }
  }

  /// All rows since the last call as a batch, their counts, and their facts about doubtful bars.
  func finish() -> (batch: RecordBatch, counts: RecordCounts, facts: BarFacts) { columns.finish() }

  /// The facts about the rows between the last batch and an error, if doubtful bars are errors. The
  /// parser cannot be used after that.
  func factsBeforeFailure() -> BarFacts { columns.factsBeforeFailure() }
}
