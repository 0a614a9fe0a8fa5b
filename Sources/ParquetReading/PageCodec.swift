internal import BarLakeBytes
package import BarLakeParquetFormat

/// Inflates the bytes of pages.
///
/// Source: parquet-format `Compression.md`.
package enum PageCodec {
  /// The `byteCount` bytes to which `range` of `bytes` inflates. `fileOffset` is the offset of the
  /// page in the file, for errors. Throws `unsupported` for other codecs, and if the machine lacks
  /// the library of the codec.
  package static func inflated(
    _ bytes: [UInt8], in range: Range<Int>, by codec: CompressionCodec, byteCount: Int,
    fileOffset: Int, shared: SharedCodecs = .system
  ) throws(ParquetReadingError) -> [UInt8] {
    let inflated: [UInt8]?
    switch codec {
    case .snappy: inflated = SnappyPage.inflated(bytes, in: range, byteCount: byteCount)
    case .gzip: inflated = GzipPage.inflated(bytes, in: range, byteCount: byteCount)
    case .zstd:
      let zstd = try library(shared.zstd, of: codec, fileOffset: fileOffset)
      inflated = ZstdPage.inflated(bytes, in: range, byteCount: byteCount, by: zstd)
    case .lz4Raw:
      let lz4 = try library(shared.lz4, of: codec, fileOffset: fileOffset)
      inflated = LZ4Page.inflated(bytes, in: range, byteCount: byteCount, by: lz4)
    default: throw ParquetReadingError(.unsupported("the codec \(codec)"), offset: fileOffset)
    }
    guard let inflated else {
      throw ParquetReadingError(
        .invalid("the page is not \(codec) data of \(byteCount) bytes"), offset: fileOffset)
    }
    return inflated
  }

  private static func library(
    _ library: SharedCodec?, of codec: CompressionCodec, fileOffset: Int
  ) throws(ParquetReadingError) -> SharedCodec {
    guard let library else {
      throw ParquetReadingError(SharedCodecs.missing(codec), offset: fileOffset)
    }
    return library
  }
}
