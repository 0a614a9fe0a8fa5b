import FlatFiles
import Testing

/// Source: RFC 9110, section 14.4.
@Suite struct ContentRangeTests {
  @Test func `a range has its bytes and the length of the whole`() {
    #expect(ContentRange("bytes 42-1233/1234")?.range == 42..<1234)
    #expect(ContentRange("bytes 42-1233/1234")?.totalByteCount == 1234)
    #expect(ContentRange("bytes 0-0/1")?.range == 0..<1)
  }

  @Test(arguments: [
    "", "bytes", "bytes 0-9", "bytes 0-9/*", "bytes */10", "items 0-9/10", "bytes 5-4/10",
    "bytes 0-10/10", "bytes -5-9/10", "bytes +0-9/10", "bytes 0-9/10/11", "bytes 0-9-9/10",
    "bytes 0-9/99999999999999999999", "bytes 0-9/9223372036854775807", "bytes=0-9/10",
  ])
  func `every other form is none`(_ value: String) {
    #expect(ContentRange(value) == nil)
  }
}
