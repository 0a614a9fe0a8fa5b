public import BarLake

/// A day of a data type.
public struct CalendarDay: Sendable {
  /// What became of a day.
  public enum State: String, CaseIterable, Encodable, Sendable {
    /// The date is done, with all symbols.
    case done
    /// The date is done for some symbols only.
    case filtered
    /// Something of the date exists, and it is not done.
    case unfinished
    /// An expected trading day of which nothing exists.
    case missing
    /// The exchanges are closed on a weekday, and nothing exists.
    case holiday
    /// A Saturday or Sunday of which nothing exists.
    case weekend
    /// Nothing exists and nothing is expected: before the first done date, after the last expected
    /// day, or before ``TradingCalendar/firstDay``.
    case outside
  }

  /// The day.
  public var date: CalendarDate
  /// What became of it.
  public var state: State
  /// Whether the exchanges trade on it; nil before ``TradingCalendar/firstDay``. A date can be done
  /// although they do not.
  public var isTradingDay: Bool?
  /// The holiday, or the reason of another closure; nil on trading days and weekends.
  public var holiday: String?
  /// The figures of its manifest; nil if it is not done.
  public var done: DoneDate?
  /// The usual number of rows of the done dates around it; nil if it is not judged by them.
  public var neighbourRowCount: Int?
  /// Whether its number of rows is far from ``neighbourRowCount``.
  public var isOutOfLine: Bool
  /// Whether a run holds its lock now.
  public var isInProgress: Bool
  /// What exists of an unfinished date, and what is wrong with it, for people.
  public var reasons: [String]

  init(_ date: CalendarDate, _ known: KnownDays) {
    self.date = date
    let closure = TradingCalendar.closure(on: date)
    isTradingDay = TradingCalendar.isTradingDay(date)
    holiday =
      switch closure {
      case .holiday(let holiday): holiday.rawValue
      case .special(let reason): reason
      case .weekend, nil: nil
      }
    done = known.done[date]
    let unfinished = known.unfinished[date]
    isInProgress = unfinished?.isInProgress ?? false
    reasons = unfinished?.reasons ?? []
    neighbourRowCount = done.flatMap(known.rows.median)
    isOutOfLine = done.map(known.rows.isOutOfLine) ?? false
    state =
      if let done {
        done.symbolCount == nil ? .done : .filtered
      } else if unfinished != nil {
        .unfinished
      } else if known.expected.contains(date) {
        .missing
      } else {
        switch closure {
        case .weekend: .weekend
        case .holiday, .special: .holiday
        case nil: .outside
        }
      }
  }
}

extension CalendarDay: Encodable {
  private enum CodingKeys: String, CodingKey {
    case date, state, holiday, symbols, files, rows, bytes, doubtful, reasons
    case isTradingDay = "trading_day"
    case neighbourRows = "neighbour_rows"
    case outOfLine = "out_of_line"
    case isInProgress = "in_progress"
  }

  /// Encodes every key; null if there is no value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(date, forKey: .date)
    try container.encode(state, forKey: .state)
    try container.encode(isTradingDay, forKey: .isTradingDay)
    try container.encode(holiday, forKey: .holiday)
    try container.encode(done?.symbolCount, forKey: .symbols)
    try container.encode(done?.fileCount, forKey: .files)
    try container.encode(done?.rowCount, forKey: .rows)
    try container.encode(done?.byteCount, forKey: .bytes)
    try container.encode(done?.doubtful, forKey: .doubtful)
    try container.encode(neighbourRowCount, forKey: .neighbourRows)
    try container.encode(isOutOfLine, forKey: .outOfLine)
    try container.encode(isInProgress, forKey: .isInProgress)
    try container.encode(reasons, forKey: .reasons)
  }
}
