package import BarLakeAdapterProtocol
package import BarLakeBytes
internal import BarLakeConformanceKit

/// Measures an adapter's memory in the cases that have a budget, one after the other and with
/// nothing beside them.
package struct BudgetExecution: Sendable {
  package var suite: Suite
  package var adapter: AdapterCommand
  package var runs: [PlannedRun]
  /// The features that are claimed: a case that needs no other is judged, every other is measured.
  package var claimed: Set<AdapterFeature>
  package var workFolder: String
  package var deadlines = AdapterProcess.Deadlines()
  package var expectations = Expectations()
  /// Why what the meter says is not to be believed, if that is so.
  package var meterProblem: String?
  package var stopsAtFailure = false
  package var reproCommand = ""
  package var cancellation: Cancellation?

  package init(
    suite: Suite, adapter: AdapterCommand, runs: [PlannedRun], claimed: Set<AdapterFeature>,
    workFolder: String
  ) {
    self.suite = suite
    self.adapter = adapter
    self.runs = runs
    self.claimed = claimed
    self.workFolder = workFolder
  }

  /// What an adapter need not say of itself to be measured.
  private static let claimFeatures: Set<AdapterFeature> = [.streaming, .boundedMemory]

  private var isInterrupted: Bool { cancellation?.isCancelled == true }

  /// Adds what comes of the measurements to `outcome`, and calls `report` after each that is
  /// judged.
  package func run(
    into outcome: inout SuiteExecution.Outcome, report: (RunResult) -> Void = { _ in }
  ) throws(SuiteExecutionError) {
    for (index, run) in runs.enumerated() {
      guard let budget = run.conformanceCase.budget else { continue }
      let isJudged = run.requirements.isSubset(of: claimed)
      let hasFailed = outcome.results.contains { !$0.isAsExpected }
      if isInterrupted || stopsAtFailure && hasFailed {
        outcome.notReachedCount += isJudged ? 1 : 0
        continue
      }
      let supports = outcome.ready.supports
      if isJudged, !run.requirements.isSubset(of: supports) {
        outcome.notRun.append(NotRun(run, missing: run.requirements.subtracting(supports)))
        continue
      }
      let missing = run.requirements.subtracting(Self.claimFeatures).subtracting(supports)
      let kind: Request.Kind = supports.contains(.streaming) ? .streaming : .polars
      if !missing.isEmpty {
        var result = MemoryResult(run, budget, entry: kind, isJudged: false, .unsupported)
        result.problem = "the adapter does not support \(missing.sorted().list)"
        outcome.memory.append(result)
        continue
      }
      let start = MonotonicClock.seconds()
      var attempts: [MemoryResult] = []
      // One that fails is measured once more: both results are kept, and the second counts.
      while attempts.count < 2, attempts.last?.verdict != .pass {
        if let last = attempts.last, last.verdict == .unmeasurable || last.isBeyondDoubt { break }
        var result = MemoryResult(run, budget, entry: kind, isJudged: isJudged)
        result.attempt = attempts.count + 1
        try measure(run, budget, number: index, into: &result)
        if isInterrupted { break }
        attempts.append(result)
      }
      guard let last = attempts.last, !isInterrupted else {
        outcome.notReachedCount += isJudged ? 1 : 0
        continue
      }
      outcome.memory += attempts
      if isJudged {
        var result = RunResult(
          run, last.verdict, milliseconds: Int((MonotonicClock.seconds() - start) * 1000))
        result.difference = last.difference
        result.problem = last.problem
        if attempts.count > 1 { result.attempts = attempts.map(\.verdict) }
        if last.verdict != .pass { result.repro = "\(reproCommand) --only '\(run.name)'" }
        expectations.judge(&result)
        outcome.results.append(result)
        report(result)
      }
    }
  }

  private func measure(
    _ run: PlannedRun, _ budget: MemoryBudget, number: Int, into result: inout MemoryResult
  ) throws(SuiteExecutionError) {
    if let meterProblem {
      (result.verdict, result.problem) = (.unmeasurable, meterProblem)
      return
    }
    let folder = "\(workFolder)/budget-\(number)-\(result.attempt)"
    var measurement = BudgetMeasurement(
      run: run, budget: budget, adapter: adapter, suite: suite.version, kind: result.entry,
      deadlines: deadlines, folder: folder)
    measurement.cancellation = cancellation
    defer { try? FileSystem.removeTree(folder) }
    do throws(SuiteError) {
      try measurement.measure(into: &result)
    } catch {
      throw SuiteExecutionError(description: "\(run.name): \(error)")
    }
  }
}
