/// Days of the Gregorian calendar, and their numbers since 1970-01-01.
package enum CivilDay {
  /// The number of days from 1970-01-01 to a day, negative before it; nil if the day does not
  /// exist.
  package static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
    guard (1...12).contains(month), (1...dayCount(year: year, month: month)).contains(day) else {
      return nil
    }
    // A year begins in March here, so that the leap day is its last day.
    let marchYear = month > 2 ? year : year - 1
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let marchMonth = (month + 9) % 12
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day that is `days` days after 1970-01-01.
  package static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day that is `days` days after 1970-01-01, as `YYYY-MM-DD`. Years after 9999 have more
  /// digits, and years before 0 have a minus sign.
  package static func text(daysSinceEpoch days: Int) -> String {
    let day = civil(daysSinceEpoch: days)
    let parts = [(abs(day.year), 4), (day.month, 2), (day.day, 2)].map { number, width in
      let digits = String(number)
      return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
    return (day.year < 0 ? "-" : "") + parts.joined(separator: "-")
  }

  private static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
