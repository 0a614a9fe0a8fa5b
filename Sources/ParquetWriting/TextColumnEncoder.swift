internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Encodes the column chunks of texts. It reuses its memory for every chunk.
package struct TextColumnEncoder {
  private var indexer = TextIndexer()
  /// The values of the data page in progress, without nulls.
  private var texts = PlainTexts()
  /// The rows of this page, from 0 in the row group.
  private var pageRows = 0..<0

  package init() {}

  /// Writes a column chunk. Its levels must be loaded. If its dictionary would be too large, it has
  /// none.
  package mutating func encode(
    _ layout: ChunkLayout, _ encoding: TextEncoding, levels: DefinitionLevels,
    into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    if encoding == .dictionary {
      if try gatherConstant(layout.slices) {
        let bounds = bounds(of: texts, 0..<1)
        append(texts, 0..<1, to: &chunk.page)
        try chunk.endDictionaryPage(valueCount: 1)
        try chunk.writeIndexPages(
          layout, levels: levels, .zero, [UInt32](), distinctCount: 1
        ) { _ in bounds }
        return chunk.endChunk(layout.storage, encoding: .rleDictionary, bounds: bounds)
      }
      if try indexer.load(layout.slices) {
        return try encodeWithDictionary(layout, levels: levels, into: &chunk)
      }
    }
    try writePlainPages(layout, levels: levels, into: &chunk)
    return chunk.endChunk(layout.storage, encoding: .plain, bounds: nil)
  }

  private mutating func encodeWithDictionary(
    _ layout: ChunkLayout, levels: DefinitionLevels, into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    // The dictionary holds only texts that the chunk shows, so its bounds are exact.
    let distinct = indexer.dictionary.texts
    let bounds = bounds(of: distinct, 0..<distinct.count)
    append(distinct, 0..<distinct.count, to: &chunk.page)
    try chunk.endDictionaryPage(valueCount: distinct.count)
    try chunk.writeIndexPages(
      layout, levels: levels, .each, indexer.codes, distinctCount: distinct.count
    ) { range in
      self.bounds(of: distinct, shownBy: indexer.codes[range])
    }
    return chunk.endChunk(layout.storage, encoding: .rleDictionary, bounds: bounds)
  }

  // MARK: Plain pages

  /// Writes the data pages of a chunk without a dictionary. Each page is written as soon as it is
  /// full.
  private mutating func writePlainPages(
    _ layout: ChunkLayout, levels: DefinitionLevels, into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) {
    texts.removeAll()
    pageRows = 0..<0
    try layout.slices.visit { values, validity, rows throws(ParquetWritingError) in
      switch values {
      case .string(let values):
        try add(values, rows, validity, layout, levels, &chunk) { $0 }
      case .dictionary(let values):
        try add(values.dictionary, rows, validity, layout, levels, &chunk) { row in
          Int(values.codes[row])
        }
      case .repeated(.string(let value), _):
        try add(value, rows, validity, layout, levels, &chunk) { _ in 0 }
      case .repeated(.dictionary(let value), _):
        try add(value.dictionary, rows, validity, layout, levels, &chunk) { _ in
          Int(value.codes[0])
        }
      default:
        preconditionFailure("column \(layout.slices.name) holds values of another type")
      }
    }
    if !pageRows.isEmpty { try endPlainPage(levels, &chunk) }
  }

  /// Adds rows to the page. A row that is not null shows text `text(row)` of `source`. If a row
  /// does not fit, the page ends before it. So a page has as many rows as fit, and at least one.
  @inline(__always)
  private mutating func add(
    _ source: StringValues, _ rows: Range<Int>, _ validity: Validity?, _ layout: ChunkLayout,
    _ levels: DefinitionLevels, _ chunk: inout ColumnChunkWriter, _ text: (Int) -> Int
  ) throws(ParquetWritingError) {
    var start = rows.lowerBound
    while start < rows.upperBound {
      var end = start
      var rowCount = pageRows.count
      let heldByteCount = texts.bytes.count
      var byteCount = heldByteCount
      while end < rows.upperBound {
        let isValue = validity?[end] ?? true
        let length = isValue ? 4 + source.range(text(end)).count : 0
        let levelByteCount = levels.byteCountLimit(rowCount: rowCount + 1)
        if byteCount + length + levelByteCount > layout.pageByteCountLimit, rowCount > 0 { break }
        byteCount += length
        rowCount += 1
        end += 1
      }
      texts.append(
        source, start..<end, validity, byteCount: byteCount - heldByteCount, text)
      pageRows = pageRows.lowerBound..<pageRows.lowerBound + rowCount
      if end < rows.upperBound { try endPlainPage(levels, &chunk) }
      start = end
    }
  }

  private mutating func endPlainPage(
    _ levels: DefinitionLevels, _ chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) {
    levels.encode(pageRows, into: &chunk.page)
    append(texts, 0..<texts.count, to: &chunk.page)
    try chunk.endDataPage(
      pageRows, nullCount: pageRows.count - texts.count, encoding: .plain,
      bounds: bounds(of: texts, 0..<texts.count))
    texts.removeAll()
    pageRows = pageRows.upperBound..<pageRows.upperBound
  }

  private func append(_ texts: PlainTexts, _ range: Range<Int>, to page: inout ByteBuffer) {
    page.append(copying: texts.bytes.storage.span.extracting(texts.encodedRange(range)))
  }

  // MARK: Constants

  /// Whether all rows show one text, if the slices show this without reading the rows. The text is
  /// then the first in `texts`.
  private mutating func gatherConstant(
    _ slices: ColumnSlices
  ) throws(ParquetWritingError) -> Bool {
    guard slices.rowCount > 0, slices.isConstantPerSlice else { return false }
    texts.removeAll()
    var isConstant = true
    try slices.visit { values, _, _ throws(ParquetWritingError) in
      guard isConstant, case .repeated(.string(let value), _) = values else {
        isConstant = false
        return
      }
      let index = texts.count
      texts.append(value, 0..<1, nil)
      isConstant = texts.areEqual(0, index)
      // One text is enough to compare the next with.
      if index > 0 { texts.removeLast() }
    }
    return isConstant && texts.encodedRange(0).count <= DictionaryDecision.byteCountLimit
  }

  // MARK: Bounds

  /// The bounds of the texts with these indices.
  private func bounds(of texts: PlainTexts, _ indices: some Sequence<Int>) -> Bounds? {
    let bytes = texts.bytes.storage.span
    var extremes: (min: Int, max: Int)?
    for index in indices {
      guard let (min, max) = extremes else {
        extremes = (index, index)
        continue
      }
      let text = texts.range(index)
      if TextBytes.order(bytes, texts.range(max), bytes, text) < 0 {
        extremes = (min, index)
      } else if TextBytes.order(bytes, text, bytes, texts.range(min)) < 0 {
        extremes = (index, max)
      }
    }
    func bound(_ index: Int) -> Bounds.Bound {
      Bounds.Bound(stored: Array(texts.bytes.storage[texts.range(index)]))
    }
    return extremes.map { Bounds(min: bound($0.min), max: bound($0.max)) }
  }

  /// The bounds of the texts with these codes.
  private func bounds(of distinct: PlainTexts, shownBy codes: ArraySlice<UInt32>) -> Bounds? {
    var isShown = [Bool](repeating: false, count: distinct.count)
    for code in codes { isShown[Int(code)] = true }
    return bounds(of: distinct, isShown.indices.lazy.filter { isShown[$0] })
  }
}
