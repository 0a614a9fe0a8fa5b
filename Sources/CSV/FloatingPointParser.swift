package import BarLakeColumnar

/// Floating-point columns: any decimal number, rounded once to the column's own width.
package struct FloatingPointParser<Value: FloatingPointColumnValue>: FieldParser {
  /// Whether numbers below zero are out of range, and negative zero is zero.
  package var isCount: Bool
  package var path: ScanPath

  package init(isCount: Bool = false, path: ScanPath) {
    self.isCount = isCount
    self.path = path
  }

  package static var placeholder: Value { 0 }
  package static func values(_ buffer: [Value]) -> ColumnValues { Value.columnValues(buffer) }

  @inline(__always)
  package func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Value> {
    if path == .fast, let decimal = ShortDecimal(text, start, end), !(isCount && decimal.isNegative)
    {
      return .value(Value.nearest(to: decimal))
    }
    return parsePlainly(text, start, end)
  }

  @inline(never)
  func parsePlainly(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Value> {
    let (start, end) = text.trimmingBlanks(start, end)
    if isMissingNumber(text, start, end) { return .null }
    guard let decimal = DecimalText(text, start, end) else { return .failure(.badNumber) }
    if isCount, decimal.isNegative {
      return decimal.digits.isEmpty ? .value(0) : .failure(.outOfRange)
    }
    let value: Value = DecimalRounding.value(decimal)
    return value.isFinite ? .value(value) : .failure(.outOfRange)
  }
}

/// The two widths of floating-point columns.
package protocol FloatingPointColumnValue: BinaryFloatingPoint, Sendable {
  /// The nearest value to a number of the short form.
  static func nearest(to decimal: ShortDecimal) -> Self
  static func columnValues(_ buffer: [Self]) -> ColumnValues
}

extension Float: FloatingPointColumnValue {
  @inline(__always)
  package static func nearest(to decimal: ShortDecimal) -> Float {
    DecimalRounding.value(decimal, as: Float.self)
  }

  package static func columnValues(_ buffer: [Float]) -> ColumnValues { .float32(buffer) }
}

extension Double: FloatingPointColumnValue {
  @inline(__always)
  package static func nearest(to decimal: ShortDecimal) -> Double {
    DecimalRounding.value(decimal, as: Double.self)
  }

  package static func columnValues(_ buffer: [Double]) -> ColumnValues { .float64(buffer) }
}
