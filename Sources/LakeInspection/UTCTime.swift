internal import BarLake

/// Moments as texts, `YYYY-MM-DDThh:mm:ssZ`, in UTC.
package enum UTCTime {
  private static let secondsPerDay = 86_400

  /// The moment `seconds` seconds after the start of 1970, of the years 1 to 9999.
  package static func text(secondsSinceEpoch seconds: Int) -> String {
    let second = ((seconds % secondsPerDay) + secondsPerDay) % secondsPerDay
    let day = CalendarDate(daysSinceEpoch: Int32((seconds - second) / secondsPerDay))
    let parts = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(day)T\(parts.joined(separator: ":"))Z"
  }

  /// Whether `text`, which may be of any origin, has this form and is a second of a day.
  package static func isTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z"),
      (try? CalendarDate(String(decoding: bytes[..<10], as: UTF8.self))) != nil
    else { return false }
    let parts = bytes[11..<19].split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return parts.count == 3
      && zip(parts, [23, 59, 59]).allSatisfy { part, last in
        let digits = part.map { $0 &- UInt8(ascii: "0") }
        return digits.count == 2 && digits.allSatisfy { $0 <= 9 }
          && digits[0] * 10 + digits[1] <= last
      }
  }
}
