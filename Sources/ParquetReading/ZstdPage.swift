package import BarLakeBytes

/// Pages in the codec ZSTD: one or more frames. Most writers state the size of the content in the
/// frame; Spark and parquet-java do not.
///
/// Source: parquet-format `Compression.md`, "ZSTD"; RFC 8878.
package enum ZstdPage {
  /// The fewest bytes of a block: its header and, if all bytes are equal, one of them.
  private static let leastBlockByteCount = 4
  /// The most bytes to which a block decompresses (`Block_Maximum_Size`).
  private static let mostBlockContent = 128 << 10

  /// The decompressed bytes of `range`; nil if they are not frames of exactly `byteCount` bytes.
  ///
  /// Cost: no memory for the window that a frame asks for, since the page itself is the window.
  package static func inflated(
    _ bytes: [UInt8], in range: Range<Int>, byteCount: Int, by zstd: SharedCodec
  ) -> [UInt8]? {
    guard byteCount <= range.count / leastBlockByteCount * mostBlockContent else { return nil }
    return zstd.decompress(bytes.span.extracting(range), byteCount: byteCount)
  }
}
