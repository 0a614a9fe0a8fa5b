/// Why a record cannot be taken: one value per rule of the dialect or of a field's grammar.
package enum CSVReason: Equatable, Sendable {
  /// The record is longer than ``Dialect/recordByteCountLimit`` or has more fields than
  /// ``Dialect/fieldCountLimit``.
  case recordTooLong
  /// A byte 0, at this offset of the input (inflated bytes, from 0).
  case nulByte(offset: Int)
  /// Malformed UTF-8, the first wrong byte at this offset of the input (inflated bytes, from 0).
  case badEncoding(offset: Int)
  case badQuote
  case raggedRow(expected: Int, found: Int)
  /// A field that its column cannot take.
  case field(FieldReason)
}

/// The first record, in the order of the input, that cannot be taken: the second form of an error
/// of a field, and the first of an error of a record's structure.
package struct CSVError: Error, Equatable, Sendable {
  package var reason: CSVReason
  /// The physical line on which the record starts, from 1.
  package var line: Int
  /// The position of the offending field in its record, from 0; `nil` where the record as a whole
  /// is wrong.
  package var fieldIndex: Int?
  /// The offending field's text, unquoted, not trimmed; `nil` where the record as a whole is wrong.
  package var token: [UInt8]?

  package init(reason: CSVReason, line: Int, fieldIndex: Int? = nil, token: [UInt8]? = nil) {
    self.reason = reason
    self.line = line
    self.fieldIndex = fieldIndex
    self.token = token
  }
}
