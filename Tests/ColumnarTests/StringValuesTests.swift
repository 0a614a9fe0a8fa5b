import BarLakeColumnar
import Testing

@Suite struct StringValuesTests {
  @Test func `texts lie end to end`() {
    let texts = StringValues(["a", "", "\u{E9}\u{E9}", "bc"])
    #expect(texts.count == 4)
    #expect(texts.offsets == [0, 1, 1, 5, 7])
    #expect(texts.bytes == [0x61, 0xC3, 0xA9, 0xC3, 0xA9, 0x62, 0x63])
    #expect((0..<4).map { texts[$0] } == ["a", "", "\u{E9}\u{E9}", "bc"])
    #expect(texts.range(2) == 1..<5)
    #expect(StringValues(texts: [[0xFF], []]).bytes == [0xFF])
    #expect(StringValues().count == 0 && StringValues().offsets == [0])
  }

  @Test func `a text equals bytes of its length and content`() {
    let texts = StringValues(["", "abc", "abcdefghijk"])
    let other = Array("xabcdefghijky".utf8)
    func equals(_ index: Int, _ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
      texts.equals(index, bytes.span, start, end)
    }
    #expect(equals(0, other, 4, 4))
    #expect(equals(1, other, 1, 4))
    #expect(equals(2, other, 1, 12))
    #expect(!equals(0, other, 4, 5))
    #expect(!equals(1, other, 1, 5))
    #expect(!equals(1, other, 2, 5))
    for place in 1..<12 {
      var changed = other
      changed[place] ^= 0x80
      #expect(!equals(2, changed, 1, 12), "\(place)")
    }
  }
}
