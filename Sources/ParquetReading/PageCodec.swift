internal import BarLakeBytes
package import BarLakeParquetFormat

/// Inflates the bytes of pages.
///
/// Source: parquet-format `Compression.md`.
package enum PageCodec {
  /// The `byteCount` bytes to which `range` of `bytes` inflates. `fileOffset` is the offset of the
  /// page in the file, for errors.
  package static func inflated(
    _ bytes: [UInt8], in range: Range<Int>, by codec: CompressionCodec, byteCount: Int,
    fileOffset: Int
  ) throws(ParquetReadingError) -> [UInt8] {
    let inflated: [UInt8]?
    switch codec {
    case .snappy: inflated = SnappyPage.inflated(bytes, in: range, byteCount: byteCount)
    case .gzip: inflated = GzipPage.inflated(bytes, in: range, byteCount: byteCount)
    default: throw ParquetReadingError(.unsupported("the codec \(codec)"), offset: fileOffset)
    }
    guard let inflated else {
      throw ParquetReadingError(
        .invalid("the page is not \(codec) data of \(byteCount) bytes"), offset: fileOffset)
    }
    return inflated
  }
}
