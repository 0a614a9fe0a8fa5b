/// The CSV that flat files are written in: RFC 4180, comma and double quote, with these
/// differences:
///
/// - records end with LF, CRLF or lone CR, mixed freely, and the last terminator is optional;
/// - records that are empty or hold only spaces and tabs are not records;
/// - a quote inside an unquoted field and text after a closing quote are errors;
/// - the bytes are UTF-8 without a NUL, and a record has a greatest size.
package enum Dialect {
  /// The longest record, in bytes without its terminator.
  package static let recordByteCountLimit = 1_048_576
  /// The most fields of a record.
  package static let fieldCountLimit = 1_024

  static let comma = UInt8(ascii: ",")
  static let quote = UInt8(ascii: "\"")
  package static let lineFeed = UInt8(ascii: "\n")
  package static let carriageReturn = UInt8(ascii: "\r")

  /// Whether `byte` is a space or a tab, which numbers may have around them.
  @inlinable
  package static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

extension Span<UInt8> {
  /// The bytes `start..<end` without the spaces and tabs around them.
  @inline(__always)
  package func trimmingBlanks(_ start: Int, _ end: Int) -> (start: Int, end: Int) {
    var (start, end) = (start, end)
    while start < end, Dialect.isBlank(self[start]) { start += 1 }
    while start < end, Dialect.isBlank(self[end - 1]) { end -= 1 }
    return (start, end)
  }
}

extension [UInt8] {
  /// The bytes without the spaces and tabs around them.
  package var trimmingBlanks: ArraySlice<UInt8> {
    let (start, end) = span.trimmingBlanks(0, count)
    return self[start..<end]
  }
}
