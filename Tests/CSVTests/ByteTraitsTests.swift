import BarLakeCSV
import Testing

@Suite struct ByteTraitsTests {
  @Test func `traits are found wherever a byte stands`() {
    for length in [1, 7, 8, 63, 64, 65, 130] {
      for (byte, trait): (UInt8, ByteTraits) in [
        (0x22, .quote), (0x0D, .carriageReturn), (0, .nul), (0x80, .notASCII), (0xFF, .notASCII),
      ] {
        for place in 0..<length {
          var text = [UInt8](repeating: 0x2C, count: length)
          text[place] = byte
          #expect(ByteTraits.of(text.span, 0..<length) == trait)
          #expect(ByteTraits.plainlyOf(text.span, 0..<length) == trait)
        }
      }
    }
  }

  @Test func `bytes outside of the range say nothing`() {
    let text = Array("\"a\r".utf8)
    #expect(ByteTraits.of(text.span, 1..<2) == [])
    #expect(ByteTraits.of(text.span, 0..<2) == .quote)
    #expect(ByteTraits.of(text.span, 0..<3) == [.quote, .carriageReturn])
    #expect(ByteTraits.of(text.span, 1..<1) == [])
  }
}
