import BarLakeCSV

/// What a parser takes `text` for.
func parse<Parser: FieldParser>(_ parser: Parser, _ text: String) -> ParsedField<
  Parser.Value
> {
  // Bytes around the field, so that reading beyond its ends would show, and enough of them for the
  // parsers that read whole words.
  let bytes = Array("9\(text)".utf8) + [UInt8](repeating: UInt8(ascii: "9"), count: 24)
  return parser.parse(bytes.span, 1, bytes.count - 24)
}

/// The value that `text` is; nil if it is none.
func value<Parser: FieldParser>(_ parser: Parser, _ text: String) -> Parser.Value? {
  if case .value(let value) = parse(parser, text) { return value }
  return nil
}

/// Why `text` cannot be taken; nil if it can.
func reason<Parser: FieldParser>(_ parser: Parser, _ text: String) -> FieldReason? {
  if case .failure(let reason) = parse(parser, text) { return reason }
  return nil
}

func isNull<Parser: FieldParser>(_ parser: Parser, _ text: String) -> Bool {
  if case .null = parse(parser, text) { return true }
  return false
}
