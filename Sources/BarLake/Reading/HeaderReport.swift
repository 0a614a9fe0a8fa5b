internal import BarLakeCSV

/// Describes a header that lacks columns: how many fields it has, what seems to separate them, and
/// how it begins.
///
/// Source: `docs/spec.md`, ERR-7.2.
enum HeaderReport {
  /// Describes the header that was found. `record` is its text in the input, and `names` are its
  /// fields.
  static func text(_ record: [UInt8], names: [String]) -> String {
    let fields = names.count == 1 ? "1 field" : "\(names.count) fields"
    let start = IngestError.printable(record)
    let ellipsis = record.count > IngestError.printableByteCount ? "…" : ""
    var text = "the first line has \(fields) and begins \"\(start)\(ellipsis)\""
    if let (name, count) = otherDelimiter(record) {
      text += ", with \(count) \(name): BarLake reads fields separated by commas"
    } else if names.count(where: isNumber) >= 3 {
      text += ", which looks like a bar: the names of the columns must be above it"
    }
    return text
  }

  /// The most frequent delimiter of other dialects, and its count; nil if commas are more frequent.
  private static func otherDelimiter(_ record: [UInt8]) -> (name: String, count: Int)? {
    func count(_ byte: UInt8) -> Int { record.count { $0 == byte } }
    let others = [
      (name: "semicolons", count: count(UInt8(ascii: ";"))),
      (name: "tabs", count: count(UInt8(ascii: "\t"))),
      (name: "bars |", count: count(UInt8(ascii: "|"))),
    ]
    guard let most = others.max(by: { $0.count < $1.count }), most.count >= 2,
      most.count > count(UInt8(ascii: ","))
    else { return nil }
    return most
  }

  private static func isNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    if case .value = FloatingPointParser<Double>(path: .plain).parse(bytes.span, 0, bytes.count) {
      return true
    }
    return false
  }
}
