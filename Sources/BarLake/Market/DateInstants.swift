internal import BarLakeColumnar

/// The instants that belong to a trading day, in a column's unit: from midnight UTC to before 05:00
/// UTC of the next day. Bars of 19:00 to 20:00 New York time carry the next UTC date in winter.
///
/// Both bounds are inclusive, because the last 64-bit instant must be included too.
struct DateInstants: Sendable {
  private let first: Int64
  private let last: Int64

  init(_ date: CalendarDate, in unit: TimeUnit) {
    let perSecond: Int64 =
      switch unit {
      case .millisecond: 1_000
      case .microsecond: 1_000_000
      case .nanosecond: 1_000_000_000
      }
    let midnight = Int64(date.daysSinceEpoch) * 86_400
    let (start, isStartOver) = midnight.multipliedReportingOverflow(by: perSecond)
    let (end, isEndOver) = (midnight + 29 * 3_600).multipliedReportingOverflow(by: perSecond)
    let isLate = midnight > 0
    if isLate ? isStartOver : isEndOver {
      // No 64-bit instant is of this date.
      (first, last) = (.max, .min)
    } else {
      first = isStartOver ? .min : start
      last = isEndOver ? .max : end - 1
    }
  }

  func contains(_ instant: Int64) -> Bool { instant >= first && instant <= last }
}
