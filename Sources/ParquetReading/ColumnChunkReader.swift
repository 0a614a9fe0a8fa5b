internal import Bytes
package import Columnar
package import ParquetFormat

/// The values of a column chunk, and the pages that they came from.
package struct ColumnChunkContent: Sendable {
  package var column: Column
  /// The dictionary page, if there is one, and the data pages, in the order of the file.
  package var pages: [PageSummary]
}

extension ParquetFile {
  /// All columns of row group `index` (from 0). Throws `unsupported` as ``schema()`` does, and for
  /// encodings and codecs that are not read.
  package func readRowGroup(_ index: Int) throws(ParquetReadingError) -> RecordBatch {
    let schema = try schema()
    var columns: [Column] = []
    for column in schema.fields.indices {
      columns.append(try readColumnChunk(rowGroup: index, column: column).column)
    }
    return RecordBatch(columns: columns, rowCount: Int(metadata.rowGroups[index].rowCount))
  }

  /// One column of one row group, both counted from 0. Texts come as codes into the chunk's
  /// dictionary where all of its pages are of indices, whatever the field's type.
  ///
  /// Cost: memory for the chunk as it is stored and as it is decoded; a chunk that decodes to more
  /// than 64 times its bytes and 32 MiB is `unsupported`.
  package func readColumnChunk(
    rowGroup: Int, column: Int
  ) throws(ParquetReadingError) -> ColumnChunkContent {
    let leaf = leaves[column]
    guard leaf.isFlat, let type = leaf.dataType else {
      throw ParquetReadingError(
        .unsupported("the column \(leaf.name), \(leaf.typeDescription)"),
        offset: footerRange.lowerBound)
    }
    let (chunk, rowCount) = try checkedChunk(rowGroup: rowGroup, column: column)
    // A chunk of no rows need not have a page.
    let isEmpty = rowCount == 0 && chunk.compressedByteCount == 0
    let start = chunk.firstPageOffset
    let bytes =
      isEmpty
      ? []
      : try source.read(
        offset: start, byteCount: chunk.compressedByteCount, part: "the chunk of \(leaf.name)")
    let reader = PageReader(bytes, fileOffset: Int(clamping: start), codec: chunk.codec)
    let isOptional = leaf.maximumDefinitionLevel > 0
    let decoding = ChunkDecoding(
      rowCount: rowCount, isOptional: isOptional,
      byteLimit: ParquetFile.decodedByteLimit(bytes.count),
      offset: Int(start))

    func integers<Value: FixedWidthInteger & Sendable>(
      _ type: Value.Type, _ wrap: ([Value]) -> ColumnValues
    ) throws(ParquetReadingError) -> ColumnChunkContent {
      let (wide, validity, pages) = try decoding.run(reader, FixedWidthDecoder<Int32>())
      var values: [Value] = []
      values.reserveCapacity(wide.values.count)
      for value in wide.values {
        guard let narrow = Value(exactly: value) else {
          throw ParquetReadingError(
            .invalid("\(value) is no value of the column's type"), offset: Int(start))
        }
        values.append(narrow)
      }
      return ColumnChunkContent(column: Column(wrap(values), validity: validity), pages: pages)
    }
    func numbers<Value: PlainValue>(
      _ type: Value.Type, _ wrap: ([Value]) -> ColumnValues
    ) throws(ParquetReadingError) -> ColumnChunkContent {
      let (decoder, validity, pages) = try decoding.run(reader, FixedWidthDecoder<Value>())
      return ColumnChunkContent(
        column: Column(wrap(decoder.values), validity: validity), pages: pages)
    }
    switch type {
    case .bool:
      let (decoder, validity, pages) = try decoding.run(reader, BooleanDecoder())
      return ColumnChunkContent(
        column: Column(.bool(decoder.values), validity: validity), pages: pages)
    case .string, .dictionary:
      let (decoder, validity, pages) = try decoding.run(
        reader, TextDecoder(byteLimit: decoding.byteLimit))
      let texts = try decoder.values(validity: validity, offset: Int(start))
      return ColumnChunkContent(column: Column(texts, validity: validity), pages: pages)
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

  /// The most rows of a row group that are read: pyarrow's largest.
  private static let rowLimit: Int64 = 1 << 26

  /// The most bytes that a chunk of `storedByteCount` bytes may decode to.
  ///
  /// A few bytes may announce any number of nulls, or repeat one value for ever, and mean it: no
  /// size of the file bounds what they decode to. Snappy gives 32 bytes for one at most, and a
  /// dictionary with real data in it seldom twice as many. What is more than that, and larger than
  /// the four million equal numbers that 32 MiB hold, is not worth the memory.
  private static func decodedByteLimit(_ storedByteCount: Int) -> Int {
    32 << 20 + 64 * storedByteCount
  }

  /// A chunk's metadata and its rows, after a check that row group, chunk and schema agree.
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
    guard chunk.type == leaf.element.type, chunk.path == leaf.path else {
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
  /// Where the chunk begins: with its dictionary page if it has one.
  package var firstPageOffset: Int64 {
    guard let dictionaryPageOffset, dictionaryPageOffset > 0 else { return dataPageOffset }
    return min(dictionaryPageOffset, dataPageOffset)
  }
}

/// The decoding of one chunk.
private struct ChunkDecoding {
  var rowCount: Int
  var isOptional: Bool
  /// The most bytes that the decoded values may take.
  var byteLimit: Int
  /// Of the chunk, from the start of the file, for errors.
  var offset: Int

  /// Decodes page after page until the rows of the chunk are there. The validity is nil where no row
  /// is null.
  func run<Decoder: ValueDecoder>(
    _ pageReader: PageReader, _ empty: Decoder
  ) throws(ParquetReadingError) -> (Decoder, Validity?, [PageSummary]) {
    guard rowCount <= byteLimit / Decoder.rowByteCount else {
      throw ParquetReadingError(
        .unsupported("\(rowCount) rows in a chunk that is too small for them"), offset: offset)
    }
    var reader = pageReader
    var decoder = empty
    var validity = Validity()
    var pages: [PageSummary] = []
    var row = 0
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
      pages.append(page)
    }
    return (decoder, validity.nullCount == 0 ? nil : validity, pages)
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
