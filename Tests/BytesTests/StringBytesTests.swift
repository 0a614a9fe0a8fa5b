import Bytes
import Testing

/// The order of texts by their bytes.
@Suite struct StringBytesTests {
  @Test(arguments: [
    ("", "a"), ("A", "AA"), ("Z", "a"), ("a/b", "a0"), ("e\u{301}", "\u{E9}"),
    ("\u{FFFD}", "\u{1F600}"),
  ])
  func `a text stands before another by its bytes`(_ one: String, _ other: String) {
    #expect(one.precedesInBytes(other))
    #expect(!other.precedesInBytes(one))
    #expect(!one.precedesInBytes(one))
  }
}
