package import BarLakeColumnar

/// What a field turned out to be.
package enum ParsedField<Value> {
  case value(Value)
  /// The value that a number with more digits was rounded to, by a rule that says so.
  case rounded(Value)
  case null
  case failure(FieldReason)
}

/// Reads one field's text as a value of a column's type.
package protocol FieldParser: Sendable {
  associatedtype Value: Sendable

  /// What the bytes `start..<end` of `text` mean: the field unquoted, not trimmed.
  func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Value>

  /// Stands in the buffer where a row is null.
  static var placeholder: Value { get }
  /// The buffer as the values of a column.
  static func values(_ buffer: [Value]) -> ColumnValues
}

/// Which of the two ways through the scanner and the number parsers is taken. They agree on every
/// input; tests run both.
package enum ScanPath: String, CaseIterable, Sendable {
  case fast
  case plain
}

/// The spellings of a missing number, after blanks are trimmed: nothing, `NA`, `NULL`, `NaN`.
@inline(__always)
func isMissingNumber(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  if start == end { return true }
  guard end - start <= 4, text[start] == UInt8(ascii: "N") else { return false }
  let spelling = (start..<end).map { text[$0] }
  return missingSpellings.contains(spelling)
}

private let missingSpellings = ["NA", "NULL", "NaN"].map { Array($0.utf8) }
