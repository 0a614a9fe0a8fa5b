import BarLakeParquetReading
import Testing

private func decode(
  prefixes: [Int64], suffixes: [String], byteLimit: Int = 100
) throws(ParquetReadingError) -> [String] {
  let bytes =
    deltaBinaryPacked(prefixes) + deltaBinaryPacked(suffixes.map { Int64($0.utf8.count) })
    + suffixes.flatMap { Array($0.utf8) }
  return try DeltaByteArrayDecoder.values(
    bytes, in: 0..<bytes.count, count: prefixes.count, byteLimit: byteLimit, fileOffset: 70
  ).texts
}

@Test func `a text begins as the one before`() throws {
  // The example of Encodings.md.
  #expect(
    try decode(prefixes: [0, 2, 0, 3], suffixes: ["axis", "le", "babble", "yhood"])
      == ["axis", "axle", "babble", "babyhood"])
}

@Test func `a text may be a whole one before it, or the beginning of it`() throws {
  #expect(
    try decode(prefixes: [0, 4, 2, 0, 0], suffixes: ["AAPL", "", "", "", "B"])
      == ["AAPL", "AAPL", "AA", "", "B"])
}

@Test func `a beginning that is longer than the text before is an error`() {
  func expect(_ prefixes: [Int64], expected: Int, found: Int) {
    let mismatch = ParquetReadingError(
      .mismatch("bytes of the value before", expected: expected, found: found), offset: 70)
    #expect(throws: mismatch) { try decode(prefixes: prefixes, suffixes: ["ab", "c"]) }
  }
  expect([1, 0], expected: 1, found: 0)
  expect([0, 3], expected: 3, found: 2)
  expect([0, -1], expected: -1, found: 2)
}

@Test func `texts that repeat each other are limited`() throws {
  let prefixes: [Int64] = [0] + [Int64](repeating: 10, count: 9)
  let suffixes = ["0123456789"] + [String](repeating: "", count: 9)
  #expect(try decode(prefixes: prefixes, suffixes: suffixes).count == 10)
  let tooLarge = ParquetReadingError(
    .unsupported("more than 99 bytes of text in a chunk"), offset: 70)
  #expect(throws: tooLarge) {
    try decode(prefixes: prefixes, suffixes: suffixes, byteLimit: 99)
  }
}
