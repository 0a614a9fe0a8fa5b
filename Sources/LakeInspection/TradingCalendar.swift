public import BarLake

/// The days on which the US stock exchanges (NYSE, Nasdaq) trade, from 2003 on: all days except
/// weekends, holidays, and days on which they were closed for another reason. Days with shortened
/// hours are trading days.
///
/// Holidays follow from rules, for any year. Other closures are listed as known in November 2026.
///
/// Source: `docs/spec.md`, CAL-1 to CAL-3.
public enum TradingCalendar {
  /// The first day of the calendar, 2003-01-01.
  public static let firstDay = CalendarDate(daysSinceEpoch: 12_053)

  /// Why the exchanges are closed on a day.
  public enum Closure: Hashable, Sendable {
    case weekend
    case holiday(ExchangeHoliday)
    /// A closure of that one day, and its reason.
    case special(String)
  }

  /// Whether the exchanges trade on `date`; nil for days before ``firstDay``, which had other
  /// rules.
  public static func isTradingDay(_ date: CalendarDate) -> Bool? {
    date < firstDay ? nil : closure(on: date) == nil
  }

  /// Why the exchanges do not trade on `date`; nil for trading days, and for days before
  /// ``firstDay``.
  public static func closure(on date: CalendarDate) -> Closure? {
    guard date >= firstDay else { return nil }
    if date.weekday == .saturday || date.weekday == .sunday { return .weekend }
    if let holiday = ExchangeHoliday.allCases.first(where: { $0.observed(in: date.year) == date }) {
      return .holiday(holiday)
    }
    return specialClosures[date.description].map(Closure.special)
  }

  /// The trading days from `first` to `last`, both included, in order; none before ``firstDay``.
  public static func tradingDays(from first: CalendarDate, through last: CalendarDate)
    -> [CalendarDate]
  {
    guard first <= last else { return [] }
    return (first.daysSinceEpoch...last.daysSinceEpoch)
      .map(CalendarDate.init(daysSinceEpoch:))
      .filter { isTradingDay($0) == true }
  }

  /// Days other than holidays on which both exchanges were closed all day.
  ///
  /// Source: the announcements of the exchanges, as named.
  private static let specialClosures = [
    // NYSE and Nasdaq, June 2004: National Day of Mourning, proclaimed by the President.
    "2004-06-11": "funeral of President Reagan",
    // NYSE Group, December 2006: "NYSE Markets Close Jan. 2, Observing Day of Mourning for
    // President Ford".
    "2007-01-02": "mourning for President Ford",
    // NYSE Euronext and Nasdaq OMX, 28 and 29 October 2012.
    "2012-10-29": "Hurricane Sandy",
    "2012-10-30": "Hurricane Sandy",
    // NYSE and Nasdaq, December 2018: National Day of Mourning, proclaimed by the President.
    "2018-12-05": "mourning for President George H. W. Bush",
    // NYSE, 30 December 2024: "The New York Stock Exchange Will Close Markets on January 9 to Honor
    // the Passing of Former President Jimmy Carter on National Day of Mourning".
    "2025-01-09": "mourning for President Carter",
  ]
}
