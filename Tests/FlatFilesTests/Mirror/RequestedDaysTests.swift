import BarLake
import FlatFiles
import Testing

@Suite struct RequestedDaysTests {
  /// A Wednesday after a weekend and Martin Luther King, Jr. Day.
  private static let today = "2024-01-17"

  private static func days(
    date: String? = nil, since: String? = nil, until: String? = nil, last: Int? = nil
  ) throws -> [String] {
    let today = try CalendarDate(today)
    return try RequestedDays(date: date, since: since, until: until, last: last, today: today)
      .days(today: today).map(\.description)
  }

  @Test func `a date is that day, whatever day it is`() throws {
    #expect(try Self.days(date: "2024-01-13") == ["2024-01-13"])
  }

  @Test func `a range has its trading days, and ends yesterday if no end is given`() throws {
    #expect(
      try Self.days(since: "2024-01-11", until: "2024-01-16")
        == ["2024-01-11", "2024-01-12", "2024-01-16"])
    #expect(try Self.days(since: "2024-01-12") == ["2024-01-12", "2024-01-16"])
    #expect(try Self.days(since: "2024-01-13", until: "2024-01-15") == [])
  }

  @Test func `the last days are trading days before today`() throws {
    #expect(try Self.days(last: 1) == ["2024-01-16"])
    #expect(try Self.days(last: 3) == ["2024-01-11", "2024-01-12", "2024-01-16"])
    // 10 trading days of January 2024, 250 of 2023, and the last one of 2022, a Friday.
    #expect(try Self.days(last: 261).first == "2022-12-30")
  }

  @Test func `what asks for nothing, or for several things, is an error`() throws {
    for days in [
      { try Self.days() }, { try Self.days(date: "2024-01-02", last: 1) },
      { try Self.days(until: "2024-01-02") }, { try Self.days(last: 0) },
      { try Self.days(since: "2024-01-03", until: "2024-01-02") },
      { try Self.days(since: "2024-01-17") },
    ] {
      let error = #expect(throws: IngestError.self) { try days() }
      #expect(error?.code == .invalidArgument)
    }
    for days in [
      { try Self.days(date: "2024-02-30") }, { try Self.days(since: "x") },
      { try Self.days(since: "2024-01-02", until: "y") },
    ] {
      let error = #expect(throws: IngestError.self) { try days() }
      #expect(error?.code == .invalidDate)
    }
  }
}
