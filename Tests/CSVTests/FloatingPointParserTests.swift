import BarLakeCSV
import Testing

@Suite struct FloatingPointParserTests {
  @Test(arguments: ScanPath.allCases)
  func `numbers are sign, digits, point and exponent`(_ path: ScanPath) {
    let double = FloatingPointParser<Double>(path: path)
    for (text, expected): (String, Double) in [
      ("1", 1), ("-1.5", -1.5), ("+2", 2), ("5.", 5), (".5", 0.5), ("1e3", 1_000), ("1E-2", 0.01),
      (" 7\t", 7), ("0.1", 0.1), ("123456789012345678", 123_456_789_012_345_680),
      ("1e-400", 0), ("5e-324", .leastNonzeroMagnitude),
      ("1.7976931348623157e308", .greatestFiniteMagnitude),
    ] {
      #expect(value(double, text) == expected, "\(text)")
    }
    for text in [
      "1_000", "1,000", "0x10", "$5", "true", "1e", "e5", ".", "-", "1.2.3", "1 2", "nan", "inf",
      "-NaN", "Infinity", "١", "--1", "1e5.0", "na", "null",
    ] {
      #expect(reason(double, text) == .badNumber, "\(text)")
    }
    for text in ["", "NA", "NULL", "NaN", " NA "] { #expect(isNull(double, text), "\(text)") }
    #expect(reason(double, "1e309") == .outOfRange)
    #expect(reason(FloatingPointParser<Float>(path: path), "1e39") == .outOfRange)
    #expect(value(double, "-0.0")?.sign == .minus)
  }

  @Test(arguments: ScanPath.allCases)
  func `counts are never negative and never negative zero`(_ path: ScanPath) {
    let count = FloatingPointParser<Double>(isCount: true, path: path)
    #expect(reason(count, "-0.5") == .outOfRange)
    #expect(reason(count, "-1e-400") == .outOfRange)
    #expect(value(count, "-0.0")?.sign == .plus)
  }
}
