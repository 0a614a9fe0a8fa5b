internal import BarLakeBytes
package import BarLakeColumnar
package import BarLakeParquetFormat

/// The values of a column chunk, and the pages that held them.
package struct ColumnChunkContent: Sendable {
  package var column: Column
  /// The dictionary page, if there is one, and the data pages, in the order of the file.
  package var pages: [PageSummary]
}

extension ParquetFile {
  /// All columns of row group `index` (from 0). Throws `unsupported` like ``leafTypes()``, and for
  /// encodings and codecs that are not supported.
  package func readRowGroup(_ index: Int) throws(ParquetReadingError) -> RecordBatch {
    var columns: [Column] = []
    for column in try leafTypes().indices {
      columns.append(try readColumnChunk(rowGroup: index, column: column).column)
    }
    return RecordBatch(columns: columns, rowCount: Int(metadata.rowGroups[index].rowCount))
  }

  /// One column of one row group, both counted from 0. If all pages of the chunk hold dictionary
  /// indices, texts are returned as codes into the dictionary, whatever the type of the field.
  ///
  /// Cost: memory for the decoded chunk. A chunk that decodes to more than 64 times its bytes plus
  /// 32 MiB, or to more than 2 GiB of texts, is `unsupported`.
  package func readColumnChunk(
    rowGroup: Int, column: Int
  ) throws(ParquetReadingError) -> ColumnChunkContent {
    // A chunk without rows need not have a page. Then no column is passed on.
    var content = Column(.int32([]))
    let pages = try decode(rowGroup: rowGroup, column: column, by: .chunk) {
      (column, _) throws(ParquetReadingError) in content = column
    }
    return ColumnChunkContent(column: content, pages: pages)
  }

  /// Reads the data pages of one column of one row group, both counted from 0, one after the other.
  /// `body` receives the rows of each page as a column. Returns the pages like ``readColumnChunk``,
  /// but without the statistics in their headers, which can be as long as the values.
  ///
  /// Cost: memory for one page and the dictionary, however large the chunk is. A chunk that decodes
  /// to more than 64 times its bytes plus 32 MiB is `unsupported`. So is a page that, together with
  /// the dictionary, holds more than `heldTextByteLimit` bytes of texts.
  package func readPages(
    rowGroup: Int, column: Int, heldTextByteLimit: Int = .max,
    _ body: (Column, PageSummary) throws(ParquetReadingError) -> Void
  ) throws(ParquetReadingError) -> [PageSummary] {
    try decode(
      rowGroup: rowGroup, column: column, by: .page, heldTextByteLimit: heldTextByteLimit
    ) { (column, page) throws(ParquetReadingError) in
      if let page { try body(column, page) }
    }
  }

  /// Decodes a chunk. Returns all its rows at the end, or passes on the rows of each page.
  private func decode(
    rowGroup: Int, column: Int, by part: ChunkDecoding.Part, heldTextByteLimit: Int = .max,
    _ body: (Column, PageSummary?) throws(ParquetReadingError) -> Void
  ) throws(ParquetReadingError) -> [PageSummary] {
    let leaf = leaves[column]
    let type = try leaf.type(leaf.type, footerOffset: footerRange.lowerBound)
    let (chunk, rowCount) = try checkedChunk(rowGroup: rowGroup, column: column)
    // A chunk without rows need not have a page.
    let isEmpty = rowCount == 0 && chunk.compressedByteCount == 0
    let range =
      isEmpty
      ? 0..<0
      : try source.range(
        offset: chunk.firstPageOffset, byteCount: chunk.compressedByteCount,
        part: "the chunk of \(leaf.name)")
    let byteLimit = ParquetFile.decodedByteLimit(range.count)
    let reader = PageReader(
      source, in: range, codec: chunk.codec, mostPageByteCount: byteLimit)
    let decoding = ChunkDecoding(
      rowCount: rowCount, isOptional: leaf.maximumDefinitionLevel > 0, part: part,
      byteLimit: byteLimit, heldTextByteLimit: heldTextByteLimit,
      offset: Int(clamping: chunk.firstPageOffset))
    do {
      return try decoding.run(reader, leaf, type, body)
    } catch {
      throw error.naming(leaf)
    }
  }

  /// The most rows of a row group that are read, which is pyarrow's maximum.
  package static let rowLimit: Int64 = 1 << 26

  /// The most bytes to which a chunk of `storedByteCount` bytes may decode.
  ///
  /// A few bytes may validly announce any number of nulls, or repeat one value any number of times.
  /// No size in the file bounds what they decode to. Snappy expands at most 32 times, gzip a
  /// thousand times, and a dictionary with real data seldom more than twice as much. Whatever is
  /// larger than this, and larger than the four million equal numbers that 32 MiB hold, is not
  /// worth the memory.
  private static func decodedByteLimit(_ storedByteCount: Int) -> Int {
    32 << 20 + 64 * storedByteCount
  }

  /// The metadata of a chunk and the number of its rows. Checks that row group, chunk and schema
  /// agree.
  private func checkedChunk(
    rowGroup index: Int, column: Int
  ) throws(ParquetReadingError) -> (ColumnMetaData, rowCount: Int) {
    let offset = footerRange.lowerBound
    let rowGroup = metadata.rowGroups[index]
    guard rowGroup.columns.count == leaves.count else {
      throw ParquetReadingError(
        .mismatch(
          "columns of row group \(index)", expected: leaves.count, found: rowGroup.columns.count),
        offset: offset)
    }
    guard rowGroup.rowCount >= 0, rowGroup.rowCount <= ParquetFile.rowLimit else {
      throw ParquetReadingError(
        .unsupported("\(rowGroup.rowCount) rows in a row group"), offset: offset)
    }
    let leaf = leaves[column]
    guard !rowGroup.columns[column].isEncrypted else {
      throw ParquetReadingError(.unsupported("\(leaf.name) is encrypted"), offset: offset)
    }
    guard rowGroup.columns[column].filePath == nil,
      let chunk = rowGroup.columns[column].metaData
    else {
      throw ParquetReadingError(.unsupported("\(leaf.name) is in another file"), offset: offset)
    }
    guard chunk.type == leaf.element.type,
      chunk.path.elementsEqual(leaf.path, by: { $0.isSame(as: $1) })
    else {
      throw ParquetReadingError(
        .invalid("the chunk of \(leaf.name) is of another type or column"), offset: offset)
    }
    guard chunk.valueCount == rowGroup.rowCount else {
      throw ParquetReadingError(
        .mismatch(
          "values of \(leaf.name)", expected: Int(rowGroup.rowCount),
          found: Int(clamping: chunk.valueCount)), offset: offset)
    }
    return (chunk, Int(rowGroup.rowCount))
  }
}

extension ColumnMetaData {
  /// The offset of the chunk's first page: the dictionary page if there is one.
  package var firstPageOffset: Int64 {
    guard let dictionaryPageOffset, dictionaryPageOffset > 0 else { return dataPageOffset }
    return min(dictionaryPageOffset, dataPageOffset)
  }
}
