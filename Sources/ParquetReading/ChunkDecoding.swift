internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Decodes one chunk.
struct ChunkDecoding {
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
  /// The most bytes of texts that are held at once.
  var heldTextByteLimit: Int
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
