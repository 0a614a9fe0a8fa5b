internal import BarLake

/// A month of a data type, day by day.
public struct CalendarMonth: Sendable {
  /// The year, 1 to 9999.
  public var year: Int
  /// The month, 1 to 12.
  public var month: Int
  /// All days of the month, in order.
  public var days: [CalendarDay]

  /// - Parameter firstDay: the first day of the month.
  init(firstDay: CalendarDate, _ known: KnownDays) {
    (year, month) = (firstDay.year, firstDay.month)
    days = (0..<31).map { CalendarDate(daysSinceEpoch: firstDay.daysSinceEpoch + $0) }
      .filter { $0.month == firstDay.month }
      .map { CalendarDay($0, known) }
  }

  static func firstDay(of date: CalendarDate) -> CalendarDate {
    CalendarDate(daysSinceEpoch: date.daysSinceEpoch - Int32(date.day - 1))
  }
}

extension CalendarMonth {
  /// The month as `YYYY-MM`.
  public var name: String { days.first.map { LakeMonth.text(of: $0.date) } ?? "" }

  /// The number of days in this state. Dates that are done with a filter are not among those that
  /// are done.
  public func count(_ state: CalendarDay.State) -> Int { days.count { $0.state == state } }

  /// The number of done dates whose rows are out of line.
  public var outOfLineCount: Int { days.count(where: \.isOutOfLine) }

  /// The number of rows of the done dates.
  public var rowCount: Int { days.reduce(0) { $0 + ($1.done?.rowCount ?? 0) } }

  /// The number of bytes of the done dates.
  public var byteCount: Int { days.reduce(0) { $0 + ($1.done?.byteCount ?? 0) } }
}

extension CalendarMonth: Encodable {
  private enum CodingKeys: String, CodingKey {
    case month, done, filtered, missing, unfinished, holiday, rows, bytes, days
    case outOfLine = "out_of_line"
  }

  /// Encodes the name, the counts, and each day.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .month)
    try container.encode(count(.done), forKey: .done)
    try container.encode(count(.filtered), forKey: .filtered)
    try container.encode(count(.missing), forKey: .missing)
    try container.encode(count(.unfinished), forKey: .unfinished)
    try container.encode(count(.holiday), forKey: .holiday)
    try container.encode(outOfLineCount, forKey: .outOfLine)
    try container.encode(rowCount, forKey: .rows)
    try container.encode(byteCount, forKey: .bytes)
    try container.encode(days, forKey: .days)
  }
}
