import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

/// Results of a part of the claims `polars` and `manifest`, without an end, line by line.
struct Results {
  static let suite: Suite? = try? Suite(folder: "\(Repository.root)/Conformance")

  private var lines: [String]

  init(engine: String) throws {
    let suite = try #require(Self.suite)
    let program = #"{"name":"\#(engine)","version":"1"}"#
    lines = [
      #"{"type":"header","format":1,"suite":{"version":"\#(suite.version)","#
        + #""digest":"\#(suite.digest)"},"command":"c","adapter":\#(program),"engine":\#(program),"#
        + #""supports":[],"claims":["polars","manifest"],"partial":true,"#
        + #""started":"2026-01-31T12:00:00Z","#
        + #""host":{"system":"Linux","processors":2,"slowness":1}}"#
    ]
  }

  /// The next run of a case that has no line yet, with more members behind a comma.
  mutating func add(_ id: String, _ verdict: String, _ more: String = "") throws {
    let suite = try #require(Self.suite)
    let one = try #require(suite.conformanceCase(id))
    let run = try #require(
      PlannedRun.all(of: one).first { run in
        !lines.contains { $0.contains("\"\(id)\",\"permutation\":\"\(run.permutation)\"") }
      })
    let rules = one.clauses.asserts.map { "\"\($0)\"" }.joined(separator: ",")
    let members =
      more.contains("\"reference\"") ? more : ",\"reference\":[]\(more)"
    lines.append(
      #"{"type":"run","case":"\#(id)","permutation":"\#(run.permutation)","#
        + #""level":"\#(one.level.rawValue)","rules":[\#(rules)],"verdict":"\#(verdict)","#
        + #""milliseconds":1\#(members)}"#)
  }

  func received() throws -> ReceivedResults {
    try ReceivedResults(Array((lines.joined(separator: "\n") + "\n").utf8), path: "results")
  }

  static func merged(_ results: Results...) throws -> MergedResults {
    try MergedResults(results.map { try $0.received() }, suite: try #require(suite))
  }
}
