internal import BarLakeColumnar

/// A day of the Gregorian calendar, written `YYYY-MM-DD`.
public struct CalendarDate: Hashable, Sendable {
  /// The year, 1 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int
  /// Days since 1970-01-01; negative before that day.
  public let daysSinceEpoch: Int32

  /// Parses `text`, which must have exactly the form `YYYY-MM-DD` in ASCII.
  ///
  /// - Throws: `invalid_date` for any other form and for days that do not exist.
  public init(_ text: String) throws(IngestError) {
    guard let date = CalendarDate(parsing: Array(text.utf8)) else {
      throw IngestError(
        date: text, code: .invalidDate, token: IngestError.printable(Array(text.utf8)),
        message:
          "a date is written YYYY-MM-DD and is a real day of the years 0001 to 9999, not \(text)")
    }
    self = date
  }

  private init?(parsing text: [UInt8]) {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      text[range].reduce(Int?(0)) { value, byte in
        let digit = byte &- UInt8(ascii: "0")
        return digit <= 9 ? value.map { $0 * 10 + Int(digit) } : nil
      }
    }
    guard let year = number(0..<4), year > 0, let month = number(5..<7), let day = number(8..<10),
      let days = CivilDay.daysSinceEpoch(year: year, month: month, day: day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    daysSinceEpoch = Int32(days)
  }

  /// The day that is `daysSinceEpoch` days after 1970-01-01.
  package init(daysSinceEpoch: Int32) {
    (year, month, day) = CivilDay.civil(daysSinceEpoch: Int(daysSinceEpoch))
    self.daysSinceEpoch = daysSinceEpoch
  }
}

extension CalendarDate: Comparable {
  /// Whether the first day is earlier.
  public static func < (one: CalendarDate, other: CalendarDate) -> Bool {
    one.daysSinceEpoch < other.daysSinceEpoch
  }
}

extension CalendarDate: Encodable {
  /// Encodes the date as the text `YYYY-MM-DD`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The day as `YYYY-MM-DD`.
  public var description: String { CivilDay.text(daysSinceEpoch: Int(daysSinceEpoch)) }

  /// The year as four digits.
  package var yearText: String { String(description.utf8.prefix(4)) ?? "" }
  /// The month as two digits.
  package var monthText: String { String(description.utf8.dropFirst(5).prefix(2)) ?? "" }
}
