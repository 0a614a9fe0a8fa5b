import BarLakeBytes
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

private let text = Array("one two three one two three".utf8)

private func inflated(_ bytes: [UInt8], byteCount: Int) throws -> [UInt8]? {
  ZstdPage.inflated(
    bytes, in: 0..<bytes.count, byteCount: byteCount, by: try #require(.zstd))
}

@Suite struct ZstdPageTests {
  @Test func `a frame may state the size of its content or not, and have several blocks`() throws {
    #expect(try inflated(zstdFrame(text, hasContentSize: true), byteCount: text.count) == text)
    #expect(try inflated(zstdFrame(text), byteCount: text.count) == text)
    #expect(try inflated(zstdFrame(text, blockByteCount: 5), byteCount: text.count) == text)
    #expect(try inflated(zstdFrame([]), byteCount: 0) == [])
  }

  @Test func `a page may have several frames and those of other programs, and part of the bytes`()
    throws
  {
    let first = zstdFrame(text, hasContentSize: true)
    let page = first + zstdSkippableFrame([1, 2]) + zstdFrame(text, blockByteCount: 3)
    #expect(try inflated(page, byteCount: 2 * text.count) == text + text)
    let inside = [1, 2] + first + [3]
    let zstd = try #require(SharedCodec.zstd)
    #expect(
      ZstdPage.inflated(inside, in: 2..<inside.count - 1, byteCount: text.count, by: zstd) == text)
  }

  @Test func `other bytes after the frames, missing bytes and other sizes make it none`() throws {
    let frame = zstdFrame(text, blockByteCount: 5)
    for length in 0..<frame.count {
      #expect(try inflated(Array(frame[..<length]), byteCount: text.count) == nil)
    }
    #expect(try inflated(frame + [0], byteCount: text.count) == nil)
    #expect(try inflated(frame + frame.dropLast(), byteCount: 2 * text.count) == nil)
    for wrong in [0, text.count - 1, text.count + 1, Int(Int32.max)] {
      #expect(try inflated(frame, byteCount: wrong) == nil)
    }
    #expect(try inflated(text, byteCount: text.count) == nil)
  }

  @Test func `no window is too large, because none is allocated`() throws {
    #expect(try inflated(zstdFrame(text, windowExponent: 31), byteCount: text.count) == text)
  }

  @Test func `four bytes are at most 128 kibibytes`() throws {
    let frame = zstdFrame(repeating: 7, count: 300_000)
    #expect(try inflated(frame, byteCount: 300_000) == [UInt8](repeating: 7, count: 300_000))
    #expect(try inflated(frame, byteCount: frame.count / 4 << 17) == nil)
    // No machine has the memory for this.
    #expect(try inflated(frame, byteCount: 1 << 60) == nil)
  }
}
