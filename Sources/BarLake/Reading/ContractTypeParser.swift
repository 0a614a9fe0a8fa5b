internal import BarLakeCSV
internal import BarLakeColumnar

/// Parses column `contract_type` of a flat file: `call`, `put`, `C` or `P`; an empty field is null.
/// Values are codes into `ContractColumns.typeNames`.
struct ContractTypeParser: FieldParser {
  static var placeholder: Int32 { 0 }

  static func values(_ buffer: [Int32]) -> ColumnValues {
    .dictionary(
      DictionaryValues(codes: buffer, dictionary: ContractColumns.typeNames))
  }

  func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedField<Int32> {
    let (start, end) = text.trimmingBlanks(start, end)
    if start == end { return .null }
    switch String(decoding: (start..<min(end, start + 5)).map { text[$0] }, as: UTF8.self) {
    case "call", "C": return .value(0)
    case "put", "P": return .value(1)
    default: return .failure(.badNumber)
    }
  }
}
