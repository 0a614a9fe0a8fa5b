import BarLakeCSV
import Testing

@Suite struct UTF8CheckTests {
  private func offset(_ bytes: [UInt8]) -> Int? {
    // Bytes around the range, so that looking beyond it would show.
    let all = [0x80] + bytes + [0x80, 0x80, 0x80]
    return UTF8Check.firstMalformedOffset(all.span, 1..<1 + bytes.count).map { $0 - 1 }
  }

  @Test func `every scalar is well-formed, at the edges of each length`() {
    for value: UInt32 in [
      0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xFFFF, 0x1_0000,
      0x3_FFFF, 0x4_0000, 0xF_FFFF, 0x10_0000, 0x10_FFFF,
    ] {
      let bytes = Array(String(Unicode.Scalar(value)!).utf8)
      #expect(offset(bytes) == nil, "\(value)")
      #expect(offset(Array("a".utf8) + bytes + bytes) == nil, "\(value)")
      // Cut off, the sequence begins what is malformed.
      for count in 1..<bytes.count {
        #expect(offset(Array("ab".utf8) + bytes.prefix(count)) == 2, "\(value)")
      }
    }
  }

  /// Table 3-7 says what may be; these are just outside of it.
  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2, 0x7F], [0xC2, 0xC0], [0xE0, 0x9F, 0xBF],
      [0xE1, 0x80, 0x7F], [0xE1, 0x80, 0xC0], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80, 0x7F], [0xF1, 0x80, 0xC0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE],
    ] as [[UInt8]])
  func `a malformed sequence is told by its first byte`(_ bytes: [UInt8]) {
    #expect(offset(bytes) == 0)
    #expect(offset([0xC3, 0xA9] + bytes + [0xFF]) == 2)
  }

  @Test func `one or two bytes are judged as the standard library judges them`() {
    for first in UInt8.min ... .max {
      #expect((offset([first]) == nil) == (String(validating: [first], as: UTF8.self) != nil))
      for second: UInt8 in [0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF] {
        let isValid = String(validating: [first, second], as: UTF8.self) != nil
        #expect((offset([first, second]) == nil) == isValid, "\(first) \(second)")
      }
    }
  }
}
