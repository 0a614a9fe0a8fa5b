internal import BarLakeBytes

/// Pages in the codec SNAPPY.
///
/// Source: parquet-format `Compression.md`, "SNAPPY".
package enum SnappyPage {
  /// Snappy expands at most 32 times, so a larger size is not worth the memory.
  private static let mostExpansion = 32

  /// The inflated bytes of `range`; nil if they are not Snappy data of exactly `byteCount` bytes.
  package static func inflated(_ bytes: [UInt8], in range: Range<Int>, byteCount: Int) -> [UInt8]? {
    guard byteCount <= range.count * mostExpansion else { return nil }
    return Snappy.decompress(bytes.span.extracting(range), byteCount: byteCount)
  }
}
