internal import BarLakeBytes

/// A number that PLAIN pages store as bytes of fixed number.
///
/// Source: parquet-format `Encodings.md`, "Plain".
package protocol PlainValue: BitwiseCopyable {
  static var zero: Self { get }
  /// The number of bytes of a value.
  static var byteCount: Int { get }
  /// The numbers in `range` of `bytes`; nil if the range does not hold whole numbers.
  static func plain(_ bytes: [UInt8], in range: Range<Int>) -> [Self]?
  /// `count` numbers in DELTA_BINARY_PACKED; nil if the type has no such encoding.
  static func deltaBinaryPacked(
    _ decoder: inout DeltaBinaryPackedDecoder, count: Int
  ) throws(ParquetReadingError) -> [Self]?
}

extension PlainValue {
  package static var byteCount: Int { MemoryLayout<Self>.size }

  package static func deltaBinaryPacked(
    _ decoder: inout DeltaBinaryPackedDecoder, count: Int
  ) throws(ParquetReadingError) -> [Self]? { nil }
}

extension PlainValue where Self: FixedWidthInteger {
  package static func plain(_ bytes: [UInt8], in range: Range<Int>) -> [Self]? {
    bytes.littleEndianValues(Self.self, in: range)
  }

  package static func deltaBinaryPacked(
    _ decoder: inout DeltaBinaryPackedDecoder, count: Int
  ) throws(ParquetReadingError) -> [Self]? {
    try decoder.values(count)
  }
}

extension PlainValue where Self: BinaryFloatingPoint {
  package static func plain(_ bytes: [UInt8], in range: Range<Int>) -> [Self]? {
    bytes.littleEndianValues(Self.self, in: range)
  }
}

extension Int32: PlainValue {}
extension Int64: PlainValue {}
extension UInt32: PlainValue {}
extension UInt64: PlainValue {}
extension Float: PlainValue {}
extension Double: PlainValue {}
