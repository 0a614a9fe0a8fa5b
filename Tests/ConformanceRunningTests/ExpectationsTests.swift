import BarLakeConformanceKit
import BarLakeConformanceRunning
import Testing

/// Failures that are known, and what is no such thing.
@Suite struct ExpectationsTests {
  private func result(
    _ verdict: Verdict, _ permutation: String = "polars,plain,threads=1", at place: String? = nil
  ) throws -> RunResult {
    let suite = try #require(SelectionTests.suite)
    var selection = Selection()
    selection.only = ["csv.empty-file@\(permutation)"]
    let run = try #require(try selection.runs(of: suite).first)
    var result = RunResult(run, verdict, milliseconds: 1)
    if let place {
      result.difference = RunResult.FirstDifference(place: place, expected: "a", found: "b")
    }
    return result
  }

  private let name = "csv.empty-file@polars,plain,threads=1"

  private func entry(
    _ verdict: Verdict = .fail, check: String? = "step 1, status", reason: String = "known",
    expires: String? = nil, match: String? = nil
  ) -> Expectations.Entry {
    Expectations.Entry(
      match: match ?? name, check: check, verdict: verdict, kind: .bug, reason: reason,
      expires: expires)
  }

  private func judged(
    _ result: RunResult, by entry: Expectations.Entry
  ) throws -> RunResult {
    var result = result
    try Expectations(entries: [entry], today: "2026-01-01").judge(&result)
    return result
  }

  @Test func `the failure that is named is expected, with its reason`() throws {
    let found = try judged(result(.fail, at: "step 1, status"), by: entry())
    #expect(found.verdict == .expectedFail)
    #expect(found.reason == "known")
    #expect(found.isAsExpected)
    #expect(try judged(result(.crash), by: entry(.crash, check: nil)).verdict == .expectedFail)
  }

  @Test func `another failure of the same run, and the same of another run, are not`() throws {
    #expect(try judged(result(.fail, at: "step 1, error.line"), by: entry()).verdict == .fail)
    #expect(try judged(result(.crash), by: entry()).verdict == .crash)
    #expect(try judged(result(.fail, at: "x"), by: entry(.fail, check: nil)).verdict == .fail)
    let other = try result(.fail, "polars,gzip,threads=1", at: "step 1, status")
    #expect(try judged(other, by: entry()).verdict == .fail)
  }

  @Test func `a pass of what is expected to fail is red`() throws {
    let found = try judged(result(.pass), by: entry())
    #expect(found.verdict == .unexpectedPass)
    #expect(!found.isAsExpected)
  }

  @Test func `an entry needs a reason, a failure and a day that has not come`() throws {
    for wrong in [
      entry(reason: ""), entry(reason: "  "), entry(.pass), entry(.expectedFail),
      entry(expires: "2026-01-01"), entry(expires: "2025-12-31"),
    ] {
      #expect(throws: Expectations.Malformed.self) {
        try Expectations(entries: [wrong], today: "2026-01-01")
      }
    }
    #expect(throws: Never.self) {
      try Expectations(entries: [entry(expires: "2026-01-02")], today: "2026-01-01")
    }
    #expect(throws: Expectations.Malformed.self) {
      try Expectations(entries: [entry(), entry()], today: "2026-01-01")
    }
  }

  @Test func `an entry about no run of the suite is found`() throws {
    let suite = try #require(SelectionTests.suite)
    let expectations = try Expectations(
      entries: [entry(), entry(match: "csv.gone@polars,plain,threads=1")], today: "2026-01-01")
    #expect(expectations.unknown(in: suite) == ["csv.gone@polars,plain,threads=1"])
  }

  @Test func `an update adds and removes, and touches no reason`() throws {
    let gzip = "csv.empty-file@polars,gzip,threads=1"
    let two = "csv.empty-file@polars,plain,threads=2"
    let known = try Expectations(
      entries: [
        entry(reason: "first"), entry(reason: "mended", match: gzip),
        entry(reason: "not run", match: "csv.other@x"),
      ], today: "2026-01-01")
    let updated = known.updated(
      by: [
        try result(.fail, at: "step 1, error.line"),
        try result(.unexpectedPass, "polars,gzip,threads=1"),
        try result(.crash, "polars,plain,threads=2"),
      ], kind: .wontfix, reason: "new")
    #expect(updated.map(\.match) == [name, two, "csv.other@x"])
    #expect(updated.map(\.reason) == ["first", "new", "not run"])
    #expect(updated.map(\.check) == ["step 1, error.line", nil, "step 1, status"])
    #expect(updated.map(\.verdict) == [.fail, .crash, .fail])
    #expect(updated.map(\.kind) == [.bug, .wontfix, .bug])
  }
}
