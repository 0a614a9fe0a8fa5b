package import BarLakeCSV

/// Reads the blocks of a flat file on one thread, from the first record after the header to the
/// end. Bars are read with it, and types are detected with it.
package struct RecordReader: ~Copyable {
  /// The fields of the header as they are spelled.
  package let names: [String]
  private(set) var file: FlatFile
  /// The current block.
  package private(set) var block: ScannedBlock
  private var linesBefore: Int

  /// Begins with the block that contains the header.
  package init(
    _ file: consuming FlatFile, after header: InputHeader, path: ScanPath,
    notesLines: Bool = false
  ) {
    names = header.names
    self.file = file
    linesBefore = header.linesBefore
    block = ScannedBlock(fieldCount: header.names.count, path: path, notesLines: notesLines)
    block.scan(header.block, from: header.recordsStart, linesBefore: linesBefore)
  }

  /// Moves to the next block; returns false at the end.
  package mutating func next() throws(IngestError) -> Bool {
    linesBefore += block.lineCount
    guard let following = try file.next(reusing: block.takeBuffer()) else { return false }
    block.scan(following, from: 0, linesBefore: linesBefore)
    return true
  }

  /// The error to report for `error`, which concerns a record.
  package mutating func failed(_ error: IngestError) -> IngestError { file.failed(error) }
}
