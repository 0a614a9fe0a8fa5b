import BarLakeBytes
import BarLakeCSV
import Testing

/// The records of a text as the two scanners find them.
private struct Found: Equatable {
  var records: [[String]] = []
  var offsets: [Int] = []
  var failure: RecordIndex.StructuralFailure?

  init(_ text: [UInt8], fieldCount: Int, path: ScanPath, traits: ByteTraits? = nil) {
    var buffer = ByteBuffer()
    buffer.append(text, 0..<text.count)
    let traits = traits ?? ByteTraits.of(text.span, 0..<text.count)
    let block = Block(buffer: buffer, traits: traits, inputOffset: 0)
    var index = RecordIndex()
    block.scan(from: 0, fieldCount: fieldCount, path: path, into: &index)
    let source = index.refersToUnquoted ? index.unquoted : text
    for row in 0..<index.recordCount {
      records.append(
        (0..<fieldCount).map { column in
          String(decoding: source[index.range(row: row, column: column)], as: UTF8.self)
        })
    }
    offsets = (0..<index.recordCount).map(index.recordOffset)
    failure = index.failure
  }
}

private func scan(_ text: String, fieldCount: Int = 2) -> Found {
  Found(Array(text.utf8), fieldCount: fieldCount, path: .plain)
}

@Suite struct RecordScannerTests {
  @Test(arguments: ["a,b\nc,d\n", "a,b\r\nc,d", "a,b\rc,d\r", "\n \t\na,b\n\n\nc,d\n\r\n"])
  func `records end with LF, CRLF or CR, and blank ones are none`(_ text: String) {
    #expect(scan(text).records == [["a", "b"], ["c", "d"]])
    #expect(scan(text).failure == nil)
  }

  @Test func `quotes are taken away and doubled ones are one`() {
    let text = "\"a,\n\"\"\",\"\"\n,\"x\"\n"
    #expect(scan(text).records == [["a,\n\"", ""], ["", "x"]])
  }

  @Test(arguments: ["a\"b,c\n", "\"a\"b,c\n", "a,\"b\n", "\"a\" ,b\n"])
  func `misplaced quotes are errors`(_ text: String) {
    #expect(scan(text).failure?.reason == .badQuote)
  }

  @Test func `a record with another number of fields is ragged`() {
    let found = scan("a,b\nc\n")
    #expect(found.records == [["a", "b"]])
    #expect(found.failure?.reason == .raggedRow(expected: 2, found: 1))
    #expect(found.failure?.recordOffset == 4)
  }

  @Test func `within a record NUL comes before encoding and encoding before quotes`() {
    let encoding = Found([0x61, 0x22, 0xFF, 0x2C, 0x62], fieldCount: 2, path: .plain)
    #expect(encoding.failure?.reason == .badEncoding(offset: 2))
    let nul = Found([0x61, 0x22, 0xFF, 0x00, 0x62], fieldCount: 2, path: .plain)
    #expect(nul.failure?.reason == .nulByte(offset: 3))
  }

  @Test func `a record may have one mebibyte and no byte more`() {
    let limit = Dialect.recordByteCountLimit
    for (byteCount, isTooLong) in [(limit, false), (limit + 1, true)] {
      let record = [UInt8](repeating: 0x61, count: byteCount - 2) + Array(",b\n".utf8)
      for path in ScanPath.allCases {
        let found = Found(record, fieldCount: 2, path: path)
        #expect(found.failure?.reason == (isTooLong ? .recordTooLong : nil))
      }
    }
  }

  @Test func `a record may have 1,024 fields and no field more`() {
    for (fieldCount, isTooLong) in [(1_024, false), (1_025, true)] {
      let record = Array((String(repeating: ",", count: fieldCount - 1) + "\n").utf8)
      for path in ScanPath.allCases {
        let found = Found(record, fieldCount: fieldCount, path: path)
        #expect(found.failure?.reason == (isTooLong ? .recordTooLong : nil))
      }
    }
  }

  @Test func `the fast scanner finds what the plain one finds`() {
    var generator = Numbers(state: 7)
    let alphabet: [UInt8] = Array("ab1.,,,\n\n \t".utf8)
    for round in 0..<20_000 {
      let text = (0..<generator.below(40)).map { _ in alphabet[generator.below(alphabet.count)] }
      let fieldCount = 1 + round % 4
      let fast = Found(text, fieldCount: fieldCount, path: .fast)
      let plain = Found(text, fieldCount: fieldCount, path: .plain)
      #expect(fast == plain, "text \(text), \(fieldCount) fields")
    }
  }

  /// Texts longer than a mask, most of which are right in all records.
  @Test func `the fast scanner finds what the plain one finds in longer texts`() {
    var generator = Numbers(state: 5)
    for round in 0..<3_000 {
      let fieldCount = 2 + round % 7
      var text: [UInt8] = []
      for _ in 0..<generator.below(40) {
        // One record in a hundred has another number of fields.
        let count = generator.below(100) == 0 ? generator.below(4) : fieldCount
        for field in 0..<count {
          if field > 0 { text.append(UInt8(ascii: ",")) }
          text += (0..<generator.below(9)).map { _ in UInt8(0x30 + generator.below(10)) }
        }
        text.append(UInt8(ascii: "\n"))
      }
      if round % 3 == 0, !text.isEmpty { text.removeLast() }
      let fast = Found(text, fieldCount: fieldCount, path: .fast)
      let plain = Found(text, fieldCount: fieldCount, path: .plain)
      #expect(fast == plain, "text \(String(decoding: text, as: UTF8.self)), \(fieldCount) fields")
    }
  }
}

/// A small deterministic source of numbers (a 64-bit linear congruential generator).
struct Numbers {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 16
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
