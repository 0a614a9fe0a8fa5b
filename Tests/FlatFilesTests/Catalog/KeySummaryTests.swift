import BarLake
import FlatFiles
import Foundation
import Testing

@Suite struct KeySummaryTests {
  @Test func `keys are counted by what they name`() throws {
    let stocks = FlatFileKeyTests.keys[0].0
    let options = FlatFileKeyTests.keys[3].0
    let summary = S3Catalog().summary([
      stocks, options, stocks, "us_indices/day_aggs_v1/2024/01/2024-01-02.csv.gz", "x", "y", "z",
    ])
    #expect(summary.total == 7 && summary.unsupported == 1 && summary.invalid == 3)
    #expect(summary.dataTypes == [.stocksDaily: 2, .optionsMinute: 1])
    #expect(
      try decoded(summary) == [
        "total": 7, "stocks_daily": 2, "options_minute": 1, "unsupported": 1, "invalid": 3,
      ])
    #expect(try decoded(S3Catalog().summary([])) == ["total": 0])
  }

  private func decoded(_ summary: KeySummary) throws -> [String: Int] {
    try JSONDecoder().decode([String: Int].self, from: JSONEncoder().encode(summary))
  }
}
