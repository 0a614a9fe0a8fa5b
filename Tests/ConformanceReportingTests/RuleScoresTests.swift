import BarLakeConformanceReporting
import BarLakeConformanceRunning
import Testing

/// How rules are scored by runs.
@Suite struct RuleScoresTests {
  private func score(_ scores: RuleScores, _ rule: String, of implementation: Int = 0) throws
    -> RuleScore
  {
    let index = try #require(scores.rules.firstIndex { $0.id == rule })
    return scores.scores[implementation][index]
  }

  @Test func `a rule is kept if all runs of its cases passed`() throws {
    var one = try Results(engine: "a")
    try one.add("csv.empty-file", "pass")
    try one.add("csv.empty-file", "unexpected-pass")
    var other = try Results(engine: "b")
    try other.add("csv.empty-file", "pass")
    try other.add("csv.empty-file", "crash")
    try other.add("csv.empty-file", "expected-fail")
    let scores = RuleScores(try Results.merged(one, other))
    #expect(try score(scores, "CSV-1.1").verdict == .pass)
    let failed = try score(scores, "CSV-1.1", of: 1)
    #expect(failed.verdict == .fail)
    #expect((failed.passed, failed.failed, failed.expectedFailures) == (1, 1, 1))
    #expect(failed.failedCase == "csv.empty-file")
    #expect(try score(scores, "CSV-4.3").verdict == .unknown)
    let whole = 0..<scores.rules.count
    #expect(scores.count(0, .must, in: whole) == (1, 1))
    #expect(scores.count(1, .must, in: whole) == (0, 1))
  }

  @Test func `expected failures alone are no failure, and keep no rule`() throws {
    var one = try Results(engine: "a")
    try one.add("csv.empty-file", "expected-fail")
    let scores = RuleScores(try Results.merged(one))
    #expect(try score(scores, "CSV-1.1").verdict == .expectedFail)
    #expect(scores.count(0, .must, in: 0..<scores.rules.count) == (0, 1))
  }

  @Test func `a rule that binds the reference is a SHOULD, judged by the files of every run`()
    throws
  {
    var one = try Results(engine: "a")
    try one.add("csv.empty-file", "pass", #","reference":["PARQ-6.1"]"#)
    try one.add("csv.empty-file", "pass")
    var other = try Results(engine: "b")
    try other.add("csv.empty-file", "pass")
    let scores = RuleScores(try Results.merged(one, other))
    let differing = try score(scores, "PARQ-6.1")
    #expect(differing.verdict == .differs)
    #expect((differing.passed, differing.differences) == (1, 1))
    #expect(try score(scores, "PARQ-6.1", of: 1).verdict == .pass)
    let whole = 0..<scores.rules.count
    #expect(scores.count(0, .should, in: whole) == (0, 1))
    #expect(scores.count(1, .should, in: whole) == (1, 1))
  }

  @Test func `a failed run of a SHOULD fails no MUST`() throws {
    var one = try Results(engine: "a")
    try one.add("parquet.lost-manifest-error", "fail")
    let scores = RuleScores(try Results.merged(one))
    #expect(try score(scores, "API-15.3").verdict == .differs)
    let whole = 0..<scores.rules.count
    #expect(scores.count(0, .must, in: whole).kept == scores.count(0, .must, in: whole).judged)
  }

  @Test func `a rule without a case is broken by the files of a run`() throws {
    var one = try Results(engine: "a")
    try one.add(
      "csv.empty-file", "fail",
      #","difference":{"place":"f, footer","expected":"PARQ-4.4","found":"x"}"#)
    let scores = RuleScores(try Results.merged(one))
    #expect(try score(scores, "PARQ-4.4").verdict == .fail)
    let index = try #require(scores.rules.firstIndex { $0.id == "PARQ-4.4" })
    #expect(scores.caseCounts[index] == 0)
  }

  @Test func `families are in order, and so are their rules`() throws {
    let scores = RuleScores(try Results.merged(try Results(engine: "a")))
    #expect(
      scores.families.map(\.range.lowerBound).dropFirst()
        == scores.families.map(\.range.upperBound).dropLast())
    let ids = scores.rules.map(\.id)
    let two = try #require(ids.firstIndex(of: "CSV-10.2"))
    let nine = try #require(ids.firstIndex(of: "CSV-9.13"))
    #expect(two > nine)
  }
}
