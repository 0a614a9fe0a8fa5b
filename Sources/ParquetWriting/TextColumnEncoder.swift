internal import Bytes
internal import Columnar
internal import ParquetFormat

/// Encodes the column chunks of texts. Its memory is used again for every chunk.
package struct TextColumnEncoder {
  private var indexer = TextIndexer()
  /// The values of a chunk without a dictionary, nulls left out.
  private var texts = PlainTexts()

  package init() {}

  /// Writes a column chunk, whose levels are loaded.
  package mutating func encode(
    _ layout: ChunkLayout, levels: DefinitionLevels, into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    if gatherConstant(layout.slices) {
      let bounds = bounds(of: texts, 0..<1)
      append(texts, 0..<1, to: &chunk.page)
      try chunk.endDictionaryPage(valueCount: 1)
      try chunk.writeIndexPages(layout, levels: levels, .zero, [], distinctCount: 1) { _ in bounds }
      return chunk.endChunk(layout.storage, encoding: .rleDictionary, bounds: bounds)
    }
    if indexer.load(layout.slices) {
      return try encodeWithDictionary(layout, levels: levels, into: &chunk)
    }
    gather(layout.slices)
    try writePlainPages(layout, levels: levels, into: &chunk)
    return chunk.endChunk(layout.storage, encoding: .plain, bounds: nil)
  }

  private mutating func encodeWithDictionary(
    _ layout: ChunkLayout, levels: DefinitionLevels, into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    // The dictionary holds no text that the chunk does not show, so that its bounds are exact.
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

  private func writePlainPages(
    _ layout: ChunkLayout, levels: DefinitionLevels, into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) {
    var firstRow = 0
    var firstValue = 0
    while firstRow < layout.slices.rowCount {
      let (rows, values) = pageCut(layout, levels, firstRow: firstRow, firstValue: firstValue)
      levels.encode(rows, into: &chunk.page)
      append(texts, values, to: &chunk.page)
      try chunk.endDataPage(
        rows, nullCount: rows.count - values.count, encoding: .plain,
        bounds: bounds(of: texts, values))
      firstRow = rows.upperBound
      firstValue = values.upperBound
    }
  }

  /// The rows of the page that begins with `firstRow`, as many as fit and one at least, and their
  /// values.
  private func pageCut(
    _ layout: ChunkLayout, _ levels: DefinitionLevels, firstRow: Int, firstValue: Int
  ) -> (rows: Range<Int>, values: Range<Int>) {
    var rowEnd = firstRow
    var valueEnd = firstValue
    var byteCount = 0
    while rowEnd < layout.slices.rowCount {
      let isValue = levels.isValue(rowEnd)
      if isValue { byteCount += texts.encodedRange(valueEnd).count }
      let levelByteCount = levels.byteCountLimit(rowCount: rowEnd + 1 - firstRow)
      if byteCount + levelByteCount > layout.pageByteCountLimit, rowEnd > firstRow { break }
      rowEnd += 1
      if isValue { valueEnd += 1 }
    }
    return (firstRow..<rowEnd, firstValue..<valueEnd)
  }

  private func append(_ texts: PlainTexts, _ range: Range<Int>, to page: inout ByteBuffer) {
    page.append(copying: texts.bytes.storage.span.extracting(texts.encodedRange(range)))
  }

  // MARK: Gathering

  private mutating func gather(_ slices: ColumnSlices) {
    texts.removeAll()
    slices.visit { values, validity, rows in
      gather(values, validity, rows, name: slices.name)
    }
  }

  private mutating func gather(
    _ values: ColumnValues, _ validity: Validity?, _ rows: Range<Int>, name: String
  ) {
    switch values {
    case .string(let values): texts.append(values, rows, validity)
    case .dictionary(let values): texts.append(values, rows, validity)
    case .repeated(let value, _):
      let count = rows.count - (validity?.nullCount(in: rows) ?? 0)
      for _ in 0..<count { gather(value, nil, 0..<1, name: name) }
    default:
      preconditionFailure("column \(name) holds values of another type than its field")
    }
  }

  /// Whether all rows show one text, if that can be told from the slices without a look at the
  /// rows; it is then the first in `texts`.
  private mutating func gatherConstant(_ slices: ColumnSlices) -> Bool {
    guard slices.rowCount >= DictionaryIndices.fewestConstantRows, slices.isConstantPerSlice else {
      return false
    }
    texts.removeAll()
    var isConstant = true
    slices.visit { values, _, _ in
      let index = texts.count
      gather(values, nil, 0..<1, name: slices.name)
      let bytes = texts.bytes.storage.span
      if !TextBytes.areEqual(bytes, texts.range(0), bytes, texts.range(index)) {
        isConstant = false
      }
    }
    return isConstant && texts.encodedRange(0).count <= DictionaryDecision.byteCountLimit
  }

  // MARK: Bounds

  /// The bounds of those of the texts that have these indices.
  private func bounds(of texts: PlainTexts, _ indices: some Sequence<Int>) -> Bounds? {
    let bytes = texts.bytes.storage.span
    var extremes: (min: Int, max: Int)?
    for index in indices {
      guard let (min, max) = extremes else {
        extremes = (index, index)
        continue
      }
      let text = texts.range(index)
      if TextBytes.precedes(bytes, texts.range(max), text) {
        extremes = (min, index)
      } else if TextBytes.precedes(bytes, text, texts.range(min)) {
        extremes = (index, max)
      }
    }
    func bound(_ index: Int) -> Bounds.Bound {
      let text = Array(texts.bytes.storage[texts.range(index)])
      return Bounds.Bound(stored: text, order: text)
    }
    return extremes.map { Bounds(min: bound($0.min), max: bound($0.max)) }
  }

  /// The bounds of those texts that some codes name.
  private func bounds(of distinct: PlainTexts, shownBy codes: ArraySlice<UInt16>) -> Bounds? {
    var isShown = [Bool](repeating: false, count: distinct.count)
    for code in codes { isShown[Int(code)] = true }
    return bounds(of: distinct, isShown.indices.lazy.filter { isShown[$0] })
  }
}
