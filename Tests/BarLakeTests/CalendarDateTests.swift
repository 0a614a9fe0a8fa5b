import BarLake
import BarLakeTestSupport
import Testing

@Suite struct CalendarDateTests {
  // Days counted by hand from the epoch; leap rules of centuries included.
  static let days: [(String, Int32)] = [
    ("1970-01-01", 0), ("1970-01-02", 1), ("1969-12-31", -1), ("1970-03-01", 59),
    ("1972-02-29", 789), ("2000-02-29", 11_016), ("2024-01-02", 19_724), ("2024-02-29", 19_782),
    ("1900-03-01", -25_508), ("2100-03-01", 47_541), ("0001-01-01", -719_162),
    ("9999-12-31", 2_932_896),
  ]

  @Test(arguments: days)
  func `a real day has its number and writes itself`(_ text: String, _ days: Int32) throws {
    let date = try CalendarDate(text)
    #expect(date.daysSinceEpoch == days)
    #expect(date.description == text)
  }

  @Test func `the parts are those of the text`() throws {
    let date = try CalendarDate("2024-07-09")
    #expect((date.year, date.month, date.day) == (2024, 7, 9))
  }

  @Test(arguments: [
    "", "2024-1-02", "2024-01-2", "24-01-02", "2024/01/02", "2024-01-02 ", " 2024-01-02",
    "2024-01-02T", "20240102", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32",
    "2023-02-29", "1900-02-29", "2100-02-29", "0000-01-01", "0000-02-29", "0000-12-31",
    "2024-04-31", "-024-01-02", "+024-01-02",
    "2024-01-0x", "２０２４-01-02", "2024-01-0\u{301}", "../../../..", "2024-01-02\0",
  ])
  func `any other text is an invalid date`(_ text: String) throws {
    let error = try #require(throws: IngestError.self) { try CalendarDate(text) }
    #expect(error.code == .invalidDate)
    #expect(error.date == text)
    #expect(error.token == IngestError.printable(Array(text.utf8)))
    #expect(error.line == nil && error.column == nil && error.offset == nil)
  }

  @Test(arguments: Entry.allCases)
  func `a wrong date has no effect on the lake`(_ entry: Entry) throws {
    let lake = try Lake()
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, date: "2024-02-30", by: entry)
    }
    #expect(error.code == .invalidDate)
    #expect(try lake.tree().isEmpty)
    #expect(try !lake.exists(".barlake"))
  }

  // The first and the last instant of 64 bits are 1677-09-21T00:12:43.145224192Z and
  // 2262-04-11T23:47:16.854775807Z, counted with Python's datetime.
  static let mismatches: [(instant: String, date: String, count: Int)] = [
    ("9223372036854775807", "2262-04-11", 0), ("9223372036854775807", "2262-04-10", 1),
    ("9223372036854775807", "2262-04-12", 1), ("9223372036854775807", "9999-12-31", 1),
    ("-9223372036854775808", "1677-09-21", 0), ("-9223372036854775808", "1677-09-20", 0),
    ("-9223372036854775808", "1677-09-19", 1), ("-9223372036854775808", "0001-01-01", 1),
    ("2262-04-11", "2262-04-11", 0), ("2262-04-10T23:59:59.999999999", "2262-04-11", 1),
    ("1677-09-21T04:59:59.999999999", "1677-09-20", 0), ("1677-09-21T05:00", "1677-09-20", 1),
    ("2024-01-02", "2024-01-02", 0), ("2024-01-03T05:00", "2024-01-02", 1),
    ("2024-01-03T04:59:59.999999999", "2024-01-02", 0),
  ]

  @Test(arguments: mismatches)
  func `a date ends at the last 64-bit nanosecond, and not before`(
    _ mismatch: (instant: String, date: String, count: Int)
  ) throws {
    let lake = try Lake()
    let data = Bars.source([Bars.header, "A,1,1,1,1,1,\(mismatch.instant),1"])
    let result = try lake.ingest(data, date: mismatch.date, config: ["profile": "classic"])
    #expect(result.dateMismatchRows == mismatch.count)
  }
}
