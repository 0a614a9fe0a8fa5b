package import BarLake
internal import BarLakeBytes
package import LakeInspection

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// The day of a flat file, as its key names it.
package enum PublishedDay {
  /// The day of a key such as `us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz`; nil if the
  /// last part of the key does not begin with one.
  package static func date(ofKey key: String) -> CalendarDate? {
    let name = key.parts(separatedBy: "/").last ?? ""
    // A key that names no day is no error.
    return try? CalendarDate(String(decoding: name.utf8.prefix(10), as: UTF8.self))
  }

  /// Whether the file of `date` may still come: the vendor publishes a day on the following one,
  /// until noon in New York.
  package static func isAwaited(_ date: CalendarDate, now: Date) -> Bool {
    let secondsSinceEpoch = now.timeIntervalSince1970
    return secondsSinceEpoch < Double(date.daysSinceEpoch + 2) * 86_400
  }

  /// Why the exchanges were closed, in words.
  package static func text(_ closure: TradingCalendar.Closure) -> String {
    switch closure {
    case .weekend: "a weekend"
    case .holiday(let holiday): holiday.rawValue
    case .special(let reason): reason
    }
  }
}
