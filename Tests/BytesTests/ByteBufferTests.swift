import BarLakeBytes
import Testing

@Suite struct ByteBufferTests {
  private func content(_ buffer: ByteBuffer) -> [UInt8] { Array(buffer.storage[..<buffer.count]) }

  @Test func `a new buffer is empty and has its capacity`() {
    let buffer = ByteBuffer(capacity: 7)
    #expect(buffer.count == 0)
    #expect(buffer.storage.count == 7)
  }

  @Test func `bytes are appended one by one, by range, by span and as little-endian integers`() {
    var buffer = ByteBuffer()
    buffer.append(1)
    buffer.append([9, 2, 3, 9], 1..<3)
    buffer.append([], 0..<0)
    let (bytes, integers): ([UInt8], [Int32]) = ([4, 5], [0x0102_0304, -1])
    buffer.append(copying: bytes.span)
    buffer.append(littleEndianBytesOf: integers.span)
    #expect(content(buffer) == [1, 2, 3, 4, 5, 4, 3, 2, 1, 255, 255, 255, 255])
  }

  @Test func `growing keeps the content`() {
    var buffer = ByteBuffer(capacity: 1)
    for value in 0..<10_000 { buffer.append(UInt8(truncatingIfNeeded: value)) }
    #expect(content(buffer) == (0..<10_000).map { UInt8(truncatingIfNeeded: $0) })
  }

  @Test func `emptying and truncating keep the memory`() {
    var buffer = ByteBuffer()
    buffer.append([1, 2, 3, 4], 0..<4)
    let byteCount = buffer.storage.count
    buffer.truncate(to: 2)
    #expect(content(buffer) == [1, 2])
    buffer.removeAll()
    #expect(content(buffer) == [])
    #expect(buffer.storage.count == byteCount)
    buffer.append(8)
    #expect(content(buffer) == [8])
  }

  @Test func `a body writes as much as it says, at most its limit`() {
    var buffer = ByteBuffer()
    buffer.append(1)
    buffer.write(upTo: 4) { target in
      #expect(target.count == 4)
      target[0] = 2
      target[1] = 3
      target[2] = 4
      return 2
    }
    buffer.write(upTo: 0) { _ in 0 }
    #expect(content(buffer) == [1, 2, 3])
  }

  @Test func `words are stored little-endian at any offset`() {
    var buffer = ByteBuffer()
    buffer.write(upTo: 13) { target in
      for position in 0..<13 { target[position] = 0 }
      target.store(littleEndianWord: 0x0807_0605_0403_0201, at: 1)
      target.store(littleEndian: 0x0D0C_0B0A, at: 9)
      return 13
    }
    #expect(content(buffer) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13])
  }
}
