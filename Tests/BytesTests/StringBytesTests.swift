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

/// Texts that are cut and compared by their bytes.
@Suite struct ByteTextsTests {
  @Test func `a combining mark does not hide what stands before it`() {
    #expect("_\u{301}".begins(with: "_") && "a/\u{301}q".ends(with: "\u{301}q"))
    #expect("date=\u{301}".dropping(prefix: "date=") == "\u{301}")
    #expect("\u{301}.json".dropping(suffix: ".json") == "\u{301}")
    #expect("a".dropping(prefix: "ab") == nil && "b".dropping(suffix: "ab") == nil)
    let parts = "a/\u{301}q//b".parts(separatedBy: "/").map { Array($0.utf8) }
    #expect(parts == ["a", "\u{301}q", "", "b"].map { Array($0.utf8) })
    #expect("".parts(separatedBy: "/") == [""])
  }

  @Test func `texts that Unicode calls equal are two`() {
    #expect(!"\u{E9}".isSame(as: "e\u{301}") && "\u{E9}".isSame(as: "\u{E9}"))
    #expect(!"\u{212A}".isSame(as: "K"))
    let texts: Set = [ExactText("\u{E9}"), ExactText("e\u{301}"), ExactText("\u{E9}")]
    #expect(texts.count == 2)
  }

  @Test(arguments: [
    "s3://bucket/x", "file:///x", "A+.-9://", "a://", "gs://\u{301}b", "https://a?b=c",
  ])
  func `a text that begins with a scheme is a URL`(_ text: String) { #expect(text.isURL) }

  @Test(arguments: [
    "", "s3:/bucket", "s3:", "./s3://bucket", "/s3://bucket", "3s://x", "://x", "s_3://x",
    "s3\u{301}://x", "\u{212A}://x", "a b://x", "C:\\x", "@://x", "[://x",
  ])
  func `any other text is none`(_ text: String) { #expect(!text.isURL) }

  @Test(arguments: [
    ("a/\u{301}q", "a"), ("/\u{301}q", "/"), ("\u{301}q", "."), ("a/b\u{301}/c", "a/b\u{301}"),
    ("a/\u{301}q//", "a"),
  ])
  func `a parent ends before the last slash`(_ path: String, _ parent: String) {
    #expect(FileSystem.parent(of: path).isSame(as: parent))
  }

  @Test func `a process without arguments does not know them`() {
    #expect(!ProcessArguments.areKnown([]) && ProcessArguments.areKnown(["barlake"]))
    #expect(ProcessArguments.areKnown)
  }
}
