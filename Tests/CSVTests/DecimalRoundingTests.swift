import BarLakeBytes
import BarLakeCSV
import Testing

/// Decimal texts with the bits that exact rational arithmetic gives for them
/// (`Fixtures/decimals/*.tsv`: text, tab, `0x` and hexadecimal digits, or `inf`).
@Suite struct DecimalRoundingTests {
  private static func lines(_ name: String) throws -> [(text: [UInt8], expected: String)] {
    let fixtures = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let bytes = try FileSystem.read("/\(fixtures)/Fixtures/decimals/\(name)")
    return bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let parts = line.split(separator: UInt8(ascii: "\t"))
      return (Array(parts[0]), String(decoding: parts[1], as: UTF8.self))
    }
  }

  private static func outcome<Value: FloatingPointColumnValue>(
    _ text: [UInt8], _ path: ScanPath, bits: (Value) -> String
  ) -> String {
    let parser = FloatingPointParser<Value>(path: path)
    // The parsers that read whole words want more bytes after the text.
    let bytes = text + [UInt8](repeating: UInt8(ascii: "5"), count: 24)
    switch parser.parse(bytes.span, 0, text.count) {
    case .value(let value): return bits(value)
    case .failure(.outOfRange): return "inf"
    default: return "no number"
    }
  }

  private static func hexadecimal(_ bits: some BinaryInteger, digitCount: Int) -> String {
    let digits = String(bits, radix: 16)
    return "0x" + String(repeating: "0", count: digitCount - digits.count) + digits
  }

  @Test(arguments: ScanPath.allCases)
  func `texts become the nearest binary32, ties to even`(_ path: ScanPath) throws {
    let lines = try Self.lines("binary32.tsv")
    #expect(lines.count >= 3_000)
    for (text, expected) in lines {
      let outcome = Self.outcome(text, path) { (value: Float) in
        Self.hexadecimal(value.bitPattern, digitCount: 8)
      }
      #expect(outcome == expected, "\(String(decoding: text.prefix(100), as: UTF8.self))")
    }
  }

  @Test(arguments: ScanPath.allCases)
  func `texts become the nearest binary64, ties to even`(_ path: ScanPath) throws {
    let lines = try Self.lines("binary64.tsv")
    #expect(lines.count >= 3_000)
    for (text, expected) in lines {
      let outcome = Self.outcome(text, path) { (value: Double) in
        Self.hexadecimal(value.bitPattern, digitCount: 16)
      }
      #expect(outcome == expected, "\(String(decoding: text.prefix(100), as: UTF8.self))")
    }
  }
}
