internal import BarLake

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Moments as texts, `YYYY-MM-DDThh:mm:ssZ`, in UTC.
package enum UTCTime {
  private static let secondsPerDay = 86_400

  /// This moment, in seconds since the start of 1970.
  package static var secondsSinceEpoch: Int {
    Int(Date().timeIntervalSince1970.rounded(.down))
  }

  /// This moment as a text.
  package static var now: String { text(secondsSinceEpoch: secondsSinceEpoch) }

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
