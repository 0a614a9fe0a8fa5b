internal import BarLakeBytes

/// Which bytes of an object a response has.
///
/// Source: RFC 9110, section 14.4, `Content-Range`.
package struct ContentRange: Equatable, Sendable {
  /// The bytes, from 0; never empty.
  package var range: Range<Int>
  /// The length of the whole object.
  package var totalByteCount: Int

  /// Parses `bytes 0-99/1000`; nil for every other form, an unknown length or one above
  /// ``ObjectVersion/byteCountLimit``, and a range that is not inside the object.
  package init?(_ value: String) {
    guard let text = value.dropping(prefix: "bytes ") else { return nil }
    let halves = text.parts(separatedBy: "/")
    guard halves.count == 2, let total = Self.number(halves[1]),
      total <= ObjectVersion.byteCountLimit
    else { return nil }
    let ends = halves[0].parts(separatedBy: "-")
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]),
      first <= last, last < total
    else { return nil }
    range = first..<last + 1
    totalByteCount = total
  }

  /// Digits alone: `Int` takes a sign, too.
  private static func number(_ text: String) -> Int? {
    text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? Int(text) : nil
  }
}
