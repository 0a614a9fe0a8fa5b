internal import BarLakeColumnar

/// Columns that may have nothing but nulls. Their pages have levels only, whatever their physical
/// type and encoding.
///
/// Source: parquet-format `LogicalTypes.md`, "UNKNOWN (always null)".
struct NullDecoder: ValueDecoder {
  static let rowByteCount = MemoryLayout<Int32>.size

  /// A zero for each row.
  private(set) var values: [Int32] = []

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    // No row can refer to it.
  }

  mutating func removeRows() { values.removeAll(keepingCapacity: true) }

  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError) {
    guard page.valueCount == 0 else {
      throw page.error(
        .mismatch("values in a column of nulls only", expected: 0, found: page.valueCount))
    }
    values.append(contentsOf: repeatElement(0, count: page.rowCount))
  }
}
