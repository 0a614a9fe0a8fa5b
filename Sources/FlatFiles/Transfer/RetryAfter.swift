package import Foundation

/// The header with which a service says when to come back: seconds, or a date.
///
/// Source: RFC 9110, sections 10.2.3 and 5.6.7 (the form that senders must use).
package enum RetryAfter {
  /// What longer waits are taken for, in seconds: a year, so that they have a place in an `Int`.
  private static let limit = 31_536_000.0

  /// The seconds from `now` on that the header's value asks to wait, 0 for a date that has passed,
  /// and a year at most; nil if the value is neither a number nor a date.
  package static func seconds(_ value: String, now: Date) -> Double? {
    // Digits alone: a number may have a sign.
    if !value.isEmpty, value.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
      return Double(value).map { min($0, limit) }
    }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return format.date(from: value).map { min(max(0, $0.timeIntervalSince(now)), limit) }
  }
}
