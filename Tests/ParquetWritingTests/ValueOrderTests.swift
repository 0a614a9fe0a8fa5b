import BarLakeParquetWriting
import Testing

private func bounds<Word: ColumnWord>(_ order: ValueOrder, _ words: [Word]) -> [[UInt8]]? {
  order.bounds(of: words.span).map { [$0.min.stored, $0.max.stored] }
}

private func bytes(_ value: Float) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
}

private func floatBounds(_ values: [Float]) -> [[UInt8]]? {
  bounds(.floatingPoint, values.map(\.bitPattern))
}

@Test func `signed and unsigned numbers are ordered differently`() {
  let words: [UInt32] = [1, 0xFFFF_FFFF, 0x8000_0000, 5]
  #expect(bounds(.signed, words) == [[0, 0, 0, 0x80], [5, 0, 0, 0]])
  #expect(bounds(.unsigned, words) == [[1, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF]])
}

@Test func `no values have no bounds`() {
  for order in [ValueOrder.signed, .unsigned, .floatingPoint] {
    #expect(bounds(order, [UInt64]()) == nil)
  }
}

@Test func `floating-point numbers are ordered by value, infinities included`() {
  #expect(floatBounds([1, -2, 3]) == [bytes(-2), bytes(3)])
  #expect(floatBounds([-1, -2, -3]) == [bytes(-3), bytes(-1)])
  #expect(floatBounds([.infinity, 1, -.infinity]) == [bytes(-.infinity), bytes(.infinity)])
  let least = Float.leastNonzeroMagnitude
  #expect(floatBounds([least, 2 * least]) == [bytes(least), bytes(2 * least)])
}

@Test func `NaN is never a bound`() {
  #expect(floatBounds([.nan, 1, -.nan, 2, .signalingNaN]) == [bytes(1), bytes(2)])
  #expect(floatBounds([.nan, -.nan]) == nil)
}

@Test func `a smallest zero is negative and a largest zero positive`() {
  #expect(floatBounds([0]) == [bytes(-0.0), bytes(0)])
  #expect(floatBounds([-0.0]) == [bytes(-0.0), bytes(0)])
  #expect(floatBounds([0, 1]) == [bytes(-0.0), bytes(1)])
  #expect(floatBounds([-1, -0.0]) == [bytes(-1), bytes(0)])
}

@Test func `bounds have keys that compare as the values do`() throws {
  func keys<Word: ColumnWord>(_ order: ValueOrder, _ words: [Word]) throws -> [UInt64] {
    try words.map { word in
      let found = order.bounds(of: [word].span)
      let bounds = try #require(found)
      return try #require(bounds.max.key)
    }
  }
  let values: [Double] = [-.infinity, -3, -0.5, 0, 0.25, 7e300]
  for keys in [
    try keys(.floatingPoint, values.map(\.bitPattern)),
    try keys(.signed, [Int32.min, -1, 0, 5, .max].map { UInt32(bitPattern: $0) }),
    try keys(.unsigned, [0, 1, UInt32(1) << 31, .max]),
  ] {
    for (lower, higher) in zip(keys, keys.dropFirst()) { #expect(lower < higher) }
  }
}
