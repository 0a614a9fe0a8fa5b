package import BarLakeColumnar

/// Days as `YYYY-MM-DD`; nothing is null.
package struct DateParser: FieldParser {
  /// What is thrown for text that is no day.
  package var misfit: FieldReason

  package init(misfit: FieldReason) {
    self.misfit = misfit
  }

  package static var placeholder: Int32 { 0 }
  package static func values(_ buffer: [Int32]) -> ColumnValues { .int32(buffer) }

  package func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Int32> {
    let (start, end) = text.trimmingBlanks(start, end)
    if start == end { return .null }
    guard let day = ISO8601.day(text, start, end) else { return .failure(misfit) }
    return .value(day)
  }
}
