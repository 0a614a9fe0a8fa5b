import BarLakeBytes
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

  /// A text, and it on one line and fit for a terminal.
  static let commands = [
    ("\u{1B}[31mred\u{1B}[0m", "\\u{1b}[31mred\\u{1b}[0m"),
    ("bell\u{7} back\u{8} delete\u{7F}", "bell\\u{7} back\\u{8} delete\\u{7f}"),
    ("one\ntwo\r\tthree", "one\\u{a}two\\u{d}\\u{9}three"),
    // C1 controls: CSI and OSC in one character.
    ("\u{9B}31m \u{9D}0;title", "\\u{9b}31m \\u{9d}0;title"),
    // Of writing direction.
    ("csv\u{202E}exe\u{202C}", "csv\\u{202e}exe\\u{202c}"),
    ("\u{2066}a\u{2069}\u{200F}\u{061C}", "\\u{2066}a\\u{2069}\\u{200f}\\u{61c}"),
    ("\u{FEFF}a\u{200B}\u{2028}\u{E0041}", "\\u{feff}a\\u{200b}\\u{2028}\\u{e0041}"),
    // The second character of each pair is what makes one grapheme of both.
    ("\u{1B}\u{301}", "\\u{1b}\u{301}"),
    ("AAp \u{E9}e\u{301} \u{65E5}\u{1F600} \u{FFFD}", nil),
    ("\u{1F468}\u{200D}\u{1F469} \u{0646}\u{200C}\u{0647}", nil),
    ("", nil),
  ]

  @Test(arguments: commands)
  func `what a terminal could obey is shown by its number`(_ text: String, _ expected: String?) {
    #expect(text.escapingControls.utf8.elementsEqual((expected ?? text).utf8))
  }

  @Test func `line feeds stay in a text of several lines, and nothing else does`() {
    #expect("a\u{1B}\nb\r\n".escapingControlsInLines == "a\\u{1b}\nb\\u{d}\n")
  }

  @Test func `JSON keeps its meaning`() {
    let json = "{\"a\":\"\u{9B}\u{202E}\u{E0041}\u{7F}\u{E9}\"}\n"
    #expect(
      json.escapingControlsInJSON
        == "{\"a\":\"\\u009b\\u202e\\udb40\\udc41\\u007f\u{E9}\"}\n")
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

  @Test func `a long text is cut between characters, and says how much follows`() {
    #expect("abc".shortened(to: 3) == "abc")
    #expect("abcd".shortened(to: 3) == "abc… and 1 more bytes")
    #expect("ab\u{20AC}d".shortened(to: 4) == "ab… and 4 more bytes")
    #expect("".shortened(to: 0) == "")
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
