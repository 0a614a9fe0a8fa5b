internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Texts, PLAIN (each after its length in four bytes) or through a dictionary.
///
/// Source: parquet-format `Encodings.md`, "Plain" and "Dictionary Encoding".
struct TextDecoder: ValueDecoder {
  /// The size of a code.
  static let rowByteCount = MemoryLayout<Int32>.size

  /// The texts of the dictionary, followed by the texts of PLAIN pages, with an empty text for each
  /// null.
  private var texts = StringValues()
  /// Nil if there is no dictionary.
  private var dictionary: StringValues?
  /// The position of each row's text in `texts`; 0 for a null in a page of indices.
  private var codes: [Int32] = []
  private var hasPlainPages = false
  /// The most bytes that all texts of the chunk may have, and the bytes so far.
  private let byteLimit: Int
  private var byteCount = 0
  /// The most bytes of texts that are held, for rows that have not been removed.
  private let heldByteLimit: Int

  /// Offsets into the texts of a column have 31 bits, so at most `mostHeldByteCount` bytes are
  /// held.
  init(byteLimit: Int, heldByteLimit: Int = mostHeldByteCount) {
    self.byteLimit = byteLimit
    self.heldByteLimit = min(heldByteLimit, Self.mostHeldByteCount)
  }

  static let mostHeldByteCount = Int(Int32.max)

  mutating func removeRows() {
    codes.removeAll(keepingCapacity: true)
    hasPlainPages = false
    texts = dictionary ?? StringValues()
  }

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    var position = 0
    for _ in 0..<count { try appendText(bytes, &position, bytes.count, offset: offset) }
    dictionary = texts
  }

  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError) {
    switch page.encoding {
    case .plain:
      hasPlainPages = true
      var position = page.values.lowerBound
      for row in codes.count..<codes.count + page.rowCount {
        codes.append(Int32(texts.count))
        if validity?[row] ?? true {
          try appendText(page.bytes, &position, page.values.upperBound, offset: page.offset)
        } else {
          texts.append(page.bytes.span.extracting(0..<0))
        }
      }
    case .plainDictionary, .rleDictionary:
      let indices = try page.indices(dictionaryCount: dictionary?.count)
      codes.append(
        indices.map { Int32($0) }, rowCount: page.rowCount, validity: validity, empty: 0)
    default: throw page.unsupportedEncoding
    }
  }

  /// The rows. If all pages refer to the dictionary, the rows are codes into it, so a text that
  /// many rows show is held once. Otherwise each row has its own text. `offset` is the offset of
  /// the chunk, for errors.
  func values(validity: Validity?, offset: Int) throws(ParquetReadingError) -> ColumnValues {
    guard hasPlainPages else {
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

  /// Appends the text at `position`, and moves `position` to the byte after it.
  private mutating func appendText(
    _ bytes: [UInt8], _ position: inout Int, _ end: Int, offset: Int
  ) throws(ParquetReadingError) {
    guard position <= end - 4,
      let length = bytes.littleEndianValues(UInt32.self, in: position..<position + 4)?.first,
      Int(length) <= end - position - 4
    else { throw ParquetReadingError(.outOfBounds("a text"), offset: offset) }
    guard byteCount + Int(length) <= byteLimit else {
      throw ParquetReadingError(tooLarge(byteLimit), offset: offset)
    }
    guard texts.bytes.count + Int(length) <= heldByteLimit else {
      throw ParquetReadingError(tooLarge(heldByteLimit), offset: offset)
    }
    byteCount += Int(length)
    let start = position + 4
    position = start + Int(length)
    texts.append(bytes.span.extracting(start..<position))
  }
}
