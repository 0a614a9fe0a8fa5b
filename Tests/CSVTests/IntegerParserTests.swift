import BarLakeCSV
import Testing

@Suite struct IntegerParserTests {
  @Test(arguments: ScanPath.allCases)
  func `integers take every notation of an exact integer`(_ path: ScanPath) {
    let parser = IntegerParser<UInt64>(path: path)
    for (text, expected): (String, UInt64) in [
      ("100", 100), ("100.000000", 100), ("1.5e3", 1_500), ("0", 0),
      ("18446744073709551615", .max), ("1844674407370955161500e-2", .max), ("000", 0),
      ("1e19", 10_000_000_000_000_000_000), ("0e999999999999999999999", 0),
    ] {
      #expect(value(parser, text) == expected, "\(text)")
    }
    #expect(reason(parser, "1.5") == .fraction)
    #expect(reason(parser, "0.000000000000000000000000000001") == .fraction)
    #expect(reason(parser, "18446744073709551616") == .outOfRange)
    #expect(reason(parser, "1e999999999999999999999") == .outOfRange)
    #expect(reason(parser, "15e-1e0") == .badNumber)
    let signed = IntegerParser<Int64>(path: path)
    #expect(value(signed, "-9223372036854775808") == .min)
    #expect(reason(signed, "-9223372036854775809") == .outOfRange)
    #expect(reason(signed, "9223372036854775808") == .outOfRange)
  }

  @Test(arguments: ScanPath.allCases)
  func `a type without a sign takes no number below zero`(_ path: ScanPath) {
    let integer = IntegerParser<UInt32>(path: path)
    #expect(reason(integer, "-1") == .outOfRange)
    #expect(reason(integer, "-0.5") == .outOfRange)
    #expect(value(integer, "-0") == 0)
  }

  @Test(arguments: ScanPath.allCases)
  func `fractions are rounded half to even where a rule says so`(_ path: ScanPath) {
    let parser = IntegerParser<UInt32>(fractionRule: .round, path: path)
    for (text, expected): (String, UInt32) in [
      ("0.5", 0), ("1.5", 2), ("2.5", 2), ("2.500001", 3), ("0.4999", 0), ("0.0001", 0),
      ("4294967294.5", 4_294_967_294),
    ] {
      guard case .rounded(let rounded) = parse(parser, text) else {
        Issue.record("\(text) is not rounded")
        continue
      }
      #expect(rounded == expected, "\(text)")
    }
    #expect(reason(parser, "4294967295.5") == .outOfRange)
    #expect(value(parser, "3.000") == 3)
  }

  @Test(arguments: ScanPath.allCases)
  func `a range is part of the column's type`(_ path: ScanPath) {
    let parser = IntegerParser<Int32>(range: -5...7, path: path)
    for (text, expected): (String, Int32) in [("7", 7), ("-5", -5), ("0.7e1", 7)] {
      #expect(value(parser, text) == expected, "\(text)")
    }
    for text in ["8", "-6", "2147483648", "1e10"] {
      #expect(reason(parser, text) == .outOfRange, "\(text)")
    }
    for text in ["", "NA", "NULL", "NaN"] { #expect(isNull(parser, text), "\(text)") }
    #expect(reason(parser, "na") == .badNumber)
  }
}
