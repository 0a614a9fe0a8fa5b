package import BarLake

/// Judges the number of a date's rows by those of the dates around it.
///
/// Judged, and compared with, are trading days that are done without a filter. The usual number is
/// the median, so a few wrong neighbours do not matter, and neighbours are near, so the growth of
/// the market does not either.
///
/// Source: `docs/spec.md`, STATUS-4.5.
package struct NeighbourRows: Sendable {
  /// How far neighbours may be away, in days of the calendar: about ten trading days on each side.
  private static let reach: Int32 = 15
  /// The least number of neighbours by which a date is judged.
  private static let leastCount = 5

  private var medians: [CalendarDate: Int] = [:]
  /// The largest factor between a number of rows and the usual one.
  private let factor: Double

  /// - Parameter dates: all done dates of a data type, in order.
  package init(_ dates: [DoneDate], of dataType: MarketDataType) {
    // Nearly every listed stock has a bar on every day. On a day of shortened hours a minute type
    // has about half of its rows, and options trade much more on some days than on others.
    factor = dataType == .stocksDaily ? 1.25 : 3
    let comparable = dates.filter {
      $0.symbolCount == nil && TradingCalendar.isTradingDay($0.date) != false
    }
    var first = 0
    for (index, date) in comparable.enumerated() {
      let day = date.date.daysSinceEpoch
      while comparable[first].date.daysSinceEpoch < day - Self.reach { first += 1 }
      let near = comparable[first...].prefix { $0.date.daysSinceEpoch <= day + Self.reach }
      let rows = near.indices.filter { $0 != index }.map { near[$0].rowCount }.sorted()
      if rows.count >= Self.leastCount { medians[date.date] = Self.median(rows) }
    }
  }

  /// The middle of sorted numbers, of which there is one at least; between two middle ones, the
  /// mean, rounded down.
  private static func median(_ sorted: [Int]) -> Int {
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return low + (high - low) / 2
  }

  /// The usual number of rows around a done date; nil if it is not judged.
  package func median(of date: DoneDate) -> Int? { medians[date.date] }

  /// Whether the date has too few or too many rows.
  package func isOutOfLine(_ date: DoneDate) -> Bool {
    guard let median = median(of: date) else { return false }
    let (rows, usual) = (Double(date.rowCount), Double(median))
    return rows * factor < usual || rows > usual * factor
  }
}
