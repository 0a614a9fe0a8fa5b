internal import Bytes
internal import Columnar
internal import ParquetFormat

/// Texts, PLAIN (a length in four bytes before each) or through a dictionary.
///
/// Source: parquet-format `Encodings.md`, "Plain" and "Dictionary Encoding".
struct TextDecoder: ValueDecoder {
  /// A code.
  static let rowByteCount = MemoryLayout<Int32>.size

  /// Those of the dictionary, then those that stand in pages, an empty one for each null among them.
  private var texts = StringValues()
  /// Nil if there is no dictionary.
  private var dictionaryCount: Int?
  /// The number in `texts` of each row's text, 0 where a page of indices has a null.
  private var codes: [Int32] = []
  private var hasPlainPages = false
  /// The most bytes that the texts may have together.
  private let byteLimit: Int

  init(byteLimit: Int) {
    // Offsets into the texts of a column have 31 bits.
    self.byteLimit = min(byteLimit, Int(Int32.max))
  }

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    var position = 0
    for _ in 0..<count { try appendText(bytes, &position, bytes.count, offset: offset) }
    dictionaryCount = count
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
      let indices = try page.indices(dictionaryCount: dictionaryCount)
      codes.append(
        indices.map { Int32($0) }, rowCount: page.rowCount, validity: validity, empty: 0)
    default: throw page.unsupportedEncoding
    }
  }

  /// The rows. Where all pages refer to the dictionary they are codes into it, so that a text that
  /// many rows show takes its bytes once; else each row has its own. `offset` is the chunk's, for
  /// errors.
  func values(validity: Validity?, offset: Int) throws(ParquetReadingError) -> ColumnValues {
    guard hasPlainPages else {
      return .dictionary(DictionaryValues(codes: codes, dictionary: texts))
    }
    guard dictionaryCount != nil else { return .string(texts) }
    var rows = StringValues()
    for (row, code) in codes.enumerated() {
      let text = validity?[row] ?? true ? texts.range(Int(code)) : 0..<0
      guard rows.bytes.count + text.count <= byteLimit else {
        throw ParquetReadingError(tooLarge, offset: offset)
      }
      rows.append(texts.bytes.span.extracting(text))
    }
    return .string(rows)
  }

  private var tooLarge: ParquetReadingError.Reason {
    .unsupported("more than \(byteLimit) bytes of text in a chunk")
  }

  /// Appends the text that stands at `position`, which moves behind it.
  private mutating func appendText(
    _ bytes: [UInt8], _ position: inout Int, _ end: Int, offset: Int
  ) throws(ParquetReadingError) {
    guard position <= end - 4,
      let length = bytes.littleEndianValues(UInt32.self, in: position..<position + 4)?.first,
      Int(length) <= end - position - 4
    else { throw ParquetReadingError(.outOfBounds("a text"), offset: offset) }
    guard texts.bytes.count + Int(length) <= byteLimit else {
      throw ParquetReadingError(tooLarge, offset: offset)
    }
    let start = position + 4
    position = start + Int(length)
    texts.append(bytes.span.extracting(start..<position))
  }
}
