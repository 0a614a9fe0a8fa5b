internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Texts and other byte arrays, in the encodings of byte arrays or through a dictionary.
///
/// Source: parquet-format `Encodings.md`.
struct ByteArrayDecoder: ValueDecoder {
  /// The size of a code.
  static let rowByteCount = MemoryLayout<Int32>.size

  /// The number of bytes of every value of FIXED_LEN_BYTE_ARRAY; nil for BYTE_ARRAY.
  private let fixedByteCount: Int?
  /// The numbers of bytes that a value may have.
  private let validByteCounts: ClosedRange<Int>
  /// The texts of the dictionary, followed by the texts of pages that hold their own, with an empty
  /// text for each null.
  private var texts = StringValues()
  /// Nil if there is no dictionary.
  private var dictionary: StringValues?
  /// The position of each row's text in `texts`; 0 for a null in a page of indices.
  private var codes: [Int32] = []
  private var hasPagesOfTexts = false
  /// The most bytes that all texts of the chunk may have, and the bytes so far.
  private let byteLimit: Int
  private var byteCount = 0
  /// The most bytes of texts that are held, for rows that have not been removed.
  private let heldByteLimit: Int

  /// Offsets into the texts of a column have 31 bits, so at most `mostHeldByteCount` bytes are
  /// held. `validByteCounts` are those of BYTE_ARRAY.
  init(
    fixedByteCount: Int?, validByteCounts: ClosedRange<Int>, byteLimit: Int,
    heldByteLimit: Int = mostHeldByteCount
  ) {
    self.fixedByteCount = fixedByteCount
    self.validByteCounts = fixedByteCount.map { $0...$0 } ?? validByteCounts
    self.byteLimit = byteLimit
    self.heldByteLimit = min(heldByteLimit, Self.mostHeldByteCount)
  }

  static let mostHeldByteCount = Int(Int32.max)

  mutating func removeRows() {
    codes.removeAll(keepingCapacity: true)
    hasPagesOfTexts = false
    texts = dictionary ?? StringValues()
  }

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    let values = try plain(bytes, in: 0..<bytes.count, count: count, offset: offset)
    for range in values.ranges { try append(values.bytes, range, offset: offset) }
    dictionary = texts
  }

  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError) {
    switch page.encoding {
    case .plainDictionary, .rleDictionary:
      let indices = try page.indices(dictionaryCount: dictionary?.count)
      codes.append(
        indices.map { Int32($0) }, rowCount: page.rowCount, validity: validity, empty: 0)
    default:
      let values = page.valueCount == 0 ? ByteArrays() : try byteArrays(page)
      hasPagesOfTexts = true
      var next = 0
      for row in codes.count..<codes.count + page.rowCount {
        codes.append(Int32(texts.count))
        if validity?[row] ?? true {
          try append(values.bytes, values.ranges[next], offset: page.offset)
          next += 1
        } else {
          texts.append(page.bytes.span.extracting(0..<0))
        }
      }
    }
  }

  /// The values of a page that has at least one, and holds them itself.
  private func byteArrays(_ page: DataPage) throws(ParquetReadingError) -> ByteArrays {
    // Empty values need not take any bytes of the page.
    guard page.valueCount <= byteLimit / MemoryLayout<Range<Int>>.stride else {
      throw page.error(
        .unsupported("\(page.valueCount) values in a page that is too small for them"))
    }
    switch (page.encoding, fixedByteCount) {
    case (.plain, _):
      return try plain(page.bytes, in: page.values, count: page.valueCount, offset: page.offset)
    case (.deltaLengthByteArray, nil):
      return try DeltaLengthByteArrayDecoder.values(
        page.bytes, in: page.values, count: page.valueCount, fileOffset: page.offset)
    case (.deltaByteArray, _):
      return try DeltaByteArrayDecoder.values(
        page.bytes, in: page.values, count: page.valueCount,
        byteLimit: min(byteLimit, heldByteLimit), fileOffset: page.offset)
    case (.byteStreamSplit, let fixedByteCount?):
      let bytes = try ByteStreamSplitDecoder.plain(
        page.bytes, in: page.values, count: page.valueCount, byteCount: fixedByteCount,
        fileOffset: page.offset)
      return try plain(bytes, in: 0..<bytes.count, count: page.valueCount, offset: page.offset)
    default: throw page.unsupportedEncoding
    }
  }

  private func plain(
    _ bytes: [UInt8], in range: Range<Int>, count: Int, offset: Int
  ) throws(ParquetReadingError) -> ByteArrays {
    guard let fixedByteCount else {
      return try PlainByteArrayDecoder.values(bytes, in: range, count: count, fileOffset: offset)
    }
    return try PlainByteArrayDecoder.values(
      bytes, in: range, count: count, byteCount: fixedByteCount, fileOffset: offset)
  }

  /// The rows. If all pages refer to the dictionary, the rows are codes into it, so a text that
  /// many rows show is held once. Otherwise each row has its own text. `offset` is the offset of
  /// the chunk, for errors.
  func values(validity: Validity?, offset: Int) throws(ParquetReadingError) -> ColumnValues {
    guard hasPagesOfTexts else {
      return .dictionary(DictionaryValues(codes: codes, dictionary: texts))
    }
    guard dictionary != nil else { return .string(texts) }
    var rows = StringValues()
    for (row, code) in codes.enumerated() {
      let text = validity?[row] ?? true ? texts.range(Int(code)) : 0..<0
      guard rows.bytes.count + text.count <= min(byteLimit, heldByteLimit) else {
        throw ParquetReadingError(tooLarge(min(byteLimit, heldByteLimit)), offset: offset)
      }
      rows.append(texts.bytes.span.extracting(text))
    }
    return .string(rows)
  }

  private func tooLarge(_ limit: Int) -> ParquetReadingError.Reason {
    .unsupported("more than \(limit) bytes of text in a chunk")
  }

  /// Appends the text `range` of `bytes`.
  private mutating func append(
    _ bytes: [UInt8], _ range: Range<Int>, offset: Int
  ) throws(ParquetReadingError) {
    guard validByteCounts.contains(range.count) else {
      throw ParquetReadingError(
        .invalid("a value of \(range.count) bytes is none of the column's type"), offset: offset)
    }
    guard byteCount + range.count <= byteLimit else {
      throw ParquetReadingError(tooLarge(byteLimit), offset: offset)
    }
    guard texts.bytes.count + range.count <= heldByteLimit else {
      throw ParquetReadingError(tooLarge(heldByteLimit), offset: offset)
    }
    byteCount += range.count
    texts.append(bytes.span.extracting(range))
  }
}
