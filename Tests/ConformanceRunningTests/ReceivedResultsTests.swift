import BarLakeBytes
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

/// Results that others send: whatever is wrong with them is reported with its line and member.
@Suite struct ReceivedResultsTests {
  static let header =
    #"{"type":"header","format":1,"suite":{"version":"1.1.0","digest":"\#(digest)"},"#
    + #""command":"c","adapter":{"name":"a","version":"1"},"engine":{"name":"e","version":"2"},"#
    + #""supports":["gzip"],"claims":["core"],"partial":true,"started":"2026-01-31T12:00:00Z","#
    + #""host":{"system":"Linux","processors":2,"slowness":1}}"#
  static let run =
    #"{"type":"run","case":"csv.empty-file","permutation":"polars,plain,threads=1","#
    + #""level":"must","rules":["CSV-1.1"],"verdict":"pass","reference":[],"milliseconds":3}"#
  static let memory =
    #"{"type":"memory","case":"memory.flat","permutation":"polars,plain,threads=1","#
    + #""entry":"polars","judged":false,"attempt":1,"cap_bytes":1,"slope":0.5,"verdict":"pass","#
    + #""series":[{"csv_bytes":4,"peak_bytes":9,"baseline_bytes":2}]}"#
  static let footer =
    #"{"type":"footer","complete":true,"seconds":1.5,"verdicts":{"pass":1},"not_run":0,"#
    + #""not_reached":0,"session_faults":[],"claims":[]}"#
  private static let digest = String(repeating: "0f", count: 32)

  private func received(_ lines: [String], end: String = "\n") throws -> ReceivedResults {
    let text = lines.joined(separator: "\n") + end
    return try ReceivedResults(Array(text.utf8), path: "sent")
  }

  private func problem(_ lines: [String], end: String = "\n") -> String {
    do {
      _ = try received(lines, end: end)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a file of all kinds of lines is read`() throws {
    let file = try received([Self.header, Self.run, Self.memory, Self.footer]).file
    #expect(file.results.map(\.name) == ["csv.empty-file@polars,plain,threads=1"])
    #expect(file.memory[0].series[0].growth == 7)
    #expect(file.footer.seconds == 1.5)
  }

  @Test func `a line may have blanks, other escapes and another order`() throws {
    let start = #"{ "reason": "\u0022a\\\"\/", "type":"run","#
    let run = start + Self.run.dropFirst(#"{"type":"run","#.count)
    #expect(try received([Self.header, run]).file.results[0].reason == #""a\"/"#)
  }

  @Test func `what is cut is incomplete, with all that is whole`() throws {
    for (lines, end) in [
      ([Self.header, Self.run], "\n"), ([Self.header, Self.run], ""),
      ([Self.header, Self.run, String(Self.run.prefix(40))], ""),
    ] {
      let cut = try received(lines, end: end)
      #expect(cut.isCut)
      #expect(cut.file.results.count == 1)
      #expect(!cut.file.footer.isComplete)
    }
    #expect(try !received([Self.header, Self.run, Self.footer], end: "").isCut)
    #expect(problem([Self.header, String(Self.run.prefix(40))]).hasPrefix("sent, line 2: "))
    #expect(problem([String(Self.header.prefix(40))], end: "").hasPrefix("sent, line 1: "))
    #expect(problem([], end: "") == "sent: there is no header")
    // A last line that is whole, but wrong, is not a line that was cut.
    #expect(
      problem([Self.header, Self.run, Self.run], end: "").hasSuffix("is in line 2 already"))
  }

  @Test func `lines out of place are refused`() {
    #expect(
      problem([Self.header, Self.run, Self.run])
        == "sent, line 3: the run csv.empty-file@polars,plain,threads=1 is in line 2 already")
    #expect(
      problem([Self.header, Self.memory, Self.memory]).contains("attempt 1 is in line 2 already"))
    #expect(problem([Self.run]) == "sent, line 1: the first line is not a header")
    #expect(problem([Self.header, Self.header]) == "sent, line 2: there is a second header")
    #expect(
      problem([Self.header, Self.footer, Self.run])
        == "sent, line 3: there is a line after the footer")
    #expect(problem([Self.header, "", Self.footer]).hasPrefix("sent, line 2: "))
  }

  @Test(arguments: [
    (#""verdict":"pass""#, #""verdict":"fine""#, "line 2: verdict: "),
    (#""milliseconds":3"#, #""milliseconds":-1"#, "line 2: milliseconds: not from 0 to "),
    (#""milliseconds":3"#, #""milliseconds":9223372036854775807"#, "line 2: milliseconds: not "),
    (#""milliseconds":3"#, #""milliseconds":1e400"#, "line 2: "),
    (#""milliseconds":3"#, #""milliseconds":3,"mood":1"#, "line 2: mood: no such member"),
    (#""milliseconds":3"#, #""milliseconds":3,"peak_bytes":null"#, "line 2: peak_bytes: no such"),
    (
      #""milliseconds":3"#,
      #""milliseconds":3,"difference":{"place":"p","expected":"e","found":"f","color":"red"}"#,
      "line 2: difference.color: no such member"
    ),
    (
      #""milliseconds":3"#, #""milliseconds":3,"verdict":"fail""#,
      "line 2: a member is there twice"
    ),
    (#""processors":2"#, #""processors":0"#, "line 1: host.processors: not from 1 to "),
    (#""slowness":1"#, #""slowness":0.5"#, "line 1: host.slowness: not from 1.0 to "),
    (#""digest":"0f"#, #""digest":"0F"#, "line 1: suite.digest: not a SHA-256 in hexadecimal"),
    (#"31T12:00:00Z"#, #"31 12:00:00Z"#, "line 1: started: not a time such as "),
    (#""partial":true"#, #""partial":true,"contact":" ""#, "line 1: contact: not a text of 1 to "),
    (#""supports":["gzip"]"#, #""supports":["brotli"]"#, "line 1: supports."),
    (#""pass":1"#, #""fine":1"#, "line 3: verdicts.fine: no such verdict"),
    (#""seconds":1.5"#, #""seconds":-1"#, "line 3: seconds: not from 0.0 to "),
    (#""not_run":0"#, #""not_run":1000000001"#, "line 3: not_run: not from 0 to "),
    (#""type":"footer""#, #""type":"end""#, "line 3: type: "),
    (#""claims":[]"#, #""claims":0"#, "line 3: claims: "),
  ])
  func `a wrong member is named`(_ old: String, _ new: String, _ expected: String) {
    let text = [Self.header, Self.run, Self.footer].joined(separator: "\n")
    let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    let found = problem([parts.joined(separator: new)])
    #expect(found.hasPrefix("sent, \(expected)"), "\(found)")
  }
}
