import BarLakeColumnar
import BarLakeParquetReading
import Testing

private func decode(
  _ bytes: [UInt8], bitWidth: Int, count: Int
) throws(ParquetReadingError) -> [UInt32] {
  var decoder = RLEHybridDecoder(bytes, in: 0..<bytes.count, bitWidth: bitWidth, fileOffset: 70)
  return try decoder.values(count)
}

@Test func `a run of equal values repeats its value`() throws {
  #expect(try decode([5 << 1, 7], bitWidth: 3, count: 5) == [7, 7, 7, 7, 7])
  // Values wider than a byte take the bytes that their width needs, the lowest first.
  #expect(try decode([2 << 1, 0x34, 0x12], bitWidth: 13, count: 2) == [0x1234, 0x1234])
  #expect(try decode([1 << 1, 1, 2, 3, 4], bitWidth: 32, count: 1) == [0x0403_0201])
}

@Test func `packed values are read from the lowest bit on`() throws {
  // The example of Encodings.md: 0 to 7 in three bits each.
  let bytes: [UInt8] = [1 << 1 | 1, 0b1000_1000, 0b1100_0110, 0b1111_1010]
  #expect(try decode(bytes, bitWidth: 3, count: 8) == [0, 1, 2, 3, 4, 5, 6, 7])
}

@Test func `packed values are cut from long and from short bytes alike`() throws {
  for bitWidth in 1...32 {
    let expected = (0..<64).map { UInt32(truncatingIfNeeded: $0 &* 0x9E37_79B9) >> (32 - bitWidth) }
    var bits: [Bool] = []
    for value in expected { for bit in 0..<bitWidth { bits.append(value >> bit & 1 == 1) } }
    var bytes: [UInt8] = [8 << 1 | 1]
    for start in stride(from: 0, to: bits.count, by: 8) {
      bytes.append((0..<8).reduce(0) { $0 | (bits[start + $1] ? 1 << UInt8($1) : 0) })
    }
    #expect(try decode(bytes, bitWidth: bitWidth, count: 64) == expected)
  }
}

@Test func `runs follow each other, and the last may hold more values than requested`() throws {
  let bytes: [UInt8] = [3 << 1, 1, 1 << 1 | 1, 0b1010_1010, 200 << 1 & 0x7F | 0x80, 3, 0]
  #expect(
    try decode(bytes, bitWidth: 1, count: 13) == [1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0])
}

@Test func `indices of width zero take no bytes`() throws {
  #expect(try decode([4 << 1], bitWidth: 0, count: 4) == [0, 0, 0, 0])
  #expect(try decode([1 << 1 | 1], bitWidth: 0, count: 8) == [UInt32](repeating: 0, count: 8))
}

@Test func `levels become rows with and without a value`() throws {
  var validity = Validity()
  let bytes: [UInt8] = [2 << 1, 1, 1 << 1 | 1, 0b0000_0101]
  var decoder = RLEHybridDecoder(bytes, in: 0..<bytes.count, bitWidth: 1, fileOffset: 0)
  try decoder.levels(6, into: &validity)
  #expect((0..<6).map { validity[$0] } == [true, true, true, false, true, false])
  #expect(validity.nullCount == 2)
  #expect(decoder.position == bytes.count)
}

@Test func `damaged runs are errors`() {
  let outOfBounds = ParquetReadingError(.outOfBounds("an RLE run"), offset: 70)
  #expect(throws: outOfBounds) { try decode([], bitWidth: 1, count: 1) }
  #expect(throws: outOfBounds) { try decode([4 << 1], bitWidth: 1, count: 4) }
  #expect(throws: outOfBounds) { try decode([1 << 1 | 1, 0], bitWidth: 2, count: 8) }
  #expect(throws: outOfBounds) { try decode([0x80], bitWidth: 1, count: 1) }
  #expect(throws: ParquetReadingError.self) {
    try decode([0xFF, 0xFF, 0xFF, 0xFF, 0x1F, 1], bitWidth: 1, count: 1)
  }
}

@Test func `a definition level beyond one is an error`() {
  var validity = Validity()
  var decoder = RLEHybridDecoder([4 << 1, 2], in: 0..<2, bitWidth: 1, fileOffset: 0)
  #expect(throws: ParquetReadingError(.invalid("a definition level of 2"), offset: 0)) {
    try decoder.levels(4, into: &validity)
  }
}
