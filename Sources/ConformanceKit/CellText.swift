package import BarLakeColumnar

/// Writes cells in the form of ``ExpectedTable``.
package enum CellText {
  /// The text of one cell of a column with the type `type`; nil if the cell is null.
  package static func text(_ column: Column, row: Int, type: DataType) -> String? {
    if column.isNull(row) { return nil }
    return text(column.values, row: row, type: type)
  }

  private static func text(_ values: ColumnValues, row: Int, type: DataType) -> String {
    switch values {
    case .bool(let values): String(values[row])
    case .int8(let values): String(values[row])
    case .int16(let values): String(values[row])
    case .int32(let values):
      type == .date32 ? CivilDay.text(daysSinceEpoch: Int(values[row])) : String(values[row])
    case .int64(let values): String(values[row])
    case .uint32(let values): String(values[row])
    case .uint64(let values): String(values[row])
    case .float32(let values): hexadecimal(values[row].bitPattern)
    case .float64(let values): hexadecimal(values[row].bitPattern)
    case .string(let values): values[row]
    case .dictionary(let values): values.dictionary[Int(values.codes[row])]
    case .repeated(let value, count: _): text(value, row: 0, type: type)
    }
  }

  private static func hexadecimal<Bits: FixedWidthInteger & UnsignedInteger>(
    _ bits: Bits
  ) -> String {
    let digits = String(bits, radix: 16)
    return "0x" + String(repeating: "0", count: Bits.bitWidth / 4 - digits.count) + digits
  }
}
