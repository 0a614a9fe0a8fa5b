import LakeInspection
import Testing

@Suite struct UTCTimeTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (86_399, "1970-01-01T23:59:59Z"),
    (1_709_211_661, "2024-02-29T13:01:01Z"), (-86_400, "1969-12-31T00:00:00Z"),
    (253_402_300_799, "9999-12-31T23:59:59Z"),
  ])
  func `a moment is a day and a second of it`(_ seconds: Int, _ text: String) {
    #expect(UTCTime.text(secondsSinceEpoch: seconds) == text)
    #expect(UTCTime.isTime(text))
  }

  @Test(arguments: [
    "", "2024-02-29", "2024-02-29T13:01:01", "2024-02-29T13:01:01z", "2024-02-29 13:01:01Z",
    "2024-02-30T13:01:01Z", "2024-02-29T24:00:00Z", "2024-02-29T13:60:00Z", "2024-02-29T13:00:60Z",
    "2024-02-29T1:001:01Z", "2024-02-29T-1:01:01Z", "2024-02-29T13:01:0aZ", "2024-02-29T13-01-01Z",
    "2024-02-29T13:01:01ZZ",
  ])
  func `other texts are none`(_ text: String) {
    #expect(!UTCTime.isTime(text))
  }
}
