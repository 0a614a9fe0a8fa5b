import BarLakeCSV
import Testing

@Suite struct DialectTests {
  @Test func `blanks are spaces and tabs, and taken away at both ends alone`() {
    for (text, trimmed) in [
      ("", ""), (" ", ""), ("\t \t", ""), ("a", "a"), (" a", "a"), ("a\t", "a"), ("\t a b ", "a b"),
      // Blank to Unicode, and not to us.
      ("\u{A0}a", "\u{A0}a"), ("\na\r", "\na\r"), ("\u{B}a", "\u{B}a"),
    ] {
      // Blanks around the range are not of it.
      let bytes = Array(" \(text)\t".utf8)
      let (start, end) = bytes.span.trimmingBlanks(1, bytes.count - 1)
      #expect(String(decoding: bytes[start..<end], as: UTF8.self) == trimmed, "\(text)")
    }
  }
}
