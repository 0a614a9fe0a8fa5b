import BarLakeBytes
import BarLakeParquetReading
import Testing

@Test func `a page in Snappy has exactly the bytes that it states`() {
  let text = Array("one two three one two three".utf8)
  var buffer = ByteBuffer()
  Snappy.compress(text.span, into: &buffer)
  let stored = [9] + buffer.storage[..<buffer.count]
  func inflated(byteCount: Int) -> [UInt8]? {
    SnappyPage.inflated(stored, in: 1..<stored.count, byteCount: byteCount)
  }
  #expect(inflated(byteCount: text.count) == text)
  #expect(inflated(byteCount: text.count + 1) == nil)
  #expect(inflated(byteCount: Int(Int32.max)) == nil)
}
