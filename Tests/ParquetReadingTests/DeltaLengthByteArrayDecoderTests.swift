import BarLakeParquetReading
import Testing

private func decode(_ bytes: [UInt8], count: Int) throws(ParquetReadingError) -> [String] {
  try DeltaLengthByteArrayDecoder.values(bytes, in: 0..<bytes.count, count: count, fileOffset: 70)
    .texts
}

@Test func `lengths come first and then the texts`() throws {
  // The example of Encodings.md.
  let bytes = deltaBinaryPacked([5, 5, 6, 6]) + Array("HelloWorldFoobarABCDEF".utf8)
  #expect(try decode(bytes, count: 4) == ["Hello", "World", "Foobar", "ABCDEF"])
}

@Test func `texts may be empty`() throws {
  #expect(try decode(deltaBinaryPacked([0, 2, 0]) + Array("NA".utf8), count: 3) == ["", "NA", ""])
}

@Test func `lengths beyond the bytes and negative ones are errors`() {
  let outOfBounds = ParquetReadingError(.outOfBounds("a byte array"), offset: 70)
  #expect(throws: outOfBounds) { try decode(deltaBinaryPacked([1, 2]) + [65, 66], count: 2) }
  #expect(throws: outOfBounds) { try decode(deltaBinaryPacked([3, -1]) + [65, 66, 67], count: 2) }
  #expect(throws: outOfBounds) { try decode(deltaBinaryPacked([Int64(Int32.max)]), count: 1) }
}
