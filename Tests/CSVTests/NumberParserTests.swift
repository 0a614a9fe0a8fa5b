import BarLakeCSV
import BarLakeColumnar
import Testing

private func parse<Parser: FieldParser>(_ parser: Parser, _ text: String) -> ParsedField<
  Parser.Value
> {
  // Bytes around the field, so that reading beyond its ends would show.
  let bytes = Array("9\(text)9".utf8)
  return parser.parse(bytes.span, 1, bytes.count - 1)
}

private func value<Parser: FieldParser>(_ parser: Parser, _ text: String) -> Parser.Value? {
  if case .value(let value) = parse(parser, text) { return value }
  return nil
}

private func reason<Parser: FieldParser>(_ parser: Parser, _ text: String) -> FieldReason? {
  if case .failure(let reason) = parse(parser, text) { return reason }
  return nil
}

private func isNull<Parser: FieldParser>(_ parser: Parser, _ text: String) -> Bool {
  if case .null = parse(parser, text) { return true }
  return false
}

@Suite struct NumberParserTests {
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
    let integer = IntegerParser<UInt32>(path: path)
    #expect(reason(integer, "-1") == .outOfRange)
    #expect(reason(integer, "-0.5") == .outOfRange)
    #expect(value(integer, "-0") == 0)
  }

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
  func `instants are integers of nanoseconds or ISO 8601`(_ path: ScanPath) {
    let parser = TimestampParser(
      unit: .nanosecond, emptyRule: .rejectAsKey, misfit: .badTimestamp, path: path)
    for (text, expected): (String, Int64) in [
      ("0", 0), ("-1", -1), ("+1", 1), ("0001704171600000000000", 1_704_171_600_000_000_000),
      ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("1970-01-01", 0), ("1970-01-01T00:00Z", 0), ("1970-01-01 00:00:01.5", 1_500_000_000),
      ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T23:59:59.999999999Z", -1),
      ("2262-04-11T23:47:16.854775807Z", .max), ("1677-09-21T00:12:43.145224192Z", .min),
      (" 5 ", 5),
    ] {
      #expect(value(parser, text) == expected, "\(text)")
    }
    for text in [
      "NA", "1.0", "1e3", "9223372036854775808", "2024-02-30", "2024-1-1", "2024-01-01T24:00",
      "2024-01-01T00:00:60", "2024-01-01T00:00:00.", "2024-01-01T00:00:00.1234567890",
      "2024-01-01T", "2024-01-01Z", "2024-01-01T00", "2024-01-01T00:00+1:00", "-", "2024-01-01x",
      "2262-04-11T23:47:16.854775808Z", "1677-09-21T00:12:43.145224191Z",
    ] {
      #expect(reason(parser, text) == .badTimestamp, "\(text)")
    }
    #expect(reason(parser, "") == .nullKey)
    #expect(reason(parser, " \t") == .nullKey)
    let microseconds = TimestampParser(
      unit: .microsecond, emptyRule: .rejectAsKey, misfit: .badTimestamp, path: path)
    #expect(value(microseconds, "1000") == 1)
    #expect(value(microseconds, "-1000") == -1)
    #expect(reason(microseconds, "1001") == .badTimestamp)
  }
}
