import BarLakeParquetReading
import Testing

@Test func `the bytes of values are gathered from their streams`() throws {
  // The example of Encodings.md: three values of four bytes.
  let bytes: [UInt8] = [
    0xAA, 0x00, 0xA3, 0xBB, 0x11, 0xB4, 0xCC, 0x22, 0xC5, 0xDD, 0x33, 0xD6,
  ]
  func decode(
    _ range: Range<Int>, count: Int, byteCount: Int = 4
  ) throws(ParquetReadingError) -> [UInt8] {
    try ByteStreamSplitDecoder.plain(
      bytes, in: range, count: count, byteCount: byteCount, fileOffset: 70)
  }
  #expect(
    try decode(0..<12, count: 3)
      == [0xAA, 0xBB, 0xCC, 0xDD, 0x00, 0x11, 0x22, 0x33, 0xA3, 0xB4, 0xC5, 0xD6])
  #expect(try decode(1..<5, count: 2, byteCount: 2) == [0x00, 0xBB, 0xA3, 0x11])
  let mismatch = ParquetReadingError(
    .mismatch("bytes of the page's values", expected: 12, found: 11), offset: 70)
  #expect(throws: mismatch) { try decode(0..<11, count: 3) }
  #expect(throws: ParquetReadingError.self) { try decode(0..<12, count: 2) }
}
