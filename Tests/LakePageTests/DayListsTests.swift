import BarLake
import BarLakeLakePage
import BarLakePages
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct DayListsTests {
  private static func source(_ lake: Lake, until: String) throws -> String {
    let status = try LakeStatus(root: lake.root)
    let calendar = LakeCalendar(status, until: try CalendarDate(until))
    let days = TypeDays(calendar.dataTypes[0], KnownSync(nil))
    return HTML(DayLists(status.dataTypes[0], days).html).source
  }

  @Test func `days that one may want to look at are listed, newest first`() throws {
    let lake = try Lake.ofEachKind()
    try lake.put([1], at: "stocks_daily/<notes>")
    let source = try Self.source(lake, until: "2024-01-25")
    let titles = source.matches(of: /<h4>([^<]+)/).map { String($0.output.1) }
    #expect(
      titles == [
        "6 missing", "1 unfinished", "1 with unusually few rows",
        "1 with unusually many rows",
        "1 done for some symbols", "1 done, no trading day", "1 with doubtful bars",
        "1 foreign file",
      ])
    #expect(
      source.contains(
        "<li>2024-01-25 Thu</li><li>2024-01-12 to 2024-01-19, 5 days</li>"))
    #expect(source.contains("<li>stocks_daily/&lt;notes&gt;</li>"))
  }

  @Test func `a lake with nothing to look at has no list`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    #expect(try Self.source(lake, until: Lake.date) == "")
  }

  @Test func `a long list is cut`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    for number in 0..<260 { try lake.put([1], at: "stocks_daily/note \(number)") }
    let source = try Self.source(lake, until: Lake.date)
    #expect(source.matches(of: /<li>/).count == 250)
    #expect(source.contains("and 10 more"))
  }
}
