import BarLakeConformanceReporting
import BarLakeConformanceRunning
import Testing

/// The page as text; `Conformance/check_report.py` looks at it in a browser.
@Suite struct ConformancePageTests {
  @Test func `the page's policy allows its own script and nothing else`() throws {
    let page = ConformancePage(try Results.merged(try Results(engine: "a"))).text
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"))
    #expect(page.contains("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; "))
    #expect(page.contains("script-src &#39;sha256-"))
    #expect(page.split(separator: "<script").count == 2)
    for address in ["http:", "https:", "src=", "url(", "@import"] {
      #expect(!page.contains(address), "\(address)")
    }
  }

  @Test func `a failure has its line of the input, its command and its runs`() throws {
    var results = try Results(engine: "a")
    let more =
      #","difference":{"place":"f, row 1","expected":"1","found":"2","line":7,"input":"A,1"},"#
      + #""repro":"again","stderr":"oh""#
    try results.add("csv.empty-file", "fail", more)
    try results.add("csv.empty-file", "fail", more)
    try results.add("csv.empty-file", "crash", #","problem":"gone""#)
    let page = ConformancePage(try Results.merged(results)).text
    #expect(page.contains("<details id=\"failure-0-csv.empty-file\">"))
    #expect(page.contains("<dt>input, line 7</dt><dd><code>A,1</code></dd>"))
    #expect(page.contains("<pre><code>again</code></pre>"))
    #expect(page.split(separator: "class=\"difference\"").count == 1 + 2)
    #expect(page.contains("<dd>polars,plain,threads=1\npolars,plain,threads=2</dd>"))
    #expect(page.contains("Incomplete: the results have no end; an unknown number"))
  }
}
