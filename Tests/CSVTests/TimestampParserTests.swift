import BarLakeCSV
import BarLakeColumnar
import Testing

@Suite struct TimestampParserTests {
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

  @Test(arguments: ScanPath.allCases)
  func `an instant that is no key may be missing`(_ path: ScanPath) {
    let parser = TimestampParser(
      unit: .millisecond, emptyRule: .null, misfit: .badNumber, path: path)
    #expect(isNull(parser, "") && isNull(parser, " "))
    #expect(reason(parser, "NA") == .badNumber)
    #expect(value(parser, "1999999000000") == 1_999_999)
    #expect(value(parser, "1970-01-01T00:00:00.001Z") == 1)
    #expect(reason(parser, "1970-01-01T00:00:00.0001Z") == .badNumber)
  }
}
