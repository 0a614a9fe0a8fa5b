import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

#if os(Linux)

  /// That budgets are kept by who keeps them and by nobody else, and that what was not measured is
  /// never a pass. The files are small, so that a debug build has the time.
  @Suite(.serialized)
  struct BudgetExecutionTests {
    private static let reference = "'\(Products.folder)/barlake' adapter"

    private static func mutant(_ fault: String) -> String {
      "python3 '\(Repository.root)/Conformance/mutants/memory.py' \(fault) \(reference)"
    }

    /// Runs the case of the suite that has this id, with a budget that `change` makes of its own.
    private static func outcome(
      _ id: String, _ adapter: String, claims: Set<AdapterFeature> = Set(AdapterFeature.allCases),
      meterProblem: String? = nil, expectations: Expectations = Expectations(),
      _ change: @escaping @Sendable (inout MemoryBudget) -> Void = { _ in }
    ) async throws -> SuiteExecution.Outcome {
      try await MemoryMeterTests.detached { folder in
        let suite = try Suite(folder: "\(Repository.root)/Conformance")
        var selection = Selection()
        selection.measuresMemory = true
        selection.only = [id]
        var run = try #require(try selection.budgets(of: suite).first)
        var budget = try #require(run.conformanceCase.budget)
        change(&budget)
        run.conformanceCase.budget = budget
        let command = try AdapterCommand(adapter, in: "/")
        let execution = SuiteExecution(
          suite: suite, adapter: command, runs: [], workFolder: folder)
        var outcome = try execution.run()
        var budgets = BudgetExecution(
          suite: suite, adapter: command, runs: [run], claimed: claims, workFolder: folder)
        budgets.meterProblem = meterProblem
        budgets.expectations = expectations
        try budgets.run(into: &outcome)
        return outcome
      }
    }

    /// Gives the inputs what the recipe makes of them; what the suite has is tried by its own runs.
    private static func set(
      _ budget: inout MemoryBudget, symbols: Int, rowsPerSymbol: Int, times: [Int]
    ) throws {
      budget.recipe.symbolCount = symbols
      budget.recipe.rowsPerSymbol = rowsPerSymbol
      let folder = try TemporaryFolder()
      budget.inputs = try times.map { times in
        let summary = try budget.recipe.file(times: times).write(
          to: folder.path("\(times)"), gzip: false)
        var input = budget.inputs[0]
        (input.times, input.byteCount, input.sha256) = (times, summary.byteCount, summary.sha256)
        return input
      }
    }

    private static func setSmallLeak(_ budget: inout MemoryBudget) {
      do {
        try set(&budget, symbols: 10, rowsPerSymbol: 16, times: [1])
      } catch {
        Issue.record("\(error)")
      }
    }

    private static let leakCase = "memory.budget-fifty-ingests"

    @Test func `fifty ingests of the reference leave nothing, also behind the wrapper`()
      async throws
    {
      let outcome = try await Self.outcome(
        Self.leakCase, Self.mutant("none"), Self.setSmallLeak)
      #expect(outcome.results.map(\.verdict) == [.pass], "\(outcome.memory)")
      #expect(outcome.memory.map(\.verdict) == [.pass])
      #expect(outcome.memory[0].series.count == 50)
      #expect(outcome.memory[0].isJudged)
      #expect(outcome.memory[0].leakByteCount.map { abs($0) <= 4 << 20 } == true)
    }

    @Test func `a leak is over budget, twice, and both results are kept`() async throws {
      let outcome = try await Self.outcome(
        Self.leakCase, Self.mutant("leak"), Self.setSmallLeak)
      let result = try #require(outcome.results.first)
      #expect(result.verdict == .overBudget)
      #expect(result.check == "memory, leak")
      #expect(result.attempts == [.overBudget, .overBudget])
      #expect(!result.isAsExpected && !result.isPassed)
      #expect(outcome.memory.map(\.attempt) == [1, 2])
      // 40 ingests lie between the middles of the two tens, and each leaves 256 KiB.
      for measured in outcome.memory {
        let leak = try #require(measured.leakByteCount)
        #expect((9 << 20...13 << 20).contains(leak), "\(leak)")
      }
    }

    @Test func `a leak that is expected is, and another check is not`() async throws {
      func entry(_ check: String) throws -> Expectations {
        try Expectations(
          entries: [
            Expectations.Entry(
              match: "\(Self.leakCase)@streaming,plain,chunk_size=100000", check: check,
              verdict: .overBudget, kind: .bug, reason: "it keeps what it read")
          ], today: "2024-01-02")
      }
      for (check, verdict) in [
        ("memory, leak", Verdict.expectedFail), ("memory, cap", .overBudget),
      ] {
        let outcome = try await Self.outcome(
          Self.leakCase, Self.mutant("leak"), expectations: try entry(check), Self.setSmallLeak)
        #expect(outcome.results.map(\.verdict) == [verdict])
      }
    }

    @Test func `what cannot be measured is no pass, and is not tried again`() async throws {
      let outcome = try await Self.outcome(
        Self.leakCase, Self.reference, meterProblem: "no meter", Self.setSmallLeak)
      #expect(outcome.results.map(\.verdict) == [.unmeasurable])
      #expect(outcome.results[0].problem == "no meter")
      #expect(!outcome.results[0].isAsExpected && !outcome.results[0].isPassed)
      #expect(outcome.memory.map(\.verdict) == [.unmeasurable])
      #expect(throws: Expectations.Malformed.self) {
        try Expectations(
          entries: [
            Expectations.Entry(
              match: outcome.results[0].name, check: nil, verdict: .unmeasurable, kind: .platform,
              reason: "no meter")
          ], today: "2024-01-02")
      }
    }

    @Test func `who claims nothing is measured and not judged`() async throws {
      let outcome = try await Self.outcome(
        Self.leakCase, Self.mutant("leak"), claims: [.stocksMinute, .portable], Self.setSmallLeak)
      #expect(outcome.results.isEmpty)
      #expect(outcome.memory.map(\.verdict) == [.overBudget, .overBudget])
      #expect(outcome.memory.allSatisfy { !$0.isJudged })
    }

    @Test func `a recipe that gives other bytes is the suite's fault`() async throws {
      await #expect(throws: SuiteExecutionError.self) {
        _ = try await Self.outcome(Self.leakCase, Self.reference) { $0.recipe.seed += 1 }
      }
    }

    @Test func `an ingest that says another number of records is a failure`() async throws {
      let script = "\(Repository.root)/Tests/ConformanceRunningTests/allocating.py"
      let outcome = try await Self.outcome(
        Self.leakCase, "python3 '\(script)'", Self.setSmallLeak)
      #expect(outcome.results.map(\.verdict) == [.fail])
      #expect(outcome.results[0].summary.contains("records: 0, not 10"))
    }

    private static func outcome(
      ofFilesUnderCap capByteCount: Int
    ) async throws -> SuiteExecution.Outcome {
      try await outcome("memory.budget-sorted-many-by-date", mutant("none")) { budget in
        do {
          try set(&budget, symbols: 100, rowsPerSymbol: 160, times: [1, 2])
          budget.capByteCount = capByteCount
        } catch {
          Issue.record("\(error)")
        }
      }
    }

    /// The cap is set below what any build takes, and above a tenth of it.
    @Test func `a peak above the cap is over budget, twice`() async throws {
      let outcome = try await Self.outcome(ofFilesUnderCap: 2 << 20)
      #expect(outcome.results.map(\.verdict) == [.overBudget])
      #expect(outcome.results[0].check == "memory, cap")
      #expect(outcome.memory.count == 2)
      #expect(outcome.memory.allSatisfy { $0.hasSurvived == nil && $0.slope != nil })
    }

    @Test func `a peak of over ten times the cap is measured once, with the smaller file`()
      async throws
    {
      let outcome = try await Self.outcome(ofFilesUnderCap: 4 << 10)
      #expect(outcome.results.map(\.verdict) == [.overBudget])
      #expect(outcome.results[0].check == "memory, cap")
      #expect(outcome.results[0].attempts == nil)
      #expect(outcome.memory.map(\.series.count) == [1])
      #expect(outcome.memory[0].slope == nil && outcome.memory[0].hasSurvived == nil)
    }

    @Test func `a lake is compared with its recipe, cell by cell`() async throws {
      for (id, symbols) in [
        ("memory.budget-sorted-many-by-date", 7), ("memory.budget-long-texts-by-symbol", 5),
      ] {
        try await Self.compareLake(id, symbols: symbols)
      }
    }

    private static func compareLake(_ id: String, symbols: Int) async throws {
      let differences = try await MemoryMeterTests.detached { folder -> [Difference?] in
        let suite = try Suite(folder: "\(Repository.root)/Conformance")
        var budget = try #require(suite.conformanceCase(id)?.budget)
        budget.recipe.symbolCount = symbols
        budget.recipe.rowsPerSymbol = 9
        let file = budget.recipe.file(times: 2)
        _ = try file.write(to: "\(folder)/in.csv", gzip: false)
        let process = try AdapterProcess(
          try AdapterCommand(reference, in: "/"), in: folder, errorPath: "\(folder)/stderr",
          suite: "1.1.0", deadlines: AdapterProcess.Deadlines())
        defer { process.kill() }
        for request in [
          Request.Operation.open(
            Request.Open(
              ingestor: "i", kind: .streaming, dataType: MemoryBudget.dataType, out: "o",
              config: budget.config)),
          .ingest(
            Request.Ingest(
              ingestor: "i", entry: .ingestDate, date: MemoryBudget.date, input: "in.csv",
              symbols: nil, deadline: 30_000)),
        ] {
          guard case .success = try process.outcome(of: request) else { return [] }
        }
        var other = budget.recipe
        other.seed += 1
        var reordered = budget.recipe
        reordered.order = reordered.order == .sorted ? .shuffled : .sorted
        var more = budget.recipe
        more.symbolCount += 1
        return try [budget.recipe, other, reordered, more].map {
          try $0.file(times: 2).firstDifference(ofLakeUnder: "\(folder)/o", budget)
        }
      }
      #expect(differences.count == 4)
      #expect(differences.first == .some(nil))
      for difference in differences.dropFirst() { #expect(difference != nil) }
    }
  }

#endif
