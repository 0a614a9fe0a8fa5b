import BarLakeParquetReading
import Testing

private let outOfBounds = ParquetReadingError(.outOfBounds("a byte array"), offset: 70)

@Test func `byte arrays follow their lengths`() throws {
  let bytes = plain(Array("AAPL".utf8)) + plain([]) + plain(Array("B".utf8))
  let values = try PlainByteArrayDecoder.values(
    bytes, in: 0..<bytes.count, count: 3, fileOffset: 70)
  #expect(values.texts == ["AAPL", "", "B"])
  for length in 0..<bytes.count {
    #expect(throws: outOfBounds) {
      try PlainByteArrayDecoder.values(bytes, in: 0..<length, count: 3, fileOffset: 70)
    }
  }
  #expect(throws: outOfBounds) {
    try PlainByteArrayDecoder.values(
      [0xFF, 0xFF, 0xFF, 0xFF, 0], in: 0..<5, count: 1, fileOffset: 70)
  }
}

@Test func `byte arrays of one length have no lengths`() throws {
  let bytes = Array("abcdef".utf8)
  func decode(_ count: Int, _ range: Range<Int>) throws(ParquetReadingError) -> [String] {
    try PlainByteArrayDecoder.values(bytes, in: range, count: count, byteCount: 2, fileOffset: 70)
      .texts
  }
  #expect(try decode(3, 0..<6) == ["ab", "cd", "ef"])
  // Bytes behind the last value are padding.
  #expect(try decode(2, 1..<6) == ["bc", "de"])
  #expect(throws: outOfBounds) { try decode(3, 1..<6) }
}
