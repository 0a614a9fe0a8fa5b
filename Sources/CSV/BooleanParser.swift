package import BarLakeColumnar

/// Truth values: `true` and `false` in any case, `1` and `0`; nothing is null.
package struct BooleanParser: FieldParser {
  package init() {}

  package static var placeholder: Bool { false }
  package static func values(_ buffer: [Bool]) -> ColumnValues { .bool(buffer) }

  package func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Bool> {
    let (start, end) = text.trimmingBlanks(start, end)
    if start == end { return .null }
    let lower = (start..<end).prefix(6).map { offset in
      let byte = text[offset]
      return byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
    if lower == Array("true".utf8) || lower == [UInt8(ascii: "1")] { return .value(true) }
    if lower == Array("false".utf8) || lower == [UInt8(ascii: "0")] { return .value(false) }
    return .failure(.badNumber)
  }
}
