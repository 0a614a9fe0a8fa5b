import BarLake
import BarLakeLakePage
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct TypeDaysTests {
  @Test func `days with a face are counted`() throws {
    let days = TypeDays(
      try Lake.ofEachKind().calendar(until: "2024-01-25"), KnownSync(nil))
    let counts = DayFace.allCases.map { "\($0) \(days.count($0))" }
    #expect(
      counts == [
        "done 7", "filtered 1", "closed 1", "reissued 0", "small 1", "large 1", "unfinished 1",
        "missing 6", "unpublished 0", "holiday 2",
      ])
    #expect(days.hasWeekends)
    #expect(days.known.filter(\.isDoubtful).map(\.day.date.description) == ["2024-01-11"])
    #expect(days.known.map(\.day.date) == days.known.map(\.day.date).sorted())
  }

  @Test func `a lake of trading days has no weekends`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    #expect(try !TypeDays(lake.calendar(until: "2024-02-28"), KnownSync(nil)).hasWeekends)
  }
}
