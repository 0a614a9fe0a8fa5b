import BarLakeConformanceKit
import BarLakeConformanceRunning
import Testing

@Suite struct JUnitReportTests {
  private func text(
    _ verdicts: [Verdict], _ change: (inout ResultFile) -> Void = { _ in }
  ) throws -> String {
    var file = try MergedResultsTests.part(verdicts).file
    change(&file)
    return JUnitReport.text(of: file)
  }

  @Test func `a suite has its counts, then properties, tests and output`() throws {
    let text = try text([.pass, .fail, .expectedFail]) { $0.header.contact = "a@b" }
    #expect(
      text.contains(
        "<testsuite name=\"csv\" package=\"e\" id=\"0\" tests=\"3\" failures=\"1\" errors=\"0\" "
          + "skipped=\"1\" time=\"0.015\" timestamp=\"2026-01-31T12:00:00\" hostname=\"localhost\">"
      ))
    let file = try MergedResultsTests.part().file
    #expect(
      text.contains(
        "<property name=\"suite.digest\" value=\"\(file.header.suite.digest)\"/>"))
    #expect(text.contains("<property name=\"contact\" value=\"a@b\"/>"))
    #expect(text.contains("    <system-out/>\n    <system-err/>\n  </testsuite>\n"))
  }

  @Test func `a failure has its verdict, its difference and its command`() throws {
    let text = try text([.fail, .crash]) { $0.results[0].standardError = "oh" }
    #expect(
      text.contains(
        "<failure type=\"fail\" message=\"step 1, status: expected error, found success\">"
          + "step 1, status&#10;  expected: error&#10;  found:    success&#10;"))
    #expect(text.contains("repeat: barlake-conform run --only 'csv.empty-file@"))
    #expect(text.contains("standard error:&#10;oh</failure>"))
    #expect(text.contains("<failure type=\"crash\" message=\"crash\">"))
  }

  @Test func `an expected failure is skipped with its reason, not passed`() throws {
    let text = try text([.expectedFail]) { $0.results[0].reason = "why" }
    #expect(text.contains("<skipped message=\"expected failure: why. "))
    #expect(text.contains("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\""))
  }

  @Test func `a run that is not whole is a failure`() throws {
    let text = try text([.pass]) {
      $0.footer.isComplete = false
      $0.footer.notReached = 7
    }
    #expect(text.contains("<failure type=\"incomplete\" message=\"7 runs were not reached\">"))
  }

  @Test func `characters that XML cannot have are replaced`() throws {
    let text = try text([.fail]) {
      $0.results[0].difference?.found = "<&\"\u{0}\u{1B}\u{FFFE}\t\r\n]]>é"
    }
    #expect(text.contains("found &lt;&amp;&quot;\u{FFFD}\u{FFFD}\u{FFFD}&#9;&#13;&#10;]]&gt;é"))
  }

  @Test func `several implementations are told apart`() throws {
    let merged = try MergedResults(
      [try MergedResultsTests.part(engine: "a"), try MergedResultsTests.part(engine: "<b>")],
      suite: try #require(SelectionTests.suite))
    let text = JUnitReport.text(of: merged)
    #expect(text.contains("<testsuite name=\"a: csv\" package=\"a\" id=\"0\""))
    #expect(text.contains("<testsuite name=\"&lt;b&gt;: csv\" package=\"&lt;b&gt;\" id=\"1\""))
    #expect(text.contains("classname=\"&lt;b&gt;.csv.empty-file\""))
  }
}
