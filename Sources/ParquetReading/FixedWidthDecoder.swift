internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// A number that PLAIN pages store as its little-endian bytes.
protocol PlainValue: BitwiseCopyable {
  static var zero: Self { get }
  /// The numbers in `range` of `bytes`; nil if the range does not hold whole numbers.
  static func plain(_ bytes: [UInt8], in range: Range<Int>) -> [Self]?
}

extension PlainValue where Self: FixedWidthInteger {
  static func plain(_ bytes: [UInt8], in range: Range<Int>) -> [Self]? {
    bytes.littleEndianValues(Self.self, in: range)
  }
}

extension PlainValue where Self: BinaryFloatingPoint {
  static func plain(_ bytes: [UInt8], in range: Range<Int>) -> [Self]? {
    bytes.littleEndianValues(Self.self, in: range)
  }
}

extension Int32: PlainValue {}
extension Int64: PlainValue {}
extension UInt32: PlainValue {}
extension UInt64: PlainValue {}
extension Float: PlainValue {}
extension Double: PlainValue {}

/// Numbers, PLAIN or through a dictionary.
///
/// Source: parquet-format `Encodings.md`, "Plain" and "Dictionary Encoding".
struct FixedWidthDecoder<Value: PlainValue>: ValueDecoder {
  static var rowByteCount: Int { MemoryLayout<Value>.size }

  private(set) var values: [Value] = []
  private var dictionary: [Value]?

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    let byteCount = count * MemoryLayout<Value>.size
    guard let values = Value.plain(bytes, in: 0..<byteCount) else {
      throw ParquetReadingError(
        .mismatch("bytes of the dictionary", expected: byteCount, found: bytes.count),
        offset: offset)
    }
    dictionary = values
  }

  mutating func removeRows() { values.removeAll(keepingCapacity: true) }

  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError) {
    let pageValues: [Value]
    switch page.encoding {
    case .plain:
      // Some writers pad their pages.
      let byteCount = page.valueCount * MemoryLayout<Value>.size
      let start = page.values.lowerBound
      guard let plain = Value.plain(page.bytes, in: start..<start + byteCount) else {
        throw page.error(
          .mismatch("bytes of the page's values", expected: byteCount, found: page.values.count))
      }
      pageValues = plain
    case .plainDictionary, .rleDictionary:
      let indices = try page.indices(dictionaryCount: dictionary?.count)
      let dictionary = self.dictionary ?? []
      pageValues = indices.map { dictionary[Int($0)] }
    default: throw page.unsupportedEncoding
    }
    values.append(pageValues, rowCount: page.rowCount, validity: validity, empty: .zero)
  }
}
