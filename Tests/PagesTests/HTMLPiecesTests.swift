import BarLakePages
import Testing

@Suite struct HTMLPiecesTests {
  @Test func `a section has a heading that names it`() {
    #expect(
      HTML.section("a", "<A>", [HTML("b")]).source
        == "<section id=\"a\" aria-labelledby=\"a-title\"><h2 id=\"a-title\">&lt;A&gt;</h2>"
        + "b</section>")
  }

  @Test func `facts are names and what belongs to them`() {
    #expect(
      HTML.facts([("a", [HTML("1")]), ("b", [])]).source
        == "<dl><dt>a</dt><dd>1</dd><dt>b</dt><dd></dd></dl>")
  }

  @Test func `details open, and symbols are not read out`() {
    #expect(
      HTML.details([HTML("a")], [HTML("b")]).source
        == "<details><summary>a</summary><div class=\"inside\">b</div></details>")
    #expect(HTML.symbol("✓").source == "<span class=\"symbol\" aria-hidden=\"true\">✓</span>")
  }
}
