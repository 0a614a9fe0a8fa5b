import BarLakeBytes
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

private func inflated(
  _ bytes: [UInt8], _ codec: CompressionCodec, byteCount: Int
) throws(ParquetReadingError) -> [UInt8] {
  try PageCodec.inflated(
    bytes, in: 0..<bytes.count, by: codec, byteCount: byteCount, fileOffset: 70)
}

@Test(arguments: [CompressionCodec.snappy, .gzip])
func `pages are inflated to the size that they state`(_ codec: CompressionCodec) throws {
  let original = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
  var buffer = ByteBuffer()
  if codec == .snappy {
    Snappy.compress(original.span, into: &buffer)
  } else {
    buffer.append(copying: GzipDeflater.deflate(original).span)
  }
  let stored = Array(buffer.storage[..<buffer.count])
  #expect(try inflated(stored, codec, byteCount: original.count) == original)
  for wrong in [0, original.count - 1, original.count + 1, Int(Int32.max)] {
    let invalid = ParquetReadingError(
      .invalid("the page is not \(codec) data of \(wrong) bytes"), offset: 70)
    #expect(throws: invalid) { try inflated(stored, codec, byteCount: wrong) }
  }
}

@Test(arguments: [
  CompressionCodec.zstd, .lz4Raw, .lz4, .brotli, .lzo, CompressionCodec(rawValue: 77),
])
func `a codec that is not supported is named`(_ codec: CompressionCodec) {
  let unsupported = ParquetReadingError(.unsupported("the codec \(codec)"), offset: 70)
  #expect(throws: unsupported) { try inflated([1, 2, 3], codec, byteCount: 3) }
}
