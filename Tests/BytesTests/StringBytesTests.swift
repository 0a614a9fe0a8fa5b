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
