import BarLakeBytes
import BarLakeCSV
import Testing

@Suite struct BlockTests {
  private func block(_ bytes: [UInt8], inputOffset: Int = 0) -> Block {
    var buffer = ByteBuffer()
    buffer.append(bytes, bytes.indices)
    return Block(
      buffer: buffer, traits: ByteTraits.of(bytes.span, bytes.indices), inputOffset: inputOffset)
  }

  @Test(arguments: ScanPath.allCases)
  func `each record has the line on which it starts`(_ path: ScanPath) {
    let text = "a,1\n\nb,2\r\nc,3\rd,4\n \ne,5"
    let block = block(Array(text.utf8))
    var index = RecordIndex()
    block.scan(from: 0, fieldCount: 2, path: path, into: &index)
    #expect(block.lines(of: index) == [1, 3, 4, 5, 7])
    let quoted = self.block(Array("a,\"\n\n\"\nb,2\n".utf8))
    quoted.scan(from: 0, fieldCount: 2, path: path, into: &index)
    #expect(quoted.lines(of: index) == [1, 4])
    #expect(quoted.lineCount(before: 3) == 0)
    #expect(quoted.lineCount(before: 11) == 4)
  }

  @Test func `the header is the first record that is not blank`() throws {
    let header = try #require(
      try Header.find(in: block(Array("\n \n a,\"b\"\"\"\r\nx".utf8)), from: 0))
    #expect(header.names == [" a", "b\""])
    #expect(header.line == 3 && header.start == 3 && header.end == 13)
    #expect(try Header.find(in: block(Array("\n \t\n".utf8)), from: 0) == nil)
    #expect(try Header.find(in: block([]), from: 0) == nil)
    // From a byte on, which is where the search begins again.
    let second = try #require(try Header.find(in: block(Array("a\nb\n".utf8)), from: 2))
    #expect(second.names == ["b"] && second.line == 2)
  }

  @Test func `a header that breaks the dialect is an error with its line`() {
    #expect(throws: CSVError(reason: .badQuote, line: 2)) {
      try Header.find(in: block(Array("\n\"a\"b\n".utf8)), from: 0)
    }
    #expect(throws: CSVError(reason: .nulByte(offset: 52), line: 1)) {
      try Header.find(in: block([0x61, 0x62, 0, 0x0A], inputOffset: 50), from: 0)
    }
  }

  @Test func `text starts after the mark of UTF-8, and those of others are errors`() throws {
    #expect(try Header.textStart(of: block([0xEF, 0xBB, 0xBF, 0x61])) == 3)
    for bytes: [UInt8] in [[], [0x61], [0xEF, 0xBB], [0xEF, 0xBB, 0x61], [0, 0, 0xFE]] {
      #expect(try Header.textStart(of: block(bytes)) == 0)
    }
    for bytes: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF, 0x61], [0, 0, 0xFE, 0xFF]] {
      #expect(throws: CSVError(reason: .badEncoding(offset: 0), line: 1)) {
        try Header.textStart(of: block(bytes))
      }
    }
  }
}
