import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

/// Results beside earlier ones, and as files.
@Suite struct ResultComparisonTests {
  private static let names = ["polars,plain,threads=1", "polars,plain,threads=2"]

  private func file(
    _ verdicts: [Verdict], milliseconds: Int = 100, slowness: Double = 1, peaks: [Int?] = [],
    probe: Int? = 64 << 20, isComplete: Bool = true, claims: [String] = ["core"]
  ) throws -> ResultFile {
    let suite = try #require(SelectionTests.suite)
    var selection = Selection()
    selection.claims = claims
    let program = Ready.Program(name: "a", version: "1")
    let ready = Ready(adapter: program, engine: program, supports: [.stocksDaily])
    var results: [RunResult] = []
    for (name, verdict) in zip(Self.names, verdicts) {
      var one = Selection()
      one.only = ["csv.empty-file@\(name)"]
      let run = try #require(try one.runs(of: suite).first)
      results.append(RunResult(run, verdict, milliseconds: milliseconds))
    }
    for (index, peak) in peaks.enumerated() { results[index].peakByteCount = peak }
    let outcome = SuiteExecution.Outcome(
      ready: ready, results: results, notRun: [], notReachedCount: isComplete ? 0 : 1)
    return ResultFile(
      header: ResultFile.Header(
        suite: suite, command: "c", ready: ready, selection: selection, slowness: slowness,
        probeByteCount: probe, started: "2026-01-01T00:00:00Z"),
      results: results, notRun: [],
      footer: ResultFile.Footer(outcome, claims: [], seconds: 1))
  }

  @Test func `the same is no worse, and a mended run is better`() throws {
    let before = try file([.pass, .fail])
    #expect(try !ResultComparison(before, before).isWorse)
    let after = try ResultComparison(before, file([.pass, .pass]))
    #expect(!after.isWorse)
    #expect(after.mended.count == 1)
    let expected = try ResultComparison(before, file([.pass, .expectedFail]))
    #expect(!expected.isWorse && expected.mended.isEmpty && expected.newlyExpectedCount == 1)
  }

  @Test func `a new failure is worse, and so is a run that is gone`() throws {
    let before = try file([.pass, .pass])
    let failed = try ResultComparison(before, file([.pass, .crash]))
    #expect(failed.isWorse)
    #expect(failed.failures.map(\.permutation) == [Self.names[1]])
    let gone = try ResultComparison(before, file([.pass]))
    #expect(gone.isWorse)
    #expect(gone.missing == ["csv.empty-file@\(Self.names[1])"])
    #expect(try !ResultComparison(file([.pass]), before).isWorse)
  }

  @Test func `measurements of memory are read again, and another verdict of them is told`() throws {
    let suite = try #require(SelectionTests.suite)
    var selection = Selection()
    selection.measuresMemory = true
    selection.only = ["memory.budget-fifty-ingests"]
    let run = try #require(try selection.budgets(of: suite).first)
    let budget = try #require(run.conformanceCase.budget)
    func file(_ verdict: Verdict) throws -> ResultFile {
      var file = try self.file([.pass])
      var first = MemoryResult(run, budget, entry: .polars, isJudged: false, .overBudget)
      first.series = [
        MemoryResult.Point(csvByteCount: 5, peakByteCount: 7 << 20, baselineByteCount: 3 << 20)
      ]
      var second = first
      second.attempt = 2
      second.verdict = verdict
      second.leakByteCount = 1 << 20
      file.memory = [first, second]
      return file
    }
    let folder = try TemporaryFolder()
    let before = try file(.pass)
    try FileSystem.write(try before.bytes(), to: folder.path("results.ndjson"))
    let read = try ResultFile(path: folder.path("results.ndjson"))
    #expect(read.memory == before.memory)
    let comparison = try ResultComparison(read, file(.overBudget))
    // Nobody claimed it.
    #expect(!comparison.isWorse)
    #expect(
      comparison.changedMemory == [
        "memory.budget-fifty-ingests@streaming,plain,chunk_size=100000: pass, now over-budget, "
          + "4.0 MiB of 96, 1.0 MiB left behind"
      ])
    #expect(try ResultComparison(before, read).changedMemory == [])
  }

  @Test func `time counts where it is asked for, against the machine's speed`() throws {
    let before = try file([.pass])
    let slow = try file([.pass], milliseconds: 300)
    #expect(try !ResultComparison(before, slow).isWorse)
    #expect(try ResultComparison(before, slow, tolerances: .init(time: 2)).isWorse)
    #expect(try !ResultComparison(before, slow, tolerances: .init(time: 4)).isWorse)
    let slowMachine = try file([.pass], milliseconds: 300, slowness: 3)
    #expect(try !ResultComparison(before, slowMachine, tolerances: .init(time: 2)).isWorse)
  }

  @Test func `memory counts where it is asked for, against what the machine says of the probe`()
    throws
  {
    func isWorse(_ old: ResultFile, _ new: ResultFile, _ tolerance: Double?) throws -> Bool {
      try ResultComparison(old, new, tolerances: .init(memory: tolerance)).isWorse
    }
    let before = try file([.pass, .pass], peaks: [10 << 20, 50 << 20])
    let large = try file([.pass, .pass], peaks: [150 << 20, 10 << 20])
    #expect(try ResultComparison(before, large).memoryRatio == 3)
    #expect(try !isWorse(before, large, nil))
    #expect(try isWorse(before, large, 2.9))
    #expect(try !isWorse(before, large, 3))
    let otherMachine = try file([.pass, .pass], peaks: [150 << 20, nil], probe: 192 << 20)
    #expect(try !isWorse(try file([.pass, .pass], peaks: [50 << 20, nil]), otherMachine, 1))
    // A run that was measured once only says nothing.
    let partly = try file([.pass, .pass], peaks: [nil, 60 << 20])
    #expect(try ResultComparison(before, partly).memoryRatio == 1.2)
  }

  @Test func `what was not measured cannot be tolerated`() throws {
    let measured = try file([.pass], peaks: [50 << 20])
    for other in [try file([.pass]), try file([.pass], peaks: [50 << 20], probe: nil)] {
      #expect(throws: ResultComparison.Incomparable.self) {
        try ResultComparison(measured, other, tolerances: .init(memory: 2))
      }
      #expect(try !ResultComparison(measured, other).isWorse)
    }
    let instant = try file([.pass], milliseconds: 0)
    #expect(throws: ResultComparison.Incomparable.self) {
      try ResultComparison(instant, instant, tolerances: .init(time: 2))
    }
  }

  @Test func `results of other claims, and parts of results, say nothing`() throws {
    let before = try file([.pass])
    #expect(throws: ResultComparison.Incomparable.self) {
      try ResultComparison(before, file([.pass], claims: ["core", "classic"]))
    }
    #expect(throws: ResultComparison.Incomparable.self) {
      try ResultComparison(before, file([.pass], isComplete: false))
    }
  }

  @Test func `a file reads as it was written`() throws {
    let folder = try TemporaryFolder()
    let written = try file([.pass, .timeout])
    let path = try folder.write(try written.bytes(), to: "results.ndjson")
    let read = try ResultFile(path: path)
    #expect(read.header == written.header)
    #expect(read.results == written.results)
    #expect(read.footer == written.footer)
    try folder.write(try written.bytes().prefix(100), to: "results.ndjson")
    #expect(throws: (any Error).self) { try ResultFile(path: path) }
  }
}
