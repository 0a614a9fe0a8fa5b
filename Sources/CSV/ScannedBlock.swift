package import BarLakeBytes

/// The block that was scanned last, and where its records stand: in the block, and in the input by
/// their lines. One is used for block after block, and keeps the memory of its index.
package struct ScannedBlock: Sendable {
  private let fieldCount: Int
  private let path: ScanPath
  private let notesLines: Bool
  private var block: Block?
  private var linesBefore = 0
  /// Where the fields of the records lie in ``text``.
  package private(set) var index = RecordIndex()
  /// The line of each record, where they are noted.
  package private(set) var recordLines: [Int] = []

  /// No block yet. `fieldCount` is the header's; with `notesLines` the line of every record is
  /// found, at the cost of a look at every byte.
  package init(fieldCount: Int, path: ScanPath, notesLines: Bool = false) {
    self.fieldCount = fieldCount
    self.path = path
    self.notesLines = notesLines
  }

  /// Finds the records of `block` from byte `start` on. Lines count from after `linesBefore`, those
  /// of the input before the block; who does not know them says 0 and adds them later.
  package mutating func scan(_ block: Block, from start: Int, linesBefore: Int) {
    block.scan(from: start, fieldCount: fieldCount, path: path, into: &index)
    self.block = block
    self.linesBefore = linesBefore
    if notesLines { recordLines = block.lines(of: index).map { $0 + linesBefore } }
  }

  /// Gives the block's memory away, for another block; of this one nothing more can be asked but
  /// its line terminators.
  package mutating func takeBuffer() -> ByteBuffer { block.take()?.buffer ?? ByteBuffer() }

  /// Records that are right in structure.
  package var recordCount: Int { index.recordCount }

  /// Line terminators in the block.
  package var lineCount: Int { index.lineCount }

  /// The text that fields refer to.
  package var text: [UInt8] {
    index.refersToUnquoted ? index.unquoted : block?.buffer.storage ?? []
  }

  /// Throws if the record after the last one found is wrong in structure.
  package func checkStructure() throws(CSVError) {
    if let failure = index.failure {
      throw CSVError(reason: failure.reason, line: line(at: failure.recordOffset))
    }
  }

  /// The error of a field, with its line and its text.
  package func error(_ failure: FieldFailure) -> CSVError {
    CSVError(
      reason: .field(failure.reason), line: line(at: index.recordOffset(failure.row)),
      fieldIndex: failure.column,
      token: Array(text[index.range(row: failure.row, column: failure.column)]))
  }

  private func line(at offset: Int) -> Int {
    linesBefore + (block?.lineCount(before: offset) ?? 0) + 1
  }
}
