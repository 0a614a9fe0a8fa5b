import BarLakeLakePage
import BarLakePages
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct CalendarGridTests {
  private static func grid(_ lake: Lake, until: String) throws -> String {
    let calendar = try lake.calendar(until: until)
    return CalendarGrid(calendar.months, TypeDays(calendar, KnownSync(nil))).html.source
  }

  /// A month as its weeks, with the class of each cell, and the number of blank ones before the
  /// first.
  private static func weeks(_ grid: String, _ month: String) throws -> [String] {
    let table = try #require(
      grid.split(separator: "<table").first { $0.hasPrefix(" aria-label=\"\(month)\"") })
    return table.split(separator: "<tr>").dropFirst().map { row in
      row.split(separator: "<td").map { cell in
        if let span = cell.prefixMatch(of: /\ colspan="(\d)"/) { return "\(span.output.1)-" }
        return cell.prefixMatch(of: /\ class="([a-z ]+)"/).map { String($0.output.1) } ?? "-"
      }.joined()
    }
  }

  @Test func `each day has a cell, in its week`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2024-01-31")
    let grid = try Self.grid(lake, until: "2024-03-05")
    #expect(grid.hasPrefix("<div class=\"calendar\" data-columns=\"5\">"))
    // The first is a Monday and a holiday; nothing is expected before the 31st.
    #expect(try Self.weeks(grid, "January 2024") == ["hoooo", "ooooo", "hoooo", "ooooo", "ood"])
    // A Thursday; Washington's Birthday is the 19th.
    #expect(
      try Self.weeks(grid, "February 2024") == ["3-mm", "mmmmm", "mmmmm", "hmmmm", "mmmm"])
    #expect(
      try Self.weeks(grid, "March 2024") == ["4-m", "mmooo", "ooooo", "ooooo", "ooooh"])
    #expect(grid.contains("<td class=\"d\" title=\"2024-01-31 Wed: done, "))
  }

  @Test func `weekends have columns where something is known of one`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2024-06-01")
    let grid = try Self.grid(lake, until: "2024-06-04")
    #expect(grid.hasPrefix("<div class=\"calendar\" data-columns=\"7\">"))
    #expect(
      try Self.weeks(grid, "June 2024") == ["5-c-", "mmooo--", "ooooo--", "oohoo--", "ooooo--"])
  }

  @Test func `years come newest first, and months in their places`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "0099-11-30")
    try lake.ingest(Bars.few, date: "2023-12-29")
    let grid = try Self.grid(lake, until: "2024-01-03")
    let years = grid.matches(of: /class="number">(\d+)/).map { String($0.output.1) }
    #expect(years.first == "2024" && years.last == "0099")
    // The eleventh month comes after ten empty places.
    let first = try #require(grid.split(separator: "class=\"year\"").last)
    #expect(first.split(separator: "<div></div>", omittingEmptySubsequences: false).count == 11)
    #expect(first.contains("1 done · 3 rows · "))
    #expect(grid.contains("0 done · 2 missing<"))
  }
}
