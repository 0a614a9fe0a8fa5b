package import BarLakeColumnar

/// Instants: a count of nanoseconds since 1970, or ISO 8601 text, decided for each field alone.
package struct TimestampParser: FieldParser {
  /// What an empty field means.
  package enum EmptyRule: Sendable {
    case rejectAsKey
    case null
  }

  /// The column's unit; an instant between two of its units does not fit.
  package var unit: TimeUnit
  package var emptyRule: EmptyRule
  /// What is thrown for text that is no instant of the unit.
  package var misfit: FieldReason
  package var path: ScanPath

  package init(unit: TimeUnit, emptyRule: EmptyRule, misfit: FieldReason, path: ScanPath) {
    self.unit = unit
    self.emptyRule = emptyRule
    self.misfit = misfit
    self.path = path
  }

  package static var placeholder: Int64 { 0 }
  package static func values(_ buffer: [Int64]) -> ColumnValues { .int64(buffer) }

  @inline(__always)
  package func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Int64> {
    if path == .fast, let nanoseconds = Self.shortCount(text, start, end) {
      return inUnit(nanoseconds)
    }
    return parsePlainly(text, start, end)
  }

  /// The fast way: one to eighteen digits, or nineteen up to the year 2262, and nothing else. The
  /// last fields of a text, after which it has not enough bytes for whole words, are left out.
  @inline(__always)
  private static func shortCount(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64? {
    let count = end &- start
    guard count >= 1, count <= 19, start &+ 24 <= text.count,
      var value = DigitWord.digits(text, at: start, count: min(count, 8))
    else { return nil }
    if count > 8 {
      let secondCount = min(count &- 8, 8)
      guard let second = DigitWord.digits(text, at: start &+ 8, count: secondCount)
      else { return nil }
      value = value &* PowersOfTen.integers[secondCount] &+ second
    }
    if count > 16 {
      guard let third = DigitWord.digits(text, at: start &+ 16, count: count &- 16)
      else { return nil }
      // Nineteen nines are below 2^64.
      value = value &* PowersOfTen.integers[count &- 16] &+ third
    }
    return Int64(exactly: value)
  }

  @inline(never)
  func parsePlainly(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Int64> {
    let (start, end) = text.trimmingBlanks(start, end)
    if start == end {
      switch emptyRule {
      case .rejectAsKey: return .failure(.nullKey)
      case .null: return .null
      }
    }
    guard
      let nanoseconds = Self.count(text, start, end)
        ?? ISO8601.nanoseconds(text, start, end)
    else { return .failure(misfit) }
    return inUnit(nanoseconds)
  }

  /// An integer of 64 bits with one sign and any leading zeros.
  private static func count(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64? {
    var position = start
    let isNegative = text[position] == UInt8(ascii: "-")
    if isNegative || text[position] == UInt8(ascii: "+") { position += 1 }
    guard position < end else { return nil }
    var value: Int64 = 0
    while position < end {
      let digit = text[position] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      let (product, isOver) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOverToo) =
        isNegative
        ? product.subtractingReportingOverflow(Int64(digit))
        : product.addingReportingOverflow(Int64(digit))
      if isOver || isOverToo { return nil }
      value = sum
      position += 1
    }
    return value
  }

  @inline(__always)
  private func inUnit(_ nanoseconds: Int64) -> ParsedField<Int64> {
    let divisor: Int64 =
      switch unit {
      case .nanosecond: 1
      case .microsecond: 1_000
      case .millisecond: 1_000_000
      }
    if divisor == 1 { return .value(nanoseconds) }
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: divisor)
    return remainder == 0 ? .value(quotient) : .failure(misfit)
  }
}
