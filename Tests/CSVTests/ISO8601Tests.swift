import BarLakeCSV
import Testing

@Suite struct ISO8601Tests {
  private func nanoseconds(_ text: String) -> Int64? {
    let bytes = Array("9\(text)9".utf8)
    return ISO8601.nanoseconds(bytes.span, 1, bytes.count - 1)
  }

  private func day(_ text: String) -> Int32? {
    let bytes = Array("9\(text)9".utf8)
    return ISO8601.day(bytes.span, 1, bytes.count - 1)
  }

  @Test func `an instant is a day and what follows it`() {
    // 2024-02-29 is day 19,782.
    let midnight: Int64 = 19_782 * 86_400
    for (text, seconds): (String, Int64) in [
      ("2024-02-29", midnight), ("2024-02-29T09:30", midnight + 34_200),
      ("2024-02-29 23:59:59", midnight + 86_399),
      ("2024-02-29T00:00:00-05:00", midnight + 18_000),
      ("2024-02-29T00:00+23:59", midnight - 86_340),
      ("1969-12-31T23:59:59Z", -1), ("1900-01-01", -25_567 * 86_400),
    ] {
      #expect(nanoseconds(text) == seconds * 1_000_000_000, "\(text)")
    }
  }

  @Test func `a fraction has one to nine digits, and counts upwards before 1970 too`() {
    #expect(nanoseconds("1970-01-01T00:00:00.5") == 500_000_000)
    #expect(nanoseconds("1970-01-01T00:00:00.000000001") == 1)
    #expect(nanoseconds("1969-12-31T23:59:59.25Z") == -750_000_000)
    #expect(nanoseconds("1970-01-01T00:00:00.") == nil)
    #expect(nanoseconds("1970-01-01T00:00:00.1234567891") == nil)
  }

  @Test(arguments: [
    "", "2024", "2024-02", "2024-2-29", "24-02-29", "2023-02-29", "2024-00-01", "2024-13-01",
    "2024-01-00", "2024-01-32", "2024/01/01", "0000-01-01", "2024-01-01t00:00", "2024-01-01T0:00",
    "2024-01-01T00:60", "2024-01-01T00:00:60", "2024-01-01T24:00", "2024-01-01T00:00z",
    "2024-01-01T00:00 Z", "2024-01-01T00:00+0100", "2024-01-01T00:00+01", "2024-01-01T00:00+24:00",
    "2024-01-01T00:00+01:60", "2024-01-01T00:00Zx", "2024-01-01T00:00.5", " 2024-01-01",
    "2263-01-01", "1677-01-01",
  ])
  func `what has another form, or is no time, is none`(_ text: String) {
    #expect(nanoseconds(text) == nil)
  }

  @Test func `a day is of the years 1 to 9999 and has nothing behind it`() {
    #expect(day("1970-01-01") == 0)
    #expect(day("2024-02-29") == 19_782)
    #expect(day("0001-01-01") == -719_162)
    #expect(day("9999-12-31") == 2_932_896)
    for text in ["0000-12-31", "2024-02-29T", "2024-02-29 ", "2024-02-30", "2024-02-2"] {
      #expect(day(text) == nil, "\(text)")
    }
  }
}
