import BarLakeBytes
import Testing

@Suite struct SnappyTests {
  private func compress(_ input: [UInt8]) -> [UInt8] {
    var output = ByteBuffer()
    Snappy.compress(input.span, into: &output)
    return Array(output.storage[..<output.count])
  }

  private func decompress(_ input: [UInt8], byteCount: Int) -> [UInt8]? {
    Snappy.decompress(input.span, byteCount: byteCount)
  }

  @Test(arguments: [0, 1, 100, 1_000_000])
  func `what is compressed inflates to itself`(_ byteCount: Int) {
    let input = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 / 3) }
    #expect(decompress(compress(input), byteCount: byteCount) == input)
  }

  @Test func `data of another length, and no data at all, are refused`() {
    let compressed = compress(Array("barlake barlake barlake".utf8))
    #expect(decompress(compressed, byteCount: 22) == nil)
    #expect(decompress(compressed.dropLast(), byteCount: 23) == nil)
    #expect(decompress([], byteCount: 0) == nil)
  }
}
