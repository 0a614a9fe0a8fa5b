/// Why a column cannot take a field.
package enum FieldReason: Equatable, Sendable {
  case badNumber
  case outOfRange
  case nullKey
  case badTimestamp
  /// A fraction where the column holds integers; told apart from `badNumber` because the message
  /// names a remedy.
  case fraction
  case dateMismatch
  /// A value of which no directory can have the name.
  case unnamable
  /// A record that is right by itself and that the caller doubts, for the reason given.
  case doubtful(String)
}

/// A field that its column cannot take, where it stands in the index of its block: the first form
/// of an error of a field. With its line it is a ``CSVError``.
package struct FieldFailure: Equatable, Sendable {
  /// The record's number in the index, from 0.
  package var row: Int
  /// The field's position in the record, from 0.
  package var column: Int
  package var reason: FieldReason

  package init(row: Int, column: Int, reason: FieldReason) {
    self.row = row
    self.column = column
    self.reason = reason
  }

  /// Whether this is the failure to report, of the two.
  package func precedes(_ other: FieldFailure?) -> Bool {
    guard let other else { return true }
    return (row, column) < (other.row, other.column)
  }
}
