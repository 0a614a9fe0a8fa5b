package import BarLake
internal import BarLakeBytes
internal import LakeInspection

/// Which days a call asks for.
package enum RequestedDays: Equatable, Sendable {
  /// A day, whether or not the exchanges trade on it.
  case one(CalendarDate)
  /// The trading days from the first to the last, both included.
  case range(CalendarDate, CalendarDate)
  /// The last trading days before today. The file of a day comes on the following one.
  case last(Int)

  /// The days, in order.
  package func days(today: CalendarDate) -> [CalendarDate] {
    switch self {
    case .one(let day): return [day]
    case .range(let first, let last):
      return TradingCalendar.tradingDays(from: first, through: last)
    case .last(let count):
      var days: [CalendarDate] = []
      var day = today
      while days.count < count, day > TradingCalendar.firstDay {
        day = CalendarDate(daysSinceEpoch: day.daysSinceEpoch - 1)
        if TradingCalendar.isTradingDay(day) == true { days.append(day) }
      }
      return days.reversed()
    }
  }
}

extension RequestedDays {
  /// Reads the arguments of a call.
  ///
  /// - Parameters:
  ///   - date: one day, `YYYY-MM-DD`.
  ///   - since: the first day of a range.
  ///   - until: its last day; nil for the day before today.
  ///   - last: how many trading days.
  /// - Throws: `invalid_date`; `invalid_argument` unless exactly one of the three forms is given,
  ///   and for a range that ends before it begins.
  package init(
    date: String?, since: String?, until: String?, last: Int?, today: CalendarDate
  ) throws(IngestError) {
    switch (date, since, until, last) {
    case (let date?, nil, nil, nil): self = .one(try CalendarDate(date))
    case (nil, let since?, let until, nil):
      let first = try CalendarDate(since)
      let end =
        if let until { try CalendarDate(until) } else {
          CalendarDate(daysSinceEpoch: today.daysSinceEpoch - 1)
        }
      guard first <= end else {
        throw .invalidArgument("the first day", "\(first)", "a day not after the last one, \(end)")
      }
      self = .range(first, end)
    case (nil, nil, nil, let count?):
      guard count >= 1 else {
        throw .invalidArgument("the number of days", "\(count)", "an integer of at least 1")
      }
      self = .last(count)
    default:
      throw .invalidArgument(
        "the request", "another", "a date, a range that begins with since, or a number of last days"
      )
    }
  }
}
