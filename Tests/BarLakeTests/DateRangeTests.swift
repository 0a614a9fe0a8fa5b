import BarLake
import LakeInspection
import Testing

@Suite struct DateRangeTests {
  private static func ranges(_ texts: String...) throws -> [String] {
    DateRange.ranges(of: try texts.map { try CalendarDate($0) }).map { "\($0), \($0.count)" }
  }

  @Test func `dates with no other trading day between them are a range`() throws {
    #expect(try Self.ranges() == [])
    #expect(try Self.ranges("2024-01-02") == ["2024-01-02, 1"])
    // A weekend and a holiday lie between the 12th and the 16th.
    #expect(
      try Self.ranges("2024-01-11", "2024-01-12", "2024-01-16", "2024-01-18")
        == ["2024-01-11 to 2024-01-16, 3", "2024-01-18, 1"])
    #expect(try Self.ranges("2024-01-12", "2024-01-13", "2024-01-16").count == 1)
  }

  /// Nothing is known of trading days before 2003.
  @Test func `dates before the calendar are one range`() throws {
    #expect(try Self.ranges("1999-05-03", "2001-09-17") == ["1999-05-03 to 2001-09-17, 2"])
  }

  @Test func `a text has the first ranges, and how many dates are left`() throws {
    let days = ["02", "04", "08", "10", "12", "17", "18", "22"]
    let dates = try days.map { try CalendarDate("2024-01-\($0)") }
    #expect(
      DateRange.text(of: dates)
        == "2024-01-02, 2024-01-04, 2024-01-08, 2024-01-10, 2024-01-12 and 3 more")
    #expect(DateRange.text(of: []) == "")
  }
}
