import BarLake
import LakeInspection
import Testing

@Suite struct NeighbourRowsTests {
  /// Eleven trading days; the sixth one is judged.
  private static let days = [
    "2024-02-01", "2024-02-02", "2024-02-05", "2024-02-06", "2024-02-07", "2024-02-08",
    "2024-02-09", "2024-02-12", "2024-02-13", "2024-02-14", "2024-02-15",
  ]

  private static func dates(_ rows: [(date: String, rowCount: Int)]) throws -> [DoneDate] {
    try rows.map { DoneDate(date: try CalendarDate($0.date), rowCount: $0.rowCount) }
  }

  /// Whether a date is out of line that has `rows` rows between ten dates that have `usual` ones.
  private static func isOutOfLine(
    _ rows: Int, usual: Int, _ type: MarketDataType
  ) throws -> Bool {
    let dates = try dates(days.enumerated().map { ($1, $0 == 5 ? rows : usual) })
    let judge = NeighbourRows(dates, of: type)
    #expect(dates.filter(judge.isOutOfLine).allSatisfy { $0 == dates[5] })
    #expect(judge.median(of: dates[5]) == usual)
    return judge.isOutOfLine(dates[5])
  }

  @Test(arguments: [MarketDataType.stocksMinute, .optionsDaily, .optionsMinute])
  func `half a day is in line, less than a third and more than three times are not`(
    _ type: MarketDataType
  ) throws {
    for (rows, isOut) in [
      (900_000, false), (566_667, false), (566_666, true), (5_100_000, false), (5_100_001, true),
    ] {
      #expect(try Self.isOutOfLine(rows, usual: 1_700_000, type) == isOut, "\(rows)")
    }
  }

  @Test func `daily stocks may have a fifth less and a quarter more`() throws {
    for (rows, isOut) in [(8_000, false), (7_999, true), (12_500, false), (12_501, true)] {
      #expect(try Self.isOutOfLine(rows, usual: 10_000, .stocksDaily) == isOut, "\(rows)")
    }
  }

  @Test func `a date with fewer than five neighbours is not judged`() throws {
    let few = try Self.dates(Self.days.prefix(5).map { ($0, 100) })
    #expect(
      few.map { NeighbourRows(few, of: .stocksDaily).median(of: $0) == nil } == [
        true, true, true, true, true,
      ])
    let enough = try Self.dates(Self.days.prefix(6).map { ($0, 100) })
    #expect(enough.allSatisfy { NeighbourRows(enough, of: .stocksDaily).median(of: $0) == 100 })
  }

  @Test func `the usual number is the median, and wrong neighbours do not move it`() throws {
    let odd = try Self.dates(Array(zip(Self.days, [7, 900, 3, 1, 4, 2])))
    // 1, 2, 3, 4, 900.
    #expect(NeighbourRows(odd, of: .stocksDaily).median(of: odd[0]) == 3)
    let even = try Self.dates(Array(zip(Self.days, [7, 900, 3, 10, 2, 1, 11])))
    // 1, 2, 3, 10, 11, 900.
    #expect(NeighbourRows(even, of: .stocksDaily).median(of: even[0]) == 6)
  }

  @Test func `neighbours are at most fifteen days away`() throws {
    func median(_ first: String, _ last: String) throws -> Int? {
      let days = [first, "2024-03-06", "2024-03-20", "2024-04-02", "2024-04-03", last]
      let dates = try Self.dates(days.map { ($0, 100) })
      return NeighbourRows(dates, of: .stocksDaily).median(of: dates[2])
    }
    #expect(try median("2024-03-05", "2024-04-04") == 100)
    #expect(try median("2024-03-04", "2024-04-04") == nil)
    #expect(try median("2024-03-05", "2024-04-05") == nil)
  }

  @Test func `filtered dates and days without trading neither are judged nor count`() throws {
    var dates = try Self.dates(Self.days.prefix(6).map { ($0, 100) })
    // A Saturday.
    dates.insert(contentsOf: try Self.dates([("2024-02-03", 1)]), at: 2)
    let filtered = DoneDate(
      date: try CalendarDate("2024-02-09"), symbolCount: 2, rowCount: 1)
    let judge = NeighbourRows(dates + [filtered], of: .stocksDaily)
    #expect(judge.median(of: filtered) == nil && judge.median(of: dates[2]) == nil)
    #expect(!judge.isOutOfLine(filtered) && !judge.isOutOfLine(dates[2]))
    dates.remove(at: 0)
    // Four neighbours that count are left.
    #expect(NeighbourRows(dates + [filtered], of: .stocksDaily).median(of: dates[0]) == nil)
  }

  @Test func `days before the calendar are judged like trading days`() throws {
    let days = (16...21).map { "2002-12-\($0)" }
    let dates = try Self.dates(days.map { ($0, $0 == "2002-12-18" ? 10 : 100) })
    let judge = NeighbourRows(dates, of: .stocksDaily)
    #expect(dates.filter(judge.isOutOfLine) == [dates[2]])
  }
}
