import BarLakeBytes
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

private let text = Array("one two three one two three".utf8)

private func inflated(_ bytes: [UInt8], byteCount: Int) throws -> [UInt8]? {
  LZ4Page.inflated(bytes, in: 0..<bytes.count, byteCount: byteCount, by: try #require(.lz4))
}

@Suite struct LZ4PageTests {
  @Test func `a page is one block of exactly the bytes that it states`() throws {
    let block = lz4Block(text)
    #expect(try inflated(block, byteCount: text.count) == text)
    for length in 0..<block.count {
      #expect(try inflated(Array(block[..<length]), byteCount: text.count) == nil)
    }
    #expect(try inflated(block + [0], byteCount: text.count) == nil)
    #expect(try inflated(block + block, byteCount: 2 * text.count) == nil)
    for wrong in [0, text.count - 1, text.count + 1, Int(Int32.max)] {
      #expect(try inflated(block, byteCount: wrong) == nil)
    }
  }

  @Test func `the frames of the older codec are none`() throws {
    let block = lz4Block(text)
    let hadoop = [0, 0, 0, UInt8(text.count), 0, 0, 0, UInt8(block.count)] + block
    #expect(try inflated(hadoop, byteCount: text.count) == nil)
  }

  @Test func `a byte is at most 255`() throws {
    let count = 100_000
    let block = lz4Block(repeating: 7, count: count)
    #expect(try inflated(block, byteCount: count) == [UInt8](repeating: 7, count: count))
    #expect(try inflated(block, byteCount: block.count * 255) == nil)
    // No machine has the memory for this.
    #expect(try inflated(block, byteCount: 1 << 60) == nil)
  }
}
