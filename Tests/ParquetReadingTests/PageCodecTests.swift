import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

private func inflated(
  _ bytes: [UInt8], _ codec: CompressionCodec, byteCount: Int
) throws(ParquetReadingError) -> [UInt8] {
  try PageCodec.inflated(
    bytes, in: 0..<bytes.count, by: codec, byteCount: byteCount, fileOffset: 70)
}

@Test(arguments: [CompressionCodec.snappy, .gzip, .zstd, .lz4Raw])
func `pages are inflated to the size that they state`(_ codec: CompressionCodec) throws {
  let original = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
  let stored = SmallFile.compressed(original, by: codec)
  #expect(try inflated(stored, codec, byteCount: original.count) == original)
  for wrong in [0, original.count - 1, original.count + 1, Int(Int32.max)] {
    let invalid = ParquetReadingError(
      .invalid("the page is not \(codec) data of \(wrong) bytes"), offset: 70)
    #expect(throws: invalid) { try inflated(stored, codec, byteCount: wrong) }
  }
}

@Test(arguments: [CompressionCodec.zstd, .lz4Raw, .gzip, .snappy])
func `a page without values may have no bytes, or those of compressed nothing`(
  _ codec: CompressionCodec
) throws {
  let element = SchemaElement(type: .int32, repetition: .optional, name: "x")
  for stored in [[], SmallFile.compressed([], by: codec)] {
    var file = SmallFile(element, codec: codec)
    file.append(nullCount: 9, stored: stored)
    let column = try ParquetFile(bytes: file.finish(rowCount: 9))
      .readColumnChunk(rowGroup: 0, column: 0).column
    #expect(column.count == 9 && column.nullCount == 9)
  }
  var file = SmallFile(element, codec: codec)
  file.append(nullCount: 9, stored: [1, 2, 3])
  let damaged = try ParquetFile(bytes: file.finish(rowCount: 9))
  let invalid = ParquetReadingError(
    .invalid("the page is not \(codec) data of 0 bytes"), offset: 4)
  #expect(throws: invalid) { try damaged.readRowGroup(0) }
}

#if canImport(Darwin)
  private let missingLibraries: [(CompressionCodec, String)] = [
    (.zstd, "ZSTD needs libzstd.1.dylib, which is not installed (brew install zstd)"),
    (.lz4Raw, "LZ4_RAW needs liblz4.1.dylib, which is not installed (brew install lz4)"),
  ]
#else
  private let missingLibraries: [(CompressionCodec, String)] = [
    (.zstd, "ZSTD needs libzstd.so.1, which is not installed (apt install libzstd1)"),
    (.lz4Raw, "LZ4_RAW needs liblz4.so.1, which is not installed (apt install liblz4-1)"),
  ]
#endif

@Test(arguments: missingLibraries)
func `a library that is missing is named`(_ codec: CompressionCodec, _ name: String) {
  let missing = SharedCodecs(
    zstd: SharedCodec(zstd: "libno-such-library.so.1"), lz4: SharedCodec(lz4: "libm.so.6"))
  #expect(throws: ParquetReadingError(.unsupported(name), offset: 70)) {
    try PageCodec.inflated(
      [1, 2, 3], in: 0..<3, by: codec, byteCount: 3, fileOffset: 70, shared: missing)
  }
}

@Test(arguments: [CompressionCodec.lz4, .brotli, .lzo, CompressionCodec(rawValue: 77)])
func `a codec that is not supported is named`(_ codec: CompressionCodec) {
  let unsupported = ParquetReadingError(.unsupported("the codec \(codec)"), offset: 70)
  #expect(throws: unsupported) { try inflated([1, 2, 3], codec, byteCount: 3) }
}
