import BarLakeBytes
import BarLakeCSV

/// A text and its records, as column builders take them.
struct Scanned {
  let index: RecordIndex
  let text: [UInt8]

  /// The records of `text`, of `fieldCount` fields each.
  init(_ text: String, fieldCount: Int, path: ScanPath = .fast) {
    let bytes = Array(text.utf8)
    var buffer = ByteBuffer()
    buffer.append(bytes, bytes.indices)
    let block = Block(
      buffer: buffer, traits: ByteTraits.of(bytes.span, bytes.indices), inputOffset: 0)
    var index = RecordIndex()
    block.scan(from: 0, fieldCount: fieldCount, path: path, into: &index)
    self.index = index
    self.text = index.refersToUnquoted ? index.unquoted : bytes
  }

  var rows: Range<Int> { 0..<index.recordCount }
}
