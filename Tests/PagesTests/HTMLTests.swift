import BarLakePages
import Testing

@Suite struct HTMLTests {
  @Test func `texts and values of attributes are escaped`() {
    let hostile = "<script>alert('1')</script> & \""
    let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;"
    #expect(HTML(hostile).source == escaped)
    #expect(
      HTML.element("td", ["title": hostile], hostile).source
        == "<td title=\"\(escaped)\">\(escaped)</td>")
    #expect(HTML.void("input", ["value": hostile]).source == "<input value=\"\(escaped)\">")
    #expect(
      HTML.link(to: "\" onclick=\"x", []).source == "<a href=\"#&quot; onclick=&quot;x\"></a>")
  }

  @Test func `what a page would not show, or obey, is shown`() {
    #expect(HTML("a\u{0}b\u{202E}c\u{1B}\u{FEFF}").source == "a\\u{0}b\\u{202e}c\\u{1b}\\u{feff}")
    #expect(HTML("two\nlines, é").source == "two\nlines, é")
  }

  @Test func `attributes without a text are left out`() {
    #expect(HTML.element("p", ["class": "", "id": "a"], "").source == "<p id=\"a\"></p>")
  }
}
