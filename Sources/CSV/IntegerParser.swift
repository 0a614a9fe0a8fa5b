package import BarLakeColumnar

/// What becomes of a number with a fraction in an integer column.
package enum FractionRule: Sendable {
  case reject
  /// Rounded to the nearest integer, ties to even.
  case round
}

/// Integer columns: any decimal notation of an exact integer, evaluated without floating point.
package struct IntegerParser<Value: IntegerColumnValue>: FieldParser {
  package var range: ClosedRange<Value>
  package var fractionRule: FractionRule
  package var path: ScanPath

  package init(
    range: ClosedRange<Value> = .min ... .max, fractionRule: FractionRule = .reject, path: ScanPath
  ) {
    self.range = range
    self.fractionRule = fractionRule
    self.path = path
  }

  package static var placeholder: Value { 0 }
  package static func values(_ buffer: [Value]) -> ColumnValues { Value.columnValues(buffer) }

  @inline(__always)
  package func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Value> {
    if path == .fast, let decimal = ShortDecimal(text, start, end), decimal.scale == 0,
      !decimal.isNegative, let value = Value(exactly: decimal.mantissa), range.contains(value)
    {
      return .value(value)
    }
    return parsePlainly(text, start, end)
  }

  @inline(never)
  func parsePlainly(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Value> {
    let (start, end) = text.trimmingBlanks(start, end)
    if isMissingNumber(text, start, end) { return .null }
    guard let decimal = DecimalText(text, start, end) else { return .failure(.badNumber) }
    if decimal.isNegative, range.lowerBound == 0, !decimal.digits.isEmpty {
      return .failure(.outOfRange)
    }
    if decimal.isFraction, fractionRule == .reject { return .failure(.fraction) }
    guard let magnitude = decimal.roundedMagnitude else { return .failure(.outOfRange) }
    let value =
      decimal.isNegative && magnitude > 0
      ? Self.negated(magnitude) : Value(exactly: magnitude)
    guard let value, range.contains(value) else { return .failure(.outOfRange) }
    return decimal.isFraction ? .rounded(value) : .value(value)
  }

  private static func negated(_ magnitude: UInt64) -> Value? {
    guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
    return Value(exactly: Int64(truncatingIfNeeded: 0 &- magnitude))
  }
}

/// The widths of integer columns.
package protocol IntegerColumnValue: FixedWidthInteger, Sendable {
  static func columnValues(_ buffer: [Self]) -> ColumnValues
}

extension Int32: IntegerColumnValue {
  package static func columnValues(_ buffer: [Int32]) -> ColumnValues { .int32(buffer) }
}

extension Int64: IntegerColumnValue {
  package static func columnValues(_ buffer: [Int64]) -> ColumnValues { .int64(buffer) }
}

extension UInt32: IntegerColumnValue {
  package static func columnValues(_ buffer: [UInt32]) -> ColumnValues { .uint32(buffer) }
}

extension UInt64: IntegerColumnValue {
  package static func columnValues(_ buffer: [UInt64]) -> ColumnValues { .uint64(buffer) }
}

extension DecimalText {
  /// Whether the number is no integer.
  package var isFraction: Bool { lastDigitExponent < 0 }

  /// The number without its sign, rounded to an integer, ties to even; nil from 2^64 on.
  package var roundedMagnitude: UInt64? {
    guard magnitude <= 20 else { return nil }
    guard magnitude >= 0 else { return 0 }
    var value: UInt64 = 0
    for position in 0..<magnitude {
      let digit = position < digits.count ? digits[position] : 0
      let (product, isOver) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOverToo) = product.addingReportingOverflow(UInt64(digit))
      if isOver || isOverToo { return nil }
      value = sum
    }
    guard magnitude < digits.count else { return value }
    let half = digits[magnitude]
    let isUp = half > 5 || (half == 5 && (digits.count > magnitude + 1 || value & 1 == 1))
    let (rounded, isOver) = value.addingReportingOverflow(isUp ? 1 : 0)
    return isOver ? nil : rounded
  }
}
