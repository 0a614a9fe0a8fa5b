import BarLake
import FlatFiles
import Foundation
import Testing

@Suite struct PublishedDayTests {
  @Test func `the day of a key is in its last part`() throws {
    let day = try CalendarDate("2024-01-02")
    #expect(
      PublishedDay.date(ofKey: "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz") == day)
    #expect(PublishedDay.date(ofKey: "2024-01-02") == day)
    for key in ["", "a/2024-02-30.csv.gz", "2024-01-02/a.csv.gz", "a/é2024-01-02.csv"] {
      #expect(PublishedDay.date(ofKey: key) == nil)
    }
  }

  /// 2024-01-02 ends in New York at 05:00 UTC of the 3rd, whose noon there is 17:00 UTC.
  @Test func `the file of a day is awaited until the end of the following day`() throws {
    let day = try CalendarDate("2024-01-02")
    let midnight = Date(timeIntervalSince1970: 1_704_326_400)  // 2024-01-04T00:00:00Z
    #expect(PublishedDay.isAwaited(day, now: midnight - 1))
    #expect(!PublishedDay.isAwaited(day, now: midnight))
    #expect(PublishedDay.isAwaited(day, now: midnight - 10 * 86_400))
  }
}
