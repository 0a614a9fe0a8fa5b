import BarLakeBytes
import BarLakeParquetReading
import Testing

private let text = Array("one two three one two three".utf8)
private let member = GzipDeflater.deflate(text)

private func inflated(_ bytes: [UInt8], byteCount: Int) -> [UInt8]? {
  GzipPage.inflated(bytes, in: 0..<bytes.count, byteCount: byteCount)
}

@Test func `a page may have several members, and part of the bytes`() {
  #expect(inflated(member, byteCount: text.count) == text)
  #expect(inflated(member + member, byteCount: 2 * text.count) == text + text)
  let inside = [1, 2] + member + [3]
  #expect(GzipPage.inflated(inside, in: 2..<inside.count - 1, byteCount: text.count) == text)
  #expect(inflated(GzipDeflater.deflate([]), byteCount: 0) == [])
}

@Test func `a damaged page is none`() {
  for length in 0..<member.count {
    #expect(inflated(Array(member[..<length]), byteCount: text.count) == nil)
  }
  for index in member.indices.suffix(8) {
    var damaged = member
    damaged[index] ^= 1
    #expect(inflated(damaged, byteCount: text.count) == nil)
  }
  #expect(inflated(member + [0], byteCount: text.count) == nil)
  #expect(inflated(text, byteCount: text.count) == nil)
}
