package import BarLakeBytes
package import BarLakeParquetFormat

/// The properties that all pages of a column chunk share.
package struct ChunkLayout {
  package var slices: ColumnSlices
  package var storage: FieldStorage
  package var pageByteCountLimit: Int

  package init(slices: ColumnSlices, storage: FieldStorage, pageByteCountLimit: Int) {
    self.slices = slices
    self.storage = storage
    self.pageByteCountLimit = pageByteCountLimit
  }
}

/// The indices of a column chunk's values in its dictionary.
package enum DictionaryIndices {
  /// The indices are in an array that has room for more.
  case each
  /// All indices are 0.
  case zero

  /// A chunk of one number with at least this many rows is written without reading its rows. In a
  /// smaller chunk a dictionary may not pay.
  package static let fewestConstantRows = 64
}

extension ColumnChunkWriter {
  /// Writes the data pages of a chunk whose values all take `bitWidth` bits, plus `fixedByteCount`
  /// bytes per page. `values` appends the values of a range (from 0, without nulls) to the page.
  /// `bounds` returns their bounds; its argument says whether there is more than one page.
  package mutating func writeDataPages(
    _ layout: ChunkLayout, levels: DefinitionLevels, encoding: Encoding, bitWidth: Int,
    fixedByteCount: Int,
    bounds: (_ values: Range<Int>, _ isOnlyPage: Bool) -> Bounds?,
    values: (_ values: Range<Int>, _ page: inout ByteBuffer) -> Void
  ) throws(ParquetWritingError) {
    let rowCount = layout.slices.rowCount
    let pageRowCount = PageCut.rowCount(
      of: rowCount, bitWidth: bitWidth, fixedByteCount: fixedByteCount,
      byteCountLimit: layout.pageByteCountLimit, levels: levels)
    var firstRow = 0
    var firstValue = 0
    while firstRow < rowCount {
      let rows = firstRow..<min(firstRow + pageRowCount, rowCount)
      let range = firstValue..<firstValue + levels.valueCount(rows)
      levels.encode(rows, into: &page)
      values(range, &page)
      try endDataPage(
        rows, nullCount: rows.count - range.count, encoding: encoding,
        bounds: bounds(range, rows.count == rowCount))
      firstRow = rows.upperBound
      firstValue = range.upperBound
    }
  }

  /// Writes the data pages of a chunk with a dictionary of `distinctCount` values. `bounds` returns
  /// the bounds of a range of values; it is called only if there is more than one page.
  package mutating func writeIndexPages<Code: DictionaryCode>(
    _ layout: ChunkLayout, levels: DefinitionLevels, _ indices: DictionaryIndices,
    _ codes: [Code], distinctCount: Int, bounds: (_ values: Range<Int>) -> Bounds?
  ) throws(ParquetWritingError) {
    let bitWidth = DictionaryDecision.bitWidth(distinctCount: distinctCount)
    // A page begins with the bit width of its indices, in one byte.
    try writeDataPages(
      layout, levels: levels, encoding: .rleDictionary, bitWidth: bitWidth, fixedByteCount: 1 + 8
    ) { range, isOnlyPage in
      isOnlyPage ? nil : bounds(range)
    } values: { range, page in
      page.append(UInt8(bitWidth))
      switch indices {
      case .each:
        RLEHybridEncoder.encode(codes.span.extracting(range), bitWidth: bitWidth, into: &page)
      case .zero:
        RLEHybridEncoder.encode(
          repeating: 0, count: range.count, bitWidth: bitWidth, into: &page)
      }
    }
  }
}
