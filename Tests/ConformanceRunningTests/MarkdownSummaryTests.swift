import BarLakeAdapterProtocol
import BarLakeConformanceKit
import BarLakeConformanceRunning
import Testing

@Suite struct MarkdownSummaryTests {
  @Test func `a summary has versions, digest, claims, areas and commands`() throws {
    var file = try MergedResultsTests.part([.pass, .fail]).file
    file.header.contact = "me"
    let text = MarkdownSummary.text(of: file)
    #expect(text.hasPrefix("# e 1\n\nEngine: e 1. Adapter: e 1. Judged by the BarLake suite "))
    #expect(text.contains("digest `\(file.header.suite.digest)`, 2026-01-31T12:00:00Z"))
    #expect(text.contains("Contact: me."))
    #expect(text.contains("| core | not judged | 1/2 | 0/0 | 1/1 | 0 |"))
    #expect(text.contains("| csv | 1/2 | 0/0 | 0 |"))
    #expect(
      text.contains("\n```sh\nbarlake-conform run --only 'csv.empty-file@polars,plain,threads=2'"))
  }

  @Test func `several implementations are side by side, then one by one`() throws {
    let merged = try MergedResults(
      [
        try MergedResultsTests.part(engine: "a"),
        try MergedResultsTests.part(engine: "b", [.fail, .fail]),
      ], suite: try #require(SelectionTests.suite))
    let text = MarkdownSummary.text(of: merged)
    #expect(text.contains("| a | core | not judged | 2/2 | 0/0 | 2/2 | 0 | 1.0 s |"))
    #expect(text.contains("| area | a | b |\n|---|---|---|\n| csv | 2/2 | 0/2 |"))
    #expect(text.contains("\n## a\n") && text.contains("\n## b\n"))
    #expect(text.contains("\n### To repeat a failure\n"))
  }

  @Test func `names and texts are no Markdown`() throws {
    var file = try MergedResultsTests.part([.fail]).file
    file.header.engine.name = "<img src=x>|[a](b) `c` **d**\n# e @f"
    file.results[0].difference?.found = "a | b_c _d_ \u{1B}[0m"
    file.results[0].repro = "echo '```'\nrm -r x"
    let text = MarkdownSummary.text(of: file)
    // A line feed is shown as its escape, of which the backslash is escaped again.
    let name = "# \\<img src=x\\>\\|\\[a\\](b) \\`c\\` \\*\\*d\\*\\*\\\\u{a}\\# e \\@f 1"
    #expect(text.hasPrefix("\(name)\n"))
    #expect(text.contains(#"found a \| b_c \_d\_ \\u{1b}\[0m"#))
    // The fence is longer than what is in it, and the command stays one line.
    #expect(text.contains("\n````sh\necho '```'\\u{a}rm -r x\n````\n"))
  }
}
