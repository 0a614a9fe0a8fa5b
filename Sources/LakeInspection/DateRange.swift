package import BarLake

/// Dates that follow each other, for people: no trading day that is not one of them lies between
/// two of them.
package struct DateRange: Equatable, Sendable {
  package private(set) var first: CalendarDate
  package private(set) var last: CalendarDate
  /// The number of dates.
  package private(set) var count: Int

  /// The ranges of `dates`, which are in order.
  package static func ranges(of dates: [CalendarDate]) -> [DateRange] {
    var ranges: [DateRange] = []
    for date in dates {
      if let range = ranges.last,
        TradingCalendar.tradingDays(from: range.last, through: date)
          .allSatisfy({ $0 == range.last || $0 == date })
      {
        ranges[ranges.count - 1].last = date
        ranges[ranges.count - 1].count += 1
      } else {
        ranges.append(DateRange(first: date, last: date, count: 1))
      }
    }
    return ranges
  }

  /// The most ranges that a text names.
  private static let namedLimit = 5

  /// The first ranges of `dates`, which are in order, and how many more dates there are.
  package static func text(of dates: [CalendarDate]) -> String {
    let named = ranges(of: dates).prefix(namedLimit)
    let left = dates.count - named.reduce(0) { $0 + $1.count }
    return named.map(\.description).joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
  }
}

extension DateRange: CustomStringConvertible {
  /// The first and the last date, or the only one.
  package var description: String { first == last ? "\(first)" : "\(first) to \(last)" }
}
