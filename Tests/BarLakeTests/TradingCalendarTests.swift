import BarLake
import LakeInspection
import Testing

@Suite struct TradingCalendarTests {
  /// The weekdays of whole years on which NYSE and Nasdaq were, or will be, closed all day. From
  /// NYSE's own calendars; those of 2026 to 2028 from its announcement of 2025-12-23.
  static let closures: [(year: Int, days: String)] = [
    (2003, "01-01 01-20 02-17 04-18 05-26 07-04 09-01 11-27 12-25"),
    // 11 June: funeral of Ronald Reagan. 4 July and 25 December fall on weekends.
    (2004, "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24"),
    // 1 January is a Saturday, and the Friday before it is a day of trading.
    (2005, "01-17 02-21 03-25 05-30 07-04 09-05 11-24 12-26"),
    (2007, "01-01 01-02 01-15 02-19 04-06 05-28 07-04 09-03 11-22 12-25"),
    (2010, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24"),
    (2011, "01-17 02-21 04-22 05-30 07-04 09-05 11-24 12-26"),
    (2012, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25"),
    (2018, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25"),
    // Juneteenth was a law already, and not yet a holiday of the exchanges.
    (2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24"),
    (2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26"),
    (2024, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25"),
    (2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25"),
    (2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25"),
    (2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24"),
    (2028, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25"),
  ]

  @Test(arguments: closures)
  func `a year's closed weekdays are those that the exchanges announced`(
    _ year: Int, _ days: String
  ) throws {
    let first = try CalendarDate("\(year)-01-01")
    let closed = try (0..<(year % 4 == 0 ? 366 : 365)).compactMap { number -> String? in
      let date = try #require(Self.date(Int(first.daysSinceEpoch) + number))
      switch TradingCalendar.closure(on: date) {
      case nil, .weekend: return nil
      default: return String(date.description.dropFirst(5))
      }
    }
    #expect(closed.joined(separator: " ") == days)
  }

  @Test func `weekends are closed`() throws {
    // A Friday to a Monday.
    let days = try ["2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"].map(CalendarDate.init)
    #expect(days.map(TradingCalendar.isTradingDay) == [true, false, false, true])
    #expect(days.map { TradingCalendar.closure(on: $0) } == [nil, .weekend, .weekend, nil])
  }

  @Test func `a closure says what it is for`() throws {
    #expect(
      TradingCalendar.closure(on: try CalendarDate("2027-06-18")) == .holiday(.juneteenth))
    #expect(
      TradingCalendar.closure(on: try CalendarDate("2012-10-30")) == .special("Hurricane Sandy"))
  }

  @Test func `days before 2003 are unknown`() throws {
    #expect(TradingCalendar.firstDay.description == "2003-01-01")
    #expect(TradingCalendar.isTradingDay(try CalendarDate("2002-12-31")) == nil)
    #expect(TradingCalendar.closure(on: try CalendarDate("2002-12-25")) == nil)
    #expect(TradingCalendar.isTradingDay(try CalendarDate("2003-01-02")) == true)
    let days = TradingCalendar.tradingDays(
      from: try CalendarDate("2002-12-01"), through: try CalendarDate("2003-01-03"))
    #expect(days.map(\.description) == ["2003-01-02", "2003-01-03"])
  }

  @Test func `the days of a range are in order and both ends count`() throws {
    let days = TradingCalendar.tradingDays(
      from: try CalendarDate("2024-03-28"), through: try CalendarDate("2024-04-02"))
    #expect(days.map(\.description) == ["2024-03-28", "2024-04-01", "2024-04-02"])
    #expect(
      TradingCalendar.tradingDays(
        from: try CalendarDate("2024-04-02"), through: try CalendarDate("2024-03-28")
      ).isEmpty)
  }

  private static func date(_ daysSinceEpoch: Int) -> CalendarDate? {
    TradingCalendarTests.allDays[daysSinceEpoch]
  }

  /// Days by their number, made from their texts.
  private static let allDays: [Int: CalendarDate] = {
    var days: [Int: CalendarDate] = [:]
    for year in closures.map(\.year) {
      for month in 1...12 {
        for day in 1...31 {
          let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
          if let date = try? CalendarDate(text) { days[Int(date.daysSinceEpoch)] = date }
        }
      }
    }
    return days
  }()
}
