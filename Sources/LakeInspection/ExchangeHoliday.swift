package import BarLake
internal import BarLakeColumnar

/// The holidays of the US stock exchanges: the day of each in a year, and the day on which the
/// exchanges are closed for it.
///
/// Source: NYSE Rule 7.2, "Holidays"; the same days are those of Nasdaq, Equity 1, Section 12.
public enum ExchangeHoliday: String, CaseIterable, Encodable, Sendable {
  case newYearsDay = "New Year's Day"
  case martinLutherKingDay = "Martin Luther King, Jr. Day"
  case washingtonsBirthday = "Washington's Birthday"
  case goodFriday = "Good Friday"
  case memorialDay = "Memorial Day"
  case juneteenth = "Juneteenth National Independence Day"
  case independenceDay = "Independence Day"
  case laborDay = "Labor Day"
  case thanksgivingDay = "Thanksgiving Day"
  case christmasDay = "Christmas Day"
}

extension ExchangeHoliday {
  /// The day on which the exchanges are closed for the holiday in `year`: the Friday before a
  /// Saturday, the Monday after a Sunday. Nil if the holiday is not observed.
  func observed(in year: Int) -> CalendarDate? {
    guard let date = date(in: year) else { return nil }
    switch date.weekday {
    // A year's last business day is a trading day: "unless unusual business conditions exist, such
    // as the ending of a monthly or the yearly accounting period" (NYSE Rule 7.2).
    case .saturday where self == .newYearsDay: return nil
    case .saturday: return CalendarDate(daysSinceEpoch: date.daysSinceEpoch - 1)
    case .sunday: return CalendarDate(daysSinceEpoch: date.daysSinceEpoch + 1)
    default: return date
    }
  }

  /// The day of the holiday itself; nil in years that do not have it.
  private func date(in year: Int) -> CalendarDate? {
    switch self {
    case .newYearsDay: Self.day(year, 1, 1)
    case .martinLutherKingDay: Self.first(.monday, notBefore: Self.day(year, 1, 15))
    case .washingtonsBirthday: Self.first(.monday, notBefore: Self.day(year, 2, 15))
    case .goodFriday: Self.goodFriday(in: year)
    case .memorialDay: Self.first(.monday, notBefore: Self.day(year, 5, 25))
    // A law since 17 June 2021, and a holiday of the exchanges since 2022.
    case .juneteenth: year < 2022 ? nil : Self.day(year, 6, 19)
    case .independenceDay: Self.day(year, 7, 4)
    case .laborDay: Self.first(.monday, notBefore: Self.day(year, 9, 1))
    case .thanksgivingDay: Self.first(.thursday, notBefore: Self.day(year, 11, 22))
    case .christmasDay: Self.day(year, 12, 25)
    }
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate? {
    CivilDay.daysSinceEpoch(year: year, month: month, day: day)
      .map { CalendarDate(daysSinceEpoch: Int32($0)) }
  }

  private static func first(_ weekday: Weekday, notBefore day: CalendarDate?) -> CalendarDate? {
    guard let day else { return nil }
    let wait = (weekday.rawValue - day.weekday.rawValue + 7) % 7
    return CalendarDate(daysSinceEpoch: day.daysSinceEpoch + Int32(wait))
  }

  /// The Friday before Easter Sunday.
  ///
  /// Source: J. Meeus, "Astronomical Algorithms", chapter 8, "Date of Easter", whose letters these
  /// are.
  private static func goodFriday(in year: Int) -> CalendarDate? {
    let a = year % 19
    let (b, c) = year.quotientAndRemainder(dividingBy: 100)
    let (d, e) = b.quotientAndRemainder(dividingBy: 4)
    let f = (b + 8) / 25
    let g = (b - f + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let (i, k) = c.quotientAndRemainder(dividingBy: 4)
    let l = (32 + 2 * e + 2 * i - h - k) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let (n, p) = (h + l - 7 * m + 114).quotientAndRemainder(dividingBy: 31)
    return day(year, n, p + 1).map { CalendarDate(daysSinceEpoch: $0.daysSinceEpoch - 2) }
  }
}

/// A day of the week.
package enum Weekday: Int, Sendable {
  case sunday, monday, tuesday, wednesday, thursday, friday, saturday
}

extension CalendarDate {
  /// The day of the week. 1970-01-01 was a Thursday.
  package var weekday: Weekday {
    let number = (Int(daysSinceEpoch) + Weekday.thursday.rawValue) % 7
    return Weekday(rawValue: (number + 7) % 7) ?? .sunday
  }
}
