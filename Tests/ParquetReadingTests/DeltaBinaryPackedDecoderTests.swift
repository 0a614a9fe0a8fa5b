import BarLakeParquetReading
import Testing

private func decode(_ bytes: [UInt8], count: Int) throws(ParquetReadingError) -> [Int64] {
  var decoder = DeltaBinaryPackedDecoder(bytes, in: 0..<bytes.count, fileOffset: 70)
  return try decoder.values(count)
}

/// The values of a block, the miniblocks of a block, the values in all, and the first value.
private func header(
  block: UInt64 = 128, miniblocks: UInt64 = 4, count: UInt64, first: Int64
) -> [UInt8] {
  varint(block) + varint(miniblocks) + varint(count) + zigzag(first)
}

@Test func `equal differences take no bits`() throws {
  // The first example of Encodings.md: 1 to 5.
  let bytes = header(count: 5, first: 1) + zigzag(1) + [0, 0, 0, 0]
  #expect(try decode(bytes, count: 5) == [1, 2, 3, 4, 5])
}

@Test func `differences are less the smallest of their block`() throws {
  // The second example of Encodings.md: 7, 5, 3, 1, 2, 3, 4, 5.
  let miniblock: [UInt8] = [0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0]
  let bytes = header(count: 8, first: 7) + zigzag(-2) + [2, 0, 0, 0] + miniblock
  #expect(try decode(bytes, count: 8) == [7, 5, 3, 1, 2, 3, 4, 5])
}

@Test func `one value has no block, and no value has none either`() throws {
  #expect(try decode(header(count: 1, first: -9), count: 1) == [-9])
  #expect(try decode(header(count: 0, first: 0), count: 0) == [])
}

@Test func `differences of every width are read`() throws {
  for width in 0...64 {
    let most = width == 0 ? 0 : UInt64.max >> UInt64(64 - width)
    var value: Int64 = 5
    let values = (0..<200).map { index -> Int64 in
      value = value &+ Int64(bitPattern: UInt64(index % 3) &* 0x9E37_79B9_7F4A_7C15 & most)
      return value
    }
    #expect(try decode(deltaBinaryPacked(values), count: 200) == values)
  }
}

@Test func `sums wrap around`() throws {
  let values: [Int64] = [.max, .min, -1, .max, 0, .min, .min, 1]
  #expect(try decode(deltaBinaryPacked(values), count: values.count) == values)
  let narrow: [Int32] = [.max, .min, -1, 0]
  // Differences of more than 32 bits, as DuckDB writes them.
  let bytes = deltaBinaryPacked(narrow.map(Int64.init))
  var decoder = DeltaBinaryPackedDecoder(bytes, in: 0..<bytes.count, fileOffset: 0)
  #expect(try decoder.values(4) == narrow)
}

@Test func `widths of miniblocks without a value mean nothing`() throws {
  let bytes = header(count: 3, first: 0) + zigzag(1) + [0, 0xFF, 0x77, 65]
  #expect(try decode(bytes, count: 3) == [0, 1, 2])
}

@Test func `the decoder stops behind the last miniblock`() throws {
  let bytes = deltaBinaryPacked([1, 2, 4, 8])
  var decoder = DeltaBinaryPackedDecoder(bytes + [1, 2, 3], in: 0..<bytes.count + 3, fileOffset: 0)
  let values: [Int64] = try decoder.values(4)
  #expect(values == [1, 2, 4, 8] && decoder.position == bytes.count)
}

@Test func `a last miniblock may end after its last value`() throws {
  let bytes = header(count: 3, first: 0) + zigzag(0) + [4, 0, 0, 0] + [0x21]
  #expect(try decode(bytes, count: 3) == [0, 1, 3])
}

@Test func `damaged differences are errors`() {
  func expect(_ bytes: [UInt8], count: Int, _ reason: ParquetReadingError.Reason) {
    #expect(throws: ParquetReadingError(reason, offset: 70)) { try decode(bytes, count: count) }
  }
  let outOfBounds = ParquetReadingError.Reason.outOfBounds("the page's differences")
  let whole = deltaBinaryPacked([1, 100, 3])
  for length in 0..<5 { expect(Array(whole[..<length]), count: 3, outOfBounds) }
  expect(whole, count: 4, .mismatch("values of the page", expected: 3, found: 4))
  expect(
    header(count: 3, first: 0) + zigzag(0) + [65, 0, 0, 0], count: 3,
    .invalid("differences of 65 bits"))
  expect(
    header(block: 100, count: 2, first: 0), count: 2,
    .invalid("a block of 100 values in 4 miniblocks"))
  expect(
    header(miniblocks: 0, count: 2, first: 0), count: 2,
    .invalid("a block of 128 values in 0 miniblocks"))
  expect(
    header(miniblocks: 8, count: 2, first: 0), count: 2,
    .invalid("a block of 128 values in 8 miniblocks"))
  expect(
    header(block: 1 << 32, count: 2, first: 0), count: 2,
    .invalid("the values of a block: 4294967296"))
  // A width for each miniblock takes a byte.
  expect(
    header(block: 1 << 30, miniblocks: 1 << 25, count: 2, first: 0) + zigzag(0), count: 2,
    outOfBounds)
  expect(
    [UInt8](repeating: 0xFF, count: 9) + [2], count: 1, .invalid("a number of more than 64 bits"))
}

@Test func `a miniblock of a billion equal differences takes no memory`() throws {
  let bytes = header(block: 1 << 30, miniblocks: 1, count: 3, first: 0) + zigzag(5) + [0]
  #expect(try decode(bytes, count: 3) == [0, 5, 10])
}
