package import BarLakeBytes

/// Pages in the codec LZ4_RAW: one block, without the frames that the older codec LZ4 may have.
///
/// Source: parquet-format `Compression.md`, "LZ4_RAW"; lz4 `doc/lz4_Block_format.md`.
package enum LZ4Page {
  /// A byte adds at most 255 bytes to the length of a match.
  private static let mostExpansion = 255

  /// The decompressed bytes of `range`; nil if they are not a block of exactly `byteCount` bytes.
  package static func inflated(
    _ bytes: [UInt8], in range: Range<Int>, byteCount: Int, by lz4: SharedCodec
  ) -> [UInt8]? {
    guard byteCount <= range.count * mostExpansion else { return nil }
    return lz4.decompress(bytes.span.extracting(range), byteCount: byteCount)
  }
}
