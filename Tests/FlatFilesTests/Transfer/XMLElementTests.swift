import FlatFiles
import Testing

@Suite struct XMLElementTests {
  private func parse(_ text: String) -> XMLElement? { XMLElement(parsing: Array(text.utf8)) }

  @Test func `elements have names without prefixes, texts as they stand, and children`() throws {
    let root = try #require(
      parse(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <s:a xmlns:s="urn:x"><b> x </b><b>1 &lt; 2 &amp; &#233;</b><c/><b><![CDATA[<é>]]></b></s:a>
        """))
    #expect(root.name == "a")
    #expect(root.children("b").map(\.text) == [" x ", "1 < 2 & é", "<é>"])
    #expect(root.text(of: "c") == "")
    #expect(root.text(of: "d") == nil)
  }

  @Test(arguments: [
    "", "no XML", "<a>", "<a><b></a></b>", "<a/><b/>", "<a>&unknown;</a>", "<a>&#0;</a>",
    "<a>&#xD800;</a>", "<a>&#+65;</a>", "<a>&amp</a>", "<a b=1/>", "<a b='<'/>", "<a b='1'c='2'/>",
    "<1/>", "< a/>", "<a></a", "<a><!-- </a>", "<a><![CDATA[</a>", "x<a/>", "<a/>x", "<a></b></a>",
  ])
  func `what is not a whole document is none`(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func `bytes that are not UTF-8 are no document`() {
    #expect(XMLElement(parsing: Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) == nil)
  }

  @Test func `attributes, comments, instructions and line ends change no text`() throws {
    let root = try #require(
      parse(
        "\u{FEFF}<?xml?><!-- 1 -->\r\n<a b = \"/a\" c='d'\r\n>"
          + "x\r\n<!-- <b> -->y\r<?z?>&#13;</a >\n<!---->"))
    #expect(root.name == "a" && root.children.isEmpty)
    #expect(root.text == "x\ny\n\n")
  }

  @Test func `a document type is refused, so no entity is loaded or made`() {
    #expect(
      parse("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>x&e;</a>") == nil)
  }

  @Test func `nesting without end is refused`() {
    let deep = String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
    #expect(parse(deep) == nil)
  }
}
