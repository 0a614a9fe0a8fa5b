import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

/// Which results go together, and which are believed.
@Suite struct MergedResultsTests {
  /// A part of `core`: the runs of one case by the engine of this name, with these verdicts.
  static func part(
    engine: String = "e", _ verdicts: [Verdict] = [.pass, .pass],
    _ change: (inout ResultFile) -> Void = { _ in }
  ) throws -> ReceivedResults {
    let suite = try #require(SelectionTests.suite)
    var selection = Selection()
    selection.only = ["csv.empty-file"]
    let program = Ready.Program(name: engine, version: "1")
    let ready = Ready(adapter: program, engine: program, supports: Set(AdapterFeature.allCases))
    let runs = Array(try selection.runs(of: suite).prefix(verdicts.count))
    var results = zip(runs, verdicts).map { RunResult($0, $1, milliseconds: 5) }
    for index in results.indices where results[index].verdict == .fail {
      results[index].difference = RunResult.FirstDifference(
        place: "step 1, status", expected: "error", found: "success")
      results[index].repro = "barlake-conform run --only '\(results[index].name)'"
    }
    let outcome = SuiteExecution.Outcome(ready: ready, results: results, notRun: [])
    let scores = try selection.claims(of: suite).map {
      ClaimScore($0, outcome, of: runs, isPartial: true)
    }
    var file = ResultFile(
      header: ResultFile.Header(
        suite: suite, command: "c", ready: ready, selection: selection, slowness: 1,
        started: "2026-01-31T12:00:00Z"),
      results: results, notRun: [],
      footer: ResultFile.Footer(outcome, claims: scores, seconds: 1))
    change(&file)
    return try ReceivedResults(try file.bytes(), path: "\(engine).ndjson")
  }

  private func problem(_ files: [ReceivedResults]) throws -> String {
    let suite = try #require(SelectionTests.suite)
    do {
      _ = try MergedResults(files, suite: suite)
      return "none"
    } catch {
      return error.description
    }
  }

  @Test func `implementations are named by their engines, and by more where those are equal`()
    throws
  {
    let suite = try #require(SelectionTests.suite)
    func labels(_ programs: [(engine: String, engineVersion: String, adapter: String)]) throws
      -> [String]
    {
      let files = try programs.map { program in
        try Self.part(engine: program.engine) { file in
          file.header.engine.version = program.engineVersion
          file.header.adapter.name = program.adapter
        }
      }
      return try MergedResults(files, suite: suite).implementations.map(\.label)
    }
    #expect(try labels([("a", "1", "x"), ("b", "1", "x")]) == ["a", "b"])
    #expect(try labels([("a", "1", "x"), ("a", "2", "x")]) == ["a 1", "a 2"])
    #expect(
      try labels([("a", "1", "x"), ("a", "1", "y")]) == ["a 1 (adapter x 1)", "a 1 (adapter y 1)"])
    // What would be shown of the names is the same, and so is nothing.
    let long = String(repeating: "n", count: 100)
    #expect(Set(try labels([(long, "1", "x"), (long, "1", "y")])).count == 2)
    #expect(try labels([("  ", "", "x"), ("b\u{202E}", "1", "x")])[1] == "b\\u{202e}")
  }

  @Test func `results of other suites, and one implementation twice, are refused`() throws {
    let one = try Self.part(engine: "one")
    let other = try Self.part(engine: "other") {
      $0.header.suite.digest = String(repeating: "0", count: 64)
    }
    let digest = try #require(SelectionTests.suite).digest.prefix(12)
    #expect(
      try problem([one, other])
        == "results by different suites are not merged: one.ndjson is by 1.1.0 (\(digest)), "
        + "other.ndjson by 1.1.0 (000000000000)")
    let alone = try problem([other])
    #expect(alone.hasPrefix("other.ndjson is by the suite 1.1.0 (000000000000), and "))
    #expect(alone.hasSuffix("name the folder of that suite with --suite"))
    #expect(
      try problem([one, one])
        == "one.ndjson and one.ndjson are results of one implementation, one 1 (adapter one 1): "
        + "a report has each once")
    #expect(try problem([]) == "there are no results")
    #expect(try problem([one, try Self.part(engine: "two")]) == "none")
  }

  @Test func `what contradicts the suite is refused`() throws {
    func changed(_ change: (inout ResultFile) -> Void) throws -> String {
      try problem([try Self.part([.pass, .pass], change)])
    }
    #expect(
      try changed { $0.results[0].conformanceCase = "csv.none" }
        == "e.ndjson: there is no run csv.none@polars,plain,threads=1 in the suite")
    let contradicts = "has not the level and the rules of the suite's case"
    #expect(try changed { $0.results[0].rules = ["CSV-9.9"] }.hasSuffix(contradicts))
    #expect(try changed { $0.results[0].level = .should }.hasSuffix(contradicts))
    #expect(try changed { $0.header.claims = ["none"] }.contains("there is no claim none"))
  }

  @Test func `what a footer says and the lines do not is refused`() throws {
    func changed(_ change: (inout ResultFile) -> Void) throws -> String {
      try problem([try Self.part([.pass, .fail], change)])
    }
    #expect(try changed { _ in } == "none")
    let contradicts = "e.ndjson: the footer does not say what the lines say"
    #expect(try changed { $0.footer.verdicts = ["pass": 2] } == contradicts)
    #expect(try changed { $0.footer.claims[0].must.passed = 2 } == contradicts)
    #expect(try changed { $0.footer.claims[0].isConformant = true } == contradicts)
    #expect(try changed { $0.footer.notRun = 1 } == contradicts)
    #expect(try changed { $0.footer.isComplete = false } == contradicts)
    // The whole of a claim with the lines of a few runs is not the whole.
    let missing = try changed { $0.header.isPartial = false }
    #expect(missing.hasSuffix(" runs are missing, and the footer says 0"))
  }

  @Test func `results without an end are incomplete, and say how many runs are missing`() throws {
    let suite = try #require(SelectionTests.suite)
    func cut(isPartial: Bool) throws -> MergedResults.Implementation {
      let whole = try Self.part { $0.header.isPartial = isPartial }.file.bytes()
      let end = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n")))
      let received = try ReceivedResults(Array(whole[...end]), path: "cut")
      return try MergedResults([received], suite: suite).implementations[0]
    }
    let part = try cut(isPartial: true)
    #expect(
      part.warnings.first
        == "Incomplete: the results have no end; an unknown number of runs is missing.")
    let whole = try cut(isPartial: false)
    let count = try Selection().runs(of: suite).count - 2
    #expect(whole.missingCount == count)
    #expect(!whole.footer.isComplete)
    #expect(whole.footer.claims.map(\.isConformant) == [false])
    #expect(whole.footer.claims.map(\.notRun) == [count])
  }
}
