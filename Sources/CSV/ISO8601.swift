internal import BarLakeColumnar

/// Dates and instants as ISO 8601 writes them, in the one form that is taken:
/// `YYYY-MM-DD[(T| )hh:mm[:ss[.f{1,9}]][Z|±hh:mm]]`. No offset means UTC.
package enum ISO8601 {
  /// Nanoseconds since 1970 of the instant written in `start..<end`, or nil if what is written
  /// there has another form, is no real day or time, or lies outside 64 bits.
  package static func nanoseconds(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64? {
    var cursor = Cursor(position: start, end: end)
    guard let day = cursor.day(text) else { return nil }
    var seconds = Int64(day) * 86_400
    var fraction: Int64 = 0
    if cursor.position < end {
      guard cursor.take("T", text) || cursor.take(" ", text),
        let hour = cursor.number(2, text, below: 24), cursor.take(":", text),
        let minute = cursor.number(2, text, below: 60)
      else { return nil }
      seconds += Int64(hour) * 3_600 + Int64(minute) * 60
      if cursor.take(":", text) {
        guard let second = cursor.number(2, text, below: 60) else { return nil }
        seconds += Int64(second)
        if cursor.take(".", text) {
          guard let nanoseconds = cursor.fraction(text) else { return nil }
          fraction = nanoseconds
        }
      }
      guard let offset = cursor.offset(text) else { return nil }
      seconds -= offset
    }
    guard cursor.position == end else { return nil }
    // A time before 1970 is a whole number of seconds below it and a fraction above that; near the
    // least instant only the sum fits.
    let (whole, isOver) = (seconds + (seconds < 0 ? 1 : 0))
      .multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOverToo) = whole.addingReportingOverflow(
      seconds < 0 ? fraction - 1_000_000_000 : fraction)
    return isOver || isOverToo ? nil : sum
  }

  /// Days since 1970 of the day `YYYY-MM-DD` that is all of `start..<end`, or nil.
  package static func day(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32? {
    var cursor = Cursor(position: start, end: end)
    guard let day = cursor.day(text), cursor.position == end else { return nil }
    return Int32(exactly: day)
  }

  private struct Cursor {
    var position: Int
    let end: Int

    /// Takes the character `character` if it is next.
    mutating func take(_ character: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
      guard position < end, text[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    /// Takes exactly `digitCount` digits of a number below `limit`.
    mutating func number(_ digitCount: Int, _ text: Span<UInt8>, below limit: Int) -> Int? {
      guard end - position >= digitCount else { return nil }
      var value = 0
      for _ in 0..<digitCount {
        let digit = text[position] &- UInt8(ascii: "0")
        guard digit <= 9 else { return nil }
        value = value * 10 + Int(digit)
        position += 1
      }
      return value < limit ? value : nil
    }

    /// Takes a day of the years 0001 to 9999: Python's calendar has no year 0.
    mutating func day(_ text: Span<UInt8>) -> Int? {
      guard let year = number(4, text, below: 10_000), year > 0, take("-", text),
        let month = number(2, text, below: 13), take("-", text),
        let day = number(2, text, below: 32)
      else { return nil }
      return CivilDay.daysSinceEpoch(year: year, month: month, day: day)
    }

    /// Takes one to nine digits as a fraction of a second, in nanoseconds.
    mutating func fraction(_ text: Span<UInt8>) -> Int64? {
      var value: Int64 = 0
      var digitCount = 0
      while digitCount < 9, let digit = number(1, text, below: 10) {
        value = value * 10 + Int64(digit)
        digitCount += 1
      }
      guard digitCount > 0 else { return nil }
      return (digitCount..<9).reduce(value) { value, _ in value * 10 }
    }

    /// Takes an offset from UTC, in seconds; 0 if there is none.
    mutating func offset(_ text: Span<UInt8>) -> Int64? {
      if position == end || take("Z", text) { return 0 }
      let isNegative = take("-", text)
      guard isNegative || take("+", text), let hour = number(2, text, below: 24), take(":", text),
        let minute = number(2, text, below: 60)
      else { return nil }
      let seconds = Int64(hour) * 3_600 + Int64(minute) * 60
      return isNegative ? -seconds : seconds
    }
  }
}
