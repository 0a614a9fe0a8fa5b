import BarLakeCSV
import BarLakeColumnar
import Testing

@Suite struct DigitWordTests {
  /// What a text of digits and points is, character by character.
  private static func plainly(_ text: [UInt8]) -> (value: UInt64, fractionDigitCount: Int?)? {
    var value: UInt64 = 0
    var fractionDigitCount: Int?
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
        fractionDigitCount = fractionDigitCount.map { $0 + 1 }
      case UInt8(ascii: ".") where fractionDigitCount == nil: fractionDigitCount = 0
      default: return nil
      }
    }
    return (value, fractionDigitCount)
  }

  /// Compares the two, with bytes of every kind after the text.
  private static func compare(_ text: [UInt8]) {
    for after: UInt8 in [0, 0x2C, 0x2E, 0x30, 0x39, 0xFF] {
      let bytes = [after] + text + [UInt8](repeating: after, count: 8)
      let word = DigitWord(bytes.span, at: 1, count: text.count)
      let expected = plainly(text)
      #expect(word?.value == expected?.value, "\(text)")
      #expect(word?.fractionDigitCount == expected?.fractionDigitCount, "\(text)")
      if let word, let expected {
        let pointCount = expected.fractionDigitCount == nil ? 0 : 1
        #expect(word.digitCount == text.count - pointCount)
      }
      let digits = DigitWord.digits(bytes.span, at: 1, count: text.count)
      #expect(digits == (expected?.fractionDigitCount == nil ? expected?.value : nil), "\(text)")
    }
  }

  @Test func `every byte at every place is a digit, a point or neither`() {
    for count in 1...8 {
      for place in 0..<count {
        for byte in UInt8.min...UInt8.max {
          var text = Array("12345678".utf8.prefix(count))
          text[place] = byte
          Self.compare(text)
        }
      }
    }
  }

  @Test func `random texts are read as they are character by character`() {
    var generator = Numbers(state: 3)
    let alphabet = Array("00112233445566778899..-e /:".utf8)
    for _ in 0..<20_000 {
      Self.compare(
        (0..<1 + generator.below(8)).map { _ in alphabet[generator.below(alphabet.count)] })
    }
  }

  /// Numbers of every length, at the end of the text and far from it.
  @Test func `both ways through the number parsers read the same`() {
    var generator = Numbers(state: 11)
    let alphabet = Array("0123456789012345678901234567890123456789....--+e N".utf8)
    func text(_ way: ScanPath, _ bytes: [UInt8], _ end: Int) -> String {
      let double = FloatingPointParser<Double>(path: way).parse(bytes.span, 1, end)
      let float = FloatingPointParser<Float>(isCount: true, path: way).parse(bytes.span, 1, end)
      let integer = IntegerParser<Int64>(path: way).parse(bytes.span, 1, end)
      let stamp = TimestampParser(
        unit: .nanosecond, emptyRule: .rejectAsKey, misfit: .badTimestamp, path: way
      ).parse(bytes.span, 1, end)
      return "\(double) \(float) \(integer) \(stamp)"
    }
    for _ in 0..<20_000 {
      let count = generator.below(24)
      let hasOdd = generator.below(4) == 0
      let number = (0..<count).map { place -> UInt8 in
        if !hasOdd, place == count / 2, count % 3 > 0 { return UInt8(ascii: ".") }
        return alphabet[generator.below(hasOdd ? alphabet.count : 40)]
      }
      let bytes =
        [0x39] + number + [UInt8](repeating: 0x39, count: generator.below(2) == 0 ? 24 : 1)
      #expect(text(.fast, bytes, 1 + count) == text(.plain, bytes, 1 + count), "\(number)")
    }
  }
}
