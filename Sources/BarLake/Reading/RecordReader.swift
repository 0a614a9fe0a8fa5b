package import BarLakeCSV

/// Reads the records of a flat file on one thread, block after block from the first after the
/// header to the end: the loop that bars are read by, and that types are detected by.
package struct RecordReader: ~Copyable {
  /// The header's fields as they are spelled.
  package let names: [String]
  private(set) var file: FlatFile
  /// The block that is being read.
  package private(set) var block: ScannedBlock
  private var linesBefore: Int

  /// Begins with the block that the header stands in.
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

  /// Goes on to the next block; false where there is none.
  package mutating func next() throws(IngestError) -> Bool {
    linesBefore += block.lineCount
    guard let following = try file.next(reusing: block.takeBuffer()) else { return false }
    block.scan(following, from: 0, linesBefore: linesBefore)
    return true
  }

  /// The error to report for `error`, which is one of a record.
  package mutating func failed(_ error: IngestError) -> IngestError { file.failed(error) }
}
