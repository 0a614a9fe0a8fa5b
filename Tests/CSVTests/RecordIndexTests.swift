import BarLakeBytes
import BarLakeCSV
import Testing

@Suite struct RecordIndexTests {
  @Test func `lines end with each terminator, inside quotes too`() {
    let text = Array("a\r\n\"\r\"\n\rb".utf8)
    #expect(lineCount(text.span, upTo: text.count) == 4)
  }

  @Test func `a line end of two bytes is of the range that has its second`() {
    let text = Array("a\r\nb\r".utf8)
    #expect(lineCount(text.span, in: 0..<2) == 0)
    #expect(lineCount(text.span, in: 2..<3) == 1)
    #expect(lineCount(text.span, in: 3..<5) == 1)
    #expect(lineCount(text.span, in: 5..<5) == 0)
  }

  @Test(arguments: ScanPath.allCases)
  func `fields are where the text has them`(_ path: ScanPath) {
    let text = Array("x,y\na,,ccc\n\n,b,\n".utf8)
    var buffer = ByteBuffer()
    buffer.append(text, 0..<text.count)
    let block = Block(
      buffer: buffer, traits: ByteTraits.of(text.span, text.indices), inputOffset: 100)
    var index = RecordIndex()
    block.scan(from: 4, fieldCount: 3, path: path, into: &index)
    #expect(index.recordCount == 2 && index.failure == nil)
    // Positions in the block, not in the input.
    #expect([0, 1].map(index.recordOffset) == [4, 12])
    let source = index.refersToUnquoted ? index.unquoted : text
    let fields = (0..<2).map { row in
      (0..<3).map { String(decoding: source[index.range(row: row, column: $0)], as: UTF8.self) }
    }
    #expect(fields == [["a", "", "ccc"], ["", "b", ""]])
    // Of the whole block, wherever the scan began.
    #expect(index.lineCount == 4)
    // A scan forgets the one before.
    block.scan(from: text.count, fieldCount: 3, path: path, into: &index)
    #expect(index.recordCount == 0 && index.lineCount == 4)
  }
}
