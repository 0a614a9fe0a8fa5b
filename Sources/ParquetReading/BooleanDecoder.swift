internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Booleans. PLAIN uses one bit each, the lowest bit first. RLE is the hybrid after its length.
///
/// Source: parquet-format `Encodings.md`, "Plain" and "Run Length Encoding / Bit-Packing Hybrid".
struct BooleanDecoder: ValueDecoder {
  /// The size of a value of the hybrid before it becomes a Boolean.
  static let rowByteCount = MemoryLayout<UInt32>.size

  private(set) var values: [Bool] = []

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    throw ParquetReadingError(.unsupported("a dictionary of booleans"), offset: offset)
  }

  mutating func removeRows() { values.removeAll(keepingCapacity: true) }

  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError) {
    let pageValues: [Bool]
    switch page.encoding {
    case .plain:
      guard page.values.count >= (page.valueCount + 7) / 8 else {
        throw page.error(
          .mismatch(
            "bytes of the page's values", expected: (page.valueCount + 7) / 8,
            found: page.values.count))
      }
      pageValues = (0..<page.valueCount).map {
        page.bytes[page.values.lowerBound + $0 >> 3] >> UInt8($0 & 7) & 1 == 1
      }
    case .rle:
      if page.valueCount == 0 {
        pageValues = []
        break
      }
      let start = page.values.lowerBound
      guard page.values.count >= 4,
        let length = page.bytes.littleEndianValues(UInt32.self, in: start..<start + 4)?.first,
        Int(length) <= page.values.count - 4
      else { throw page.error(.outOfBounds("the page's values")) }
      var decoder = RLEHybridDecoder(
        page.bytes, in: start + 4..<start + 4 + Int(length), bitWidth: 1, fileOffset: page.offset)
      pageValues = try decoder.values(page.valueCount).map { $0 == 1 }
    default: throw page.unsupportedEncoding
    }
    values.append(pageValues, rowCount: page.rowCount, validity: validity, empty: false)
  }
}
