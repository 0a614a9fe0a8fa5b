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

  @Test(arguments: ["", "no XML", "<a>", "<a><b></a></b>", "<a/><b/>", "<a>&unknown;</a>"])
  func `what is not a whole document is none`(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func `an external entity is not loaded`() {
    let root = parse(
      """
      <!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>x&e;</a>
      """)
    #expect(root == nil || root?.text == "x")
  }
}
