public import BarLake

/// The months of a lake: what became of each day, and which trading days it lacks up to a last one.
/// It is made from a ``LakeStatus``; nothing more is read.
///
/// Source: `docs/spec.md`, STATUS-4.
public struct LakeCalendar: Sendable, Encodable {
  /// The last day that is expected.
  public var until: CalendarDate
  /// The calendars of the data types of which the lake contains anything.
  public var dataTypes: [DataTypeCalendar]

  /// - Parameters:
  ///   - status: what the lake has.
  ///   - until: the last day that is expected. The vendor publishes the file of a day on the
  ///     following one, so this is usually the day before today.
  public init(_ status: LakeStatus, until: CalendarDate) {
    self.until = until
    dataTypes = status.dataTypes.map { DataTypeCalendar($0, until: until) }
  }

  private enum CodingKeys: String, CodingKey {
    case until
    case dataTypes = "data_types"
  }
}

/// The months of one data type.
public struct DataTypeCalendar: Sendable, Encodable {
  /// The data type.
  public var dataType: MarketDataType
  /// The trading days from the first done date through the last expected day that are not done,
  /// unfinished ones included. Days before ``TradingCalendar/firstDay`` are never gaps.
  public var gaps: [CalendarDate]
  /// The months that have an expected trading day or a date of which something exists, in order.
  public var months: [CalendarMonth]

  init(_ status: DataTypeStatus, until: CalendarDate) {
    dataType = status.dataType
    let expected = status.done.first.map { first in
      TradingCalendar.tradingDays(from: first, through: until)
    }
    let known = KnownDays(status, expected: Set(expected ?? []))
    gaps = (expected ?? []).filter { known.done[$0] == nil }
    let days = (expected ?? []) + status.done + status.unfinished.map(\.date)
    months = Set(days.map { CalendarMonth.firstDay(of: $0) }).sorted()
      .map { CalendarMonth(firstDay: $0, known) }
  }

  private enum CodingKeys: String, CodingKey {
    case gaps, months
    case dataType = "data_type"
  }
}

/// What is known of the days of a data type, by date.
struct KnownDays {
  var done: [CalendarDate: DoneDate] = [:]
  var unfinished: [CalendarDate: UnfinishedDate] = [:]
  /// The trading days that the lake should have.
  var expected: Set<CalendarDate>
  var rows: NeighbourRows

  init(_ status: DataTypeStatus, expected: Set<CalendarDate>) {
    for date in status.doneDates { done[date.date] = date }
    for date in status.unfinished { unfinished[date.date] = date }
    self.expected = expected
    rows = NeighbourRows(status.doneDates, of: status.dataType)
  }
}
