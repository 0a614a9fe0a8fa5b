package import BarLakeBytes
package import BarLakeParquetFormat

/// What the pages of a column chunk have in common.
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
  /// In an array that has room for more.
  case each
  /// All are 0.
  case zero

  /// Rows from which on a chunk of one number is written without a look at its rows. In smaller
  /// ones a dictionary need not pay.
  package static let fewestConstantRows = 64
}

extension ColumnChunkWriter {
  /// Writes the data pages of a chunk whose values all take `bitWidth` bits and `fixedByteCount`
  /// bytes a page. `values` appends the values of a range (from 0, nulls not counted) to the page;
  /// `bounds` gives theirs, and learns whether there is more than one page.
  package mutating func writeDataPages(
    _ layout: ChunkLayout, levels: DefinitionLevels, encoding: Encoding, bitWidth: Int,
    fixedByteCount: Int,
    bounds: (_ values: Range<Int>, _ isOnlyPage: Bool) -> Bounds?,
    values: (_ values: Range<Int>, _ page: inout ByteBuffer) -> Void
  ) throws(ParquetWritingError) {
    let rowCount = layout.slices.rowCount
    let pageRowCount = PageCut.rowCount(
      bitWidth: bitWidth, fixedByteCount: fixedByteCount,
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

  /// Writes the data pages of a chunk with a dictionary of `distinctCount` values. `bounds` gives
  /// those of a range of values, and is asked only if there is more than one page.
  package mutating func writeIndexPages<Code: DictionaryCode>(
    _ layout: ChunkLayout, levels: DefinitionLevels, _ indices: DictionaryIndices,
    _ codes: [Code], distinctCount: Int, bounds: (_ values: Range<Int>) -> Bounds?
  ) throws(ParquetWritingError) {
    let bitWidth = DictionaryDecision.bitWidth(distinctCount: distinctCount)
    // A page begins with the width of its indices, in a byte.
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
