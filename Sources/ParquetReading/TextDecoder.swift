internal import Bytes
internal import Columnar
internal import ParquetFormat

/// Texts, PLAIN (a length in four bytes before each) or through a dictionary.
///
/// Source: parquet-format `Encodings.md`, "Plain" and "Dictionary Encoding".
struct TextDecoder: ValueDecoder {
  /// An offset.
  static let rowByteCount = MemoryLayout<Int32>.size

  private(set) var values = StringValues()
  private var dictionary: StringValues?
  /// The most bytes that the texts may have together.
  private let byteLimit: Int

  init(byteLimit: Int) {
    // Offsets into the texts of a column have 31 bits.
    self.byteLimit = min(byteLimit, Int(Int32.max))
  }

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    var texts = StringValues()
    var position = 0
    for _ in 0..<count {
      try appendText(bytes, &position, bytes.count, to: &texts, offset: offset)
    }
    dictionary = texts
  }

  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError) {
    let firstRow = values.count
    switch page.encoding {
    case .plain:
      var position = page.values.lowerBound
      for row in firstRow..<firstRow + page.rowCount {
        if validity?[row] ?? true {
          try appendText(
            page.bytes, &position, page.values.upperBound, to: &values, offset: page.offset)
        } else {
          values.append(page.bytes.span.extracting(0..<0))
        }
      }
    case .plainDictionary, .rleDictionary:
      let indices = try page.indices(dictionaryCount: dictionary?.count)
      let dictionary = self.dictionary ?? StringValues()
      var next = 0
      for row in firstRow..<firstRow + page.rowCount {
        var text = 0..<0
        if validity?[row] ?? true {
          text = dictionary.range(Int(indices[next]))
          next += 1
        }
        guard values.bytes.count + text.count <= byteLimit else { throw page.error(tooLarge) }
        values.append(dictionary.bytes.span.extracting(text))
      }
    default: throw page.unsupportedEncoding
    }
  }

  private var tooLarge: ParquetReadingError.Reason {
    .unsupported("more than \(byteLimit) bytes of text in a chunk")
  }

  /// Appends the text that stands at `position`, which moves behind it.
  private func appendText(
    _ bytes: [UInt8], _ position: inout Int, _ end: Int, to texts: inout StringValues, offset: Int
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
