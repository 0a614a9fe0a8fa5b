import FlatFiles
import Testing

@Suite struct ObjectVersionTests {
  private func parts(_ byteCount: Int, _ partByteCount: Int) -> [Range<Int>] {
    ObjectVersion(etag: "\"x\"", byteCount: byteCount).parts(of: partByteCount)
  }

  @Test func `parts cover the object without gaps, and the last one may be shorter`() {
    #expect(parts(10, 4) == [0..<4, 4..<8, 8..<10])
    #expect(parts(8, 4) == [0..<4, 4..<8])
    #expect(parts(3, 4) == [0..<3])
  }

  @Test func `an empty object has no part`() {
    #expect(parts(0, 4) == [])
  }
}
