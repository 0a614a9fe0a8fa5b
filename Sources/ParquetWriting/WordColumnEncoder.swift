internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Encodes the column chunks of fixed-width types. It reuses its memory for every chunk.
package struct WordColumnEncoder<Word: ColumnWord> {
  /// The values of the chunk, without nulls; elements after them are arbitrary.
  private var words: [Word] = []
  private var codes: [UInt16] = []
  private var dictionary = WordDictionary<Word>()

  package init() {}

  /// Writes a column chunk with the order `order`. Its levels must be loaded. `encoding` is what
  /// the first row group of the file decided; nil if this is the first.
  package mutating func encode(
    _ layout: ChunkLayout, _ encoding: NumberEncoding?, order: ValueOrder,
    levels: DefinitionLevels, into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    if encoding != .plain, let word = try constant(layout.slices) {
      let bounds = order.bounds(of: [word].span)
      chunk.page.append(littleEndianBytesOf: [word].span)
      try chunk.endDictionaryPage(valueCount: 1)
      try chunk.writeIndexPages(
        layout, levels: levels, .zero, [UInt16](), distinctCount: 1
      ) { _ in bounds }
      return chunk.endChunk(layout.storage, encoding: .rleDictionary, bounds: bounds)
    }
    let count = try gather(layout.slices)
    guard encoding != .plain, index(count, isDeciding: encoding == nil) else {
      return try encodePlainly(count, layout, order: order, levels: levels, into: &chunk)
    }
    let decision =
      encoding
      ?? DictionaryDecision.encoding(
        valueCount: count, distinctCount: dictionary.count, byteWidth: Word.bitWidth / 8)
    switch decision {
    case .dictionary:
      return try encodeWithDictionary(layout, order: order, levels: levels, into: &chunk)
    case .plain:
      return try encodePlainly(count, layout, order: order, levels: levels, into: &chunk)
    case nil:
      let indexed = try encodeWithDictionary(layout, order: order, levels: levels, into: &chunk)
      chunk.beginChunk(layout.slices.name)
      let plain = try encodePlainly(count, layout, order: order, levels: levels, into: &chunk)
      return plain.byteCount < indexed.byteCount ? plain : indexed
    }
  }

  /// Looks for the distinct values of the chunk, which has `count` values; false if they are too
  /// many for a dictionary, or for one that is smaller if that is being decided.
  private mutating func index(_ count: Int, isDeciding: Bool) -> Bool {
    if codes.count < count { codes = [UInt16](repeating: 0, count: count) }
    let words = words
    return dictionary.encode(
      words.span.extracting(0..<count), into: &codes, isDeciding: isDeciding)
  }

  private func encodePlainly(
    _ count: Int, _ layout: ChunkLayout, order: ValueOrder, levels: DefinitionLevels,
    into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    try chunk.writeDataPages(
      layout, levels: levels, encoding: .plain, bitWidth: Word.bitWidth, fixedByteCount: 0
    ) { range, _ in
      order.bounds(of: words.span.extracting(range))
    } values: { range, page in
      page.append(littleEndianBytesOf: words.span.extracting(range))
    }
    return chunk.endChunk(layout.storage, encoding: .plain, bounds: nil)
  }

  private func encodeWithDictionary(
    _ layout: ChunkLayout, order: ValueOrder, levels: DefinitionLevels,
    into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    // The dictionary holds only values that the chunk shows, so its bounds are exact.
    let distinct = dictionary.values.span
    let bounds = order.bounds(of: distinct)
    chunk.page.append(littleEndianBytesOf: distinct)
    try chunk.endDictionaryPage(valueCount: distinct.count)
    try chunk.writeIndexPages(
      layout, levels: levels, .each, codes, distinctCount: distinct.count
    ) { range in
      order.bounds(of: words.span.extracting(range))
    }
    return chunk.endChunk(layout.storage, encoding: .rleDictionary, bounds: bounds)
  }

  /// Copies the values of the chunk into `words` and returns their number.
  private mutating func gather(_ slices: ColumnSlices) throws(ParquetWritingError) -> Int {
    if words.count < slices.rowCount { words = [Word](repeating: 0, count: slices.rowCount) }
    var count = 0
    try slices.visit { values, validity, rows throws(ParquetWritingError) in
      guard let end = Word.gather(values, rows, validity, into: &words, at: count) else {
        preconditionFailure("column \(slices.name) holds values of another type than its field")
      }
      count = end
    }
    return count
  }

  /// The value of all rows, if the slices show it without reading the rows.
  private mutating func constant(
    _ slices: ColumnSlices
  ) throws(ParquetWritingError) -> Word? {
    guard slices.rowCount >= DictionaryIndices.fewestConstantRows, slices.isConstantPerSlice else {
      return nil
    }
    if words.isEmpty { words = [0] }
    var constant: Word?
    var isConstant = true
    try slices.visit { values, _, _ throws(ParquetWritingError) in
      guard Word.gather(values, 0..<1, nil, into: &words, at: 0) != nil else {
        preconditionFailure("column \(slices.name) holds values of another type than its field")
      }
      if let constant, constant != words[0] { isConstant = false }
      constant = words[0]
    }
    return isConstant ? constant : nil
  }
}
