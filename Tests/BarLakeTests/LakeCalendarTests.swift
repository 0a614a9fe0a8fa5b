import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct LakeCalendarTests {
  private static func calendar(_ lake: Lake, until: String) throws -> DataTypeCalendar {
    let calendar = LakeCalendar(
      try LakeStatus(root: lake.root), until: try CalendarDate(until))
    return try #require(calendar.dataTypes.first)
  }

  /// The states of a month, one letter per day: done, filtered, missing, unfinished, holiday,
  /// weekend, outside.
  private static func states(_ month: CalendarMonth) -> String {
    month.days.map { $0.state.rawValue.prefix(1) }.joined()
  }

  @Test func `each day of a month has a state`() throws {
    let lake = try Lake()
    // Tuesday, Friday, Saturday; the Wednesday has a filter.
    for date in ["2024-01-02", "2024-01-05", "2024-01-06"] { try lake.ingest(Bars.few, date: date) }
    try lake.ingest(Bars.few, date: "2024-01-03", symbols: ["A", "ZZ"])
    try lake.put([1], at: Lake.file("2024-01-09"))
    let type = try Self.calendar(lake, until: "2024-01-17")
    #expect(type.dataType == .stocksDaily)
    let month = try #require(type.months.first)
    #expect((month.year, month.month, month.name) == (2024, 1, "2024-01"))
    #expect(type.months.count == 1)
    // Monday 1 January is a holiday, and so is 15 January.
    #expect(Self.states(month) == "hdfmddw" + "mummmww" + "hmmooww" + "ooooowwooo")
    #expect(month.days.map(\.date.day) == Array(1...31))
    let counts = CalendarDay.State.allCases.map { "\($0.rawValue) \(month.count($0))" }
    #expect(
      counts == [
        "done 3", "filtered 1", "unfinished 1", "missing 7", "holiday 2", "weekend 7", "outside 10",
      ])
    #expect(
      type.gaps.map(\.description) == [
        "2024-01-04", "2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12",
        "2024-01-16", "2024-01-17",
      ])
    #expect(month.days[8].reasons == ["files in no manifest: 1"] && month.days[8].done == nil)
    #expect(month.days[0].holiday == "New Year's Day")
    #expect(month.days[14].holiday == "Martin Luther King, Jr. Day")
    #expect(month.days[13].holiday == nil && month.days[1].holiday == nil)
    // Done, and no trading day.
    #expect(month.days[5].isTradingDay == false && month.days[4].isTradingDay == true)
  }

  @Test func `gaps end with the last expected day, and months with the last known one`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2024-01-31")
    try lake.ingest(Bars.few, date: "2024-06-04")
    let type = try Self.calendar(lake, until: "2024-03-05")
    #expect(type.months.map(\.name) == ["2024-01", "2024-02", "2024-03", "2024-06"])
    // 20 days of February, whose 19th is a holiday, and 1, 4 and 5 March.
    #expect(type.gaps.count == 23)
    #expect(type.gaps.first?.description == "2024-02-01")
    #expect(type.gaps.last?.description == "2024-03-05")
    #expect(type.months.map { $0.count(.missing) } == [0, 20, 3, 0])
    #expect(type.months[1].days.count == 29)
    #expect(Self.states(type.months[3]).hasPrefix("wwod"))
    let early = try Self.calendar(lake, until: "2024-01-30")
    #expect(early.gaps.isEmpty)
    #expect(early.months.map(\.name) == ["2024-01", "2024-06"])
    let next = try Self.calendar(lake, until: "2024-07-01")
    #expect(next.gaps.last?.description == "2024-07-01")
    #expect(next.months.map(\.name).last == "2024-07")
  }

  @Test func `days before the calendar are never gaps`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2002-12-20")
    let type = try Self.calendar(lake, until: "2003-01-03")
    #expect(type.gaps.map(\.description) == ["2003-01-02", "2003-01-03"])
    #expect(type.months.map(\.name) == ["2002-12", "2003-01"])
    let days = type.months[0].days
    // A Friday, a Saturday and Christmas Day.
    #expect([days[19], days[20], days[24]].map(\.state) == [.done, .outside, .outside])
    #expect(days.allSatisfy { $0.isTradingDay == nil })
  }

  @Test func `without a done date nothing is expected`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.remove(Lake.manifest())
    let type = try Self.calendar(lake, until: "2024-03-01")
    #expect(type.gaps.isEmpty)
    #expect(type.months.map(\.name) == ["2024-01"])
    #expect(type.months[0].days[1].state == .unfinished)
  }

  @Test func `a date has the figures of its manifest`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B", "A"), date: "2025-01-08", type: "stocks_minute")
    let type = try Self.calendar(lake, until: "2025-01-10")
    let day = type.months[0].days[7]
    let done = try #require(day.done)
    #expect((done.fileCount, done.rowCount, done.symbolCount) == (2, 3, nil))
    let files = try ["A", "B"].map {
      try lake.read("stocks_minute/year=2025/month=01/symbol=\($0)/date=2025-01-08.parquet").count
    }
    #expect(done.byteCount == files.reduce(0, +))
    #expect(done.doubtful?.unorderedRows == 1)
    #expect((type.months[0].rowCount, type.months[0].byteCount) == (3, done.byteCount))
    #expect(day.neighbourRowCount == nil && !day.isOutOfLine)
    // A closure of that one day.
    let closed = type.months[0].days[8]
    #expect(closed.state == .holiday && closed.holiday == "mourning for President Carter")
    #expect(type.gaps.map(\.description) == ["2025-01-10"])
  }

  @Test func `rows that are out of line are marked`() throws {
    let lake = try Lake()
    let days = ["01-02", "01-03", "01-04", "01-05", "01-08", "01-09"]
    for day in days { try lake.ingest(Bars.few, date: "2024-\(day)") }
    try lake.ingest(Bars.of("A"), date: "2024-01-10")
    try lake.ingest(Bars.few, date: "2024-01-11", symbols: ["A"])
    let month = try #require(try Self.calendar(lake, until: "2024-01-11").months.first)
    #expect(month.days.filter(\.isOutOfLine).map(\.date.description) == ["2024-01-10"])
    #expect(month.outOfLineCount == 1 && month.count(.done) == 7)
    #expect(month.days[9].neighbourRowCount == 3 && month.days[10].neighbourRowCount == nil)
  }

  @Test func `a done date that is being made again stays done`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let lock = try FileLock(lake.absolute(".barlake/locks/stocks_daily.\(Lake.date)"))
    let day = try Self.calendar(lake, until: Lake.date).months[0].days[1]
    #expect(day.state == .done && day.isInProgress)
    _ = consume lock
    #expect(try Self.calendar(lake, until: Lake.date).months[0].days[1].isInProgress == false)
  }

  @Test func `each data type has a calendar of its own`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2024-01-02")
    try lake.ingest(Bars.few, date: "2024-01-04", type: "stocks_minute")
    let calendar = LakeCalendar(
      try LakeStatus(root: lake.root), until: try CalendarDate("2024-01-05"))
    #expect(calendar.dataTypes.map(\.dataType) == [.stocksDaily, .stocksMinute])
    #expect(
      calendar.dataTypes.map { $0.gaps.map(\.description) } == [
        ["2024-01-03", "2024-01-04", "2024-01-05"], ["2024-01-05"],
      ])
  }
}
