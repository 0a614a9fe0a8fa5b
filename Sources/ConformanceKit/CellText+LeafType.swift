internal import BarLakeAdapterProtocol
internal import BarLakeBytes
package import BarLakeColumnar
package import BarLakeParquetReading

extension CellText {
  /// The text of one cell of a column of any writer; nil if the cell is null.
  package static func text(_ column: Column, row: Int, type: LeafType) -> String? {
    if column.isNull(row) { return nil }
    switch (type, column.values) {
    case (.columnar(let type), _): return text(column, row: row, type: type)
    case (.decimal(_, let scale), .int32(let values)):
      return DecimalText.text(Int64(values[row]), scale: scale)
    case (.decimal(_, let scale), .int64(let values)):
      return DecimalText.text(values[row], scale: scale)
    case (_, .string(let values)): return text(values.bytes[values.range(row)], type)
    case (_, .dictionary(let values)):
      let range = values.dictionary.range(Int(values.codes[row]))
      return text(values.dictionary.bytes[range], type)
    // Times and small unsigned integers are numbers as they are.
    default: return text(column, row: row, type: .int64)
    }
  }

  /// A cell for people: a number of a column of floating-point numbers is given before its bits.
  static func shown(_ cell: String?, type: LeafType) -> String {
    guard let cell else { return "null" }
    let bits = cell.dropping(prefix: "0x").flatMap { UInt64($0, radix: 16) }
    return switch (type, bits) {
    case (.columnar(.float32), let bits?) where bits <= UInt32.max:
      "\(Float(bitPattern: UInt32(bits))) (\(cell))"
    case (.columnar(.float64), let bits?): "\(Double(bitPattern: bits)) (\(cell))"
    default: JSONValue.string(cell).description
    }
  }

  /// The text of a value that is bytes.
  private static func text(_ bytes: ArraySlice<UInt8>, _ type: LeafType) -> String {
    switch type {
    case .decimal(_, let scale): return DecimalText.text(bigEndian: bytes, scale: scale)
    case .int96: return "\(Int96.nanoseconds(bytes))"
    case .float16: return "0x" + Hexadecimal.text(bytes.reversed())
    case .uuid:
      let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
      return groups.map { Hexadecimal.text(bytes.dropFirst($0.lowerBound).prefix($0.count)) }
        .joined(separator: "-")
    default: return "0x" + Hexadecimal.text(bytes)
    }
  }
}
