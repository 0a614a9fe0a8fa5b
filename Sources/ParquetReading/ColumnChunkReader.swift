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
  /// All columns of row group `index` (from 0). Throws `unsupported` like ``schema()``, and for
  /// encodings and codecs that are not supported.
  package func readRowGroup(_ index: Int) throws(ParquetReadingError) -> RecordBatch {
    let schema = try schema()
    var columns: [Column] = []
    for column in schema.fields.indices {
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
    guard leaf.isFlat, let type = leaf.dataType else {
      throw ParquetReadingError(
        .unsupported("the column \(leaf.name), \(leaf.typeDescription)"),
        offset: footerRange.lowerBound)
    }
    let (chunk, rowCount) = try checkedChunk(rowGroup: rowGroup, column: column)
    // A chunk without rows need not have a page.
    let isEmpty = rowCount == 0 && chunk.compressedByteCount == 0
    let range =
      isEmpty
      ? 0..<0
      : try source.range(
        offset: chunk.firstPageOffset, byteCount: chunk.compressedByteCount,
        part: "the chunk of \(leaf.name)")
    let start = Int(clamping: chunk.firstPageOffset)
    let reader = PageReader(source, in: range, codec: chunk.codec)
    let decoding = ChunkDecoding(
      rowCount: rowCount, isOptional: leaf.maximumDefinitionLevel > 0, part: part,
      byteLimit: ParquetFile.decodedByteLimit(range.count), offset: start)

    func integers<Value: FixedWidthInteger & Sendable>(
      _ type: Value.Type, _ wrap: ([Value]) -> ColumnValues
    ) throws(ParquetReadingError) -> [PageSummary] {
      try decoding.run(reader, FixedWidthDecoder<Int32>(), body) {
        (decoder, _) throws(ParquetReadingError) in
        var values: [Value] = []
        values.reserveCapacity(decoder.values.count)
        for value in decoder.values {
          guard let narrow = Value(exactly: value) else {
            throw ParquetReadingError(
              .invalid("\(value) is no value of the column's type"), offset: start)
          }
          values.append(narrow)
        }
        return wrap(values)
      }
    }
    func numbers<Value: PlainValue>(
      _ type: Value.Type, _ wrap: ([Value]) -> ColumnValues
    ) throws(ParquetReadingError) -> [PageSummary] {
      try decoding.run(reader, FixedWidthDecoder<Value>(), body) {
        (decoder, _) throws(ParquetReadingError) in wrap(decoder.values)
      }
    }
    switch type {
    case .bool:
      return try decoding.run(reader, BooleanDecoder(), body) {
        (decoder, _) throws(ParquetReadingError) in .bool(decoder.values)
      }
    case .string, .dictionary:
      let empty = TextDecoder(byteLimit: decoding.byteLimit, heldByteLimit: heldTextByteLimit)
      return try decoding.run(reader, empty, body) {
        (decoder, validity) throws(ParquetReadingError) in
        try decoder.values(validity: validity, offset: start)
      }
    case .int8: return try integers(Int8.self, ColumnValues.int8)
    case .int16: return try integers(Int16.self, ColumnValues.int16)
    case .int32, .date32: return try numbers(Int32.self, ColumnValues.int32)
    case .int64, .timestamp: return try numbers(Int64.self, ColumnValues.int64)
    case .uint32: return try numbers(UInt32.self, ColumnValues.uint32)
    case .uint64: return try numbers(UInt64.self, ColumnValues.uint64)
    case .float32: return try numbers(Float.self, ColumnValues.float32)
    case .float64: return try numbers(Double.self, ColumnValues.float64)
    }
  }

  /// The most rows of a row group that are read, which is pyarrow's maximum.
  private static let rowLimit: Int64 = 1 << 26

  /// The most bytes to which a chunk of `storedByteCount` bytes may decode.
  ///
  /// A few bytes may validly announce any number of nulls, or repeat one value any number of times.
  /// No size in the file bounds what they decode to. Snappy expands at most 32 times, and a
  /// dictionary with real data seldom more than twice as much. Whatever is larger than this, and
  /// larger than the four million equal numbers that 32 MiB hold, is not worth the memory.
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

/// Decodes one chunk.
private struct ChunkDecoding {
  /// The part of the rows that is passed on at once.
  enum Part {
    case chunk
    case page
  }

  var rowCount: Int
  var isOptional: Bool
  var part: Part
  /// The most bytes that the decoded values may take.
  var byteLimit: Int
  /// The offset of the chunk in the file, for errors.
  var offset: Int

  /// Decodes page after page until all rows of the chunk are decoded. `values` returns the values
  /// of a decoder. The validity is nil if no row is null.
  func run<Decoder: ValueDecoder>(
    _ pageReader: PageReader, _ empty: Decoder,
    _ body: (Column, PageSummary?) throws(ParquetReadingError) -> Void,
    _ values: (Decoder, Validity?) throws(ParquetReadingError) -> ColumnValues
  ) throws(ParquetReadingError) -> [PageSummary] {
    guard rowCount <= byteLimit / Decoder.rowByteCount else {
      throw ParquetReadingError(
        .unsupported("\(rowCount) rows in a chunk that is too small for them"), offset: offset)
    }
    var reader = pageReader
    var decoder = empty
    var validity = Validity()
    var pages: [PageSummary] = []
    var row = 0
    func handOut(_ page: PageSummary?) throws(ParquetReadingError) {
      let validity = validity.nullCount == 0 ? nil : validity
      try body(Column(try values(decoder, validity), validity: validity), page)
    }
    while row < rowCount {
      guard var page = try reader.next() else {
        throw ParquetReadingError(
          .mismatch("values of the chunk", expected: rowCount, found: row), offset: offset)
      }
      if page.header.type == .dictionaryPage {
        try takeDictionary(page, of: reader, isFirst: pages.isEmpty, into: &decoder)
        pages.append(page)
        continue
      }
      guard
        let data = try DataPage(
          page, of: reader, isOptional: isOptional, rowLimit: rowCount - row, validity: &validity)
      else { continue }
      try decoder.append(data, validity: isOptional ? validity : nil)
      page.rows = row..<row + data.rowCount
      page.unusedLevelByteCount = data.unusedLevelByteCount
      row += data.rowCount
      if part == .page {
        page.removeStatistics()
        try handOut(page)
        decoder.removeRows()
        validity = Validity()
      }
      pages.append(page)
    }
    if part == .chunk { try handOut(nil) }
    return pages
  }

  private func takeDictionary<Decoder: ValueDecoder>(
    _ page: PageSummary, of reader: PageReader, isFirst: Bool, into decoder: inout Decoder
  ) throws(ParquetReadingError) {
    guard isFirst, let header = page.header.dictionaryPageHeader, header.valueCount >= 0 else {
      throw ParquetReadingError(
        .invalid("a dictionary page that is not the first, or without its header"),
        offset: page.offset)
    }
    guard header.encoding == .plain || header.encoding == .plainDictionary else {
      throw ParquetReadingError(
        .unsupported("a dictionary in \(header.encoding)"), offset: page.offset)
    }
    try decoder.takeDictionary(
      try reader.body(of: page), count: Int(header.valueCount), offset: page.offset)
  }
}
