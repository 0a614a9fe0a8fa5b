/// The compression of pages.
///
/// Source: `parquet.thrift`, `CompressionCodec`.
package struct CompressionCodec: FormatEnumeration {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let uncompressed = CompressionCodec(rawValue: 0)
  package static let snappy = CompressionCodec(rawValue: 1)
  package static let gzip = CompressionCodec(rawValue: 2)
  package static let lzo = CompressionCodec(rawValue: 3)
  package static let brotli = CompressionCodec(rawValue: 4)
  package static let lz4 = CompressionCodec(rawValue: 5)
  package static let zstd = CompressionCodec(rawValue: 6)
  package static let lz4Raw = CompressionCodec(rawValue: 7)

  package static let names = [
    "UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW",
  ]
}
