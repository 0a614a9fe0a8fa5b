import BarLake
import Testing

@Suite struct PartitionPathTests {
  // By PART-4: every byte outside [A-Z0-9._-] is % and two upper-case digits.
  static let symbols: [(name: String, symbol: String?)] = [
    ("symbol=A", "A"), ("symbol=BRK.B", "BRK.B"), ("symbol=AA%70", "AAp"), ("symbol=%25", "%"),
    ("symbol=%C3%A9", "é"), ("symbol=%2E", "."), ("symbol=%2E%2E", ".."), ("symbol=...", "..."),
    ("symbol=A%2FB", "A/B"), ("symbol=", nil), ("symbol=AAp", nil), ("symbol=AA%7", nil),
    ("symbol=%c3%a9", nil), ("symbol=%41", nil), ("symbol=.", nil), ("symbol=..", nil),
    ("symbol=%2E.", nil), ("symbol=%2E%2E%2E", nil), ("symbol=A B", nil), ("symbols=A", nil),
    ("underlying=A", nil),
  ]

  @Test(arguments: symbols)
  func `a directory is a symbol in one form only`(_ name: String, _ symbol: String?) {
    let bytes = PartitionPath.symbol(name, of: .stocksMinute)
    #expect(bytes == symbol.map { Array($0.utf8) })
  }

  @Test func `options are partitioned by their underlying`() {
    #expect(PartitionPath.symbol("underlying=A", of: .optionsMinute) == Array("A".utf8))
    #expect(PartitionPath.symbol("symbol=A", of: .optionsMinute) == nil)
  }

  @Test func `years, months and days have their form`() {
    #expect(PartitionPath.year("year=2024") == "2024")
    #expect(
      [
        "year=0000", "year=2024\u{301}", "year=\u{301}024", "year=24", "year=02024", "Year=2024",
        "year=20x4",
      ].allSatisfy {
        PartitionPath.year($0) == nil
      })
    #expect(PartitionPath.month("month=01") == "01" && PartitionPath.month("month=12") == "12")
    #expect(
      ["month=00", "month=13", "month=1", "month=001"].allSatisfy {
        PartitionPath.month($0) == nil
      })
    #expect(PartitionPath.date("date=2024-01-02.parquet")?.description == "2024-01-02")
    #expect(
      ["date=2024-01-02", "2024-01-02.parquet", "date=2023-02-29.parquet"].allSatisfy {
        PartitionPath.date($0) == nil
      })
  }
}
