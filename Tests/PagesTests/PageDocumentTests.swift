import BarLakePages
import Testing

@Suite struct PageDocumentTests {
  private static func page(_ title: String = "A", sectionCount: Int = 1) -> String {
    PageDocument(
      title: title, lead: [HTML("lead")],
      sections: (0..<sectionCount).map { ("s\($0)", "S\($0)", [HTML("content \($0)")]) },
      footer: [HTML("end")], style: ".own { color: red; }", script: "own();"
    ).text
  }

  @Test func `a page needs nothing, and its policy allows its own script and nothing else`() {
    let page = Self.page()
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"))
    #expect(page.hasSuffix("own();</script></body></html>\n"))
    #expect(page.contains("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; "))
    #expect(page.contains("base-uri &#39;none&#39;; form-action &#39;none&#39;"))
    #expect(page.split(separator: "script-src &#39;sha256-").count == 2)
    #expect(page.split(separator: "<script").count == 2)
    #expect(page.contains(".own { color: red; }</style>"))
    for address in ["http:", "https:", "src=", "url(", "@import"] {
      #expect(!page.contains(address), "\(address)")
    }
  }

  @Test func `the policy names the digest of the script`() throws {
    func digest(_ script: StaticString) throws -> Substring {
      let page = PageDocument(
        title: "", lead: [], sections: [], footer: [], style: "", script: script
      ).text
      return try #require(page.firstMatch(of: /sha256-([^&]+)/)?.output.1)
    }
    #expect(try digest("a").utf8.count == 44)
    #expect(try digest("a") != digest("b"))
    #expect(try digest("a") == digest("a"))
  }

  @Test func `the title is a text, and links lead to two sections or more`() {
    let page = Self.page("<b>", sectionCount: 2)
    #expect(page.contains("<title>&lt;b&gt;</title>"))
    #expect(page.contains("<h1>&lt;b&gt;</h1>"))
    #expect(page.contains("<li><a href=\"#s1\">S1</a></li>"))
    #expect(page.contains("content 0</section><section id=\"s1\""))
    #expect(page.contains("<footer>end</footer>"))
    #expect(!Self.page().contains("<nav"))
  }
}
