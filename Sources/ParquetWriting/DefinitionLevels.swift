package import BarLakeBytes
internal import BarLakeColumnar

/// Shows which rows of an optional column hold a value, as data pages store it: level 1 for a value
/// and level 0 for a null, in the hybrid encoding after its length.
///
/// Source: parquet-format `Encodings.md`, "Run Length Encoding / Bit-Packing Hybrid"; `README.md`,
/// "Nulls" and "Data Pages".
package struct DefinitionLevels: Sendable {
  /// One level per row if there is a null; the memory is reused.
  private var levels: [UInt16] = []
  private var hasNulls = false
  private var isRequired = false

  package init() {}

  /// Loads the levels of a column. Required fields have none.
  package mutating func load(_ slices: ColumnSlices, isRequired: Bool) {
    self.isRequired = isRequired
    hasNulls = slices.nullCount > 0
    guard hasNulls else { return }
    levels.removeAll(keepingCapacity: true)
    slices.visitValidity { validity, rows in
      if let validity {
        for row in rows { levels.append(validity[row] ? 1 : 0) }
      } else {
        levels.append(contentsOf: repeatElement(1, count: rows.count))
      }
    }
  }

  /// The most bytes that the levels of `rowCount` rows take in a page.
  package func byteCountLimit(rowCount: Int) -> Int {
    if isRequired { return 0 }
    if !hasNulls { return 4 + 8 }
    return 4 + RLEHybridEncoder.byteCountLimit(valueCount: rowCount, bitWidth: 1)
  }

  /// The number of rows in `rows` that hold a value.
  package func valueCount(_ rows: Range<Int>) -> Int {
    if !hasNulls { return rows.count }
    var count = 0
    for row in rows { count += Int(levels[row]) }
    return count
  }

  /// Whether row `row` holds a value.
  package func isValue(_ row: Int) -> Bool {
    !hasNulls || levels[row] == 1
  }

  /// Appends the levels of `rows` to a page.
  package func encode(_ rows: Range<Int>, into page: inout ByteBuffer) {
    if isRequired { return }
    page.write(upTo: byteCountLimit(rowCount: rows.count) + 64) { target in
      let end =
        hasNulls
        ? RLEHybridEncoder.encode(
          levels.span.extracting(rows), bitWidth: 1, into: &target, at: 4)
        : RLEHybridEncoder.encode(
          repeating: 1, count: rows.count, bitWidth: 1, into: &target, at: 4)
      target.store(littleEndian: UInt32(end - 4), at: 0)
      return end
    }
  }
}
