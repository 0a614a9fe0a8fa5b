import BarLakeColumnar
import Testing

@Suite struct CivilDayTests {
  @Test func `days have the numbers that calendars give them`() {
    for (year, month, day, number) in [
      (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 3, 1, 11_017), (2024, 2, 29, 19_782),
      (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896), (1900, 3, 1, -25_508),
    ] {
      #expect(CivilDay.daysSinceEpoch(year: year, month: month, day: day) == number)
      #expect(CivilDay.civil(daysSinceEpoch: number) == (year, month, day))
    }
  }

  /// The calendar day by day, with nothing but the lengths of its months.
  @Test func `every day follows the one before`() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    // 1600-01-01: 370 years of 365 days, and their leap days, before 1970.
    var number = -370 * 365 - 90
    for year in 1600..<2001 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for (month, length) in lengths.enumerated() {
        let dayCount = month == 1 && isLeap ? 29 : length
        for day in [1, 2, 28, dayCount] {
          let date = (year, month + 1, day)
          #expect(
            CivilDay.daysSinceEpoch(year: date.0, month: date.1, day: day) == number + day - 1)
          #expect(CivilDay.civil(daysSinceEpoch: number + day - 1) == date)
        }
        #expect(CivilDay.daysSinceEpoch(year: year, month: month + 1, day: dayCount + 1) == nil)
        number += dayCount
      }
    }
  }

  @Test func `what is no day has no number`() {
    for (year, month, day) in [
      (2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0),
      (2024, 1, 32), (2024, 1, -1),
    ] {
      #expect(CivilDay.daysSinceEpoch(year: year, month: month, day: day) == nil)
    }
  }

  @Test func `a day is written with four digits of its year at least`() {
    #expect(CivilDay.text(daysSinceEpoch: 0) == "1970-01-01")
    #expect(CivilDay.text(daysSinceEpoch: -719_162) == "0001-01-01")
    #expect(CivilDay.text(daysSinceEpoch: -719_163) == "0000-12-31")
    #expect(CivilDay.text(daysSinceEpoch: -719_163 - 366) == "-0001-12-31")
    #expect(CivilDay.text(daysSinceEpoch: 2_932_897) == "10000-01-01")
  }
}
