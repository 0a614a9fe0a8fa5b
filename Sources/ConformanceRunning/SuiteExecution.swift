package import BarLakeAdapterProtocol
package import BarLakeBytes
internal import BarLakeConformanceKit

/// Runs a selection of a suite against an adapter, with several processes of it at once.
package struct SuiteExecution: Sendable {
  package var suite: Suite
  package var adapter: AdapterCommand
  package var runs: [PlannedRun]
  /// Processes at once.
  package var jobs = 1
  /// Whether the first run that is not as expected is the last.
  package var stopsAtFailure = false
  package var expectations = Expectations()
  package var deadlines = AdapterProcess.Deadlines()
  /// A folder that is empty, for processes and inputs.
  package var workFolder: String
  /// Where what went to and fro in runs that did not pass is kept, if anywhere.
  package var reportFolder: String?
  /// Whether they are kept of runs that passed too.
  package var keepsAllLines = false
  /// The words with which a run is done again, before `--only`.
  package var reproCommand = ""
  package var cancellation: Cancellation?

  package init(suite: Suite, adapter: AdapterCommand, runs: [PlannedRun], workFolder: String) {
    self.suite = suite
    self.adapter = adapter
    self.runs = runs
    self.workFolder = workFolder
  }

  /// What came of all of it.
  package struct Outcome: Sendable {
    package var ready: Ready
    /// In the order of the runs.
    package var results: [RunResult]
    package var notRun: [NotRun]
    /// Whether every run was done: nobody interrupted, and nothing stopped at a failure.
    package var isComplete: Bool

    package init(ready: Ready, results: [RunResult], notRun: [NotRun], isComplete: Bool) {
      self.ready = ready
      self.results = results
      self.notRun = notRun
      self.isComplete = isComplete
    }
  }

  /// What the workers share.
  private struct Shared {
    var next = 0
    var results: [RunResult?]
    var isStopped = false
    var failure: SuiteExecutionError?
  }

  /// Does the runs; `report` is called after each, from any thread, one at a time.
  ///
  /// Throws where the adapter cannot be started or does not answer the greeting, and where the
  /// suite is at fault.
  package func run(
    report: @escaping @Sendable (RunResult) -> Void = { _ in }
  ) throws(SuiteExecutionError) -> Outcome {
    let first = try SuiteExecutionError.wrap(errorPath: "\(workFolder)/first/stderr") {
      try start("first")
    }
    let ready = first.ready
    first.kill()
    let supported = runs.filter { $0.requirements.isSubset(of: ready.supports) }
    let notRun = runs.filter { !$0.requirements.isSubset(of: ready.supports) }.map {
      NotRun($0, missing: $0.requirements.subtracting(ready.supports))
    }
    let shared = Monitor(Shared(results: Array(repeating: nil, count: supported.count)))
    Workers.run(count: max(1, min(jobs, supported.count))) { number in
      var worker = Worker(run: self, name: "worker-\(number)")
      while let index = next(shared, supported.count) {
        take(worker.result(of: supported[index]), at: index, shared, report)
      }
      worker.end()
    }
    // What failed for want of time is done again with nothing beside it: a machine that was busy is
    // no verdict.
    for index in supported.indices {
      guard !isInterrupted,
        let earlier = shared.withLock({ $0.results[index] }), earlier.verdict == .timeout
      else { continue }
      var worker = Worker(run: self, name: "alone-\(index)")
      var again = worker.result(of: supported[index])
      worker.end()
      if case .success(var result) = again {
        result.attempts = [.timeout, result.verdict]
        again = .success(result)
      }
      take(again, at: index, shared, report)
    }
    let (results, failure) = shared.withLock { ($0.results, $0.failure) }
    if let failure { throw failure }
    return Outcome(
      ready: ready, results: results.compactMap { $0 }, notRun: notRun,
      isComplete: results.allSatisfy { $0 != nil })
  }

  private var isInterrupted: Bool { cancellation?.isCancelled == true }

  private func next(_ shared: Monitor<Shared>, _ count: Int) -> Int? {
    if isInterrupted { return nil }
    return shared.withLock { shared -> Int? in
      guard !shared.isStopped, shared.next < count else { return nil }
      shared.next += 1
      return shared.next - 1
    }
  }

  private func take(
    _ result: Result<RunResult, SuiteExecutionError>, at index: Int, _ shared: Monitor<Shared>,
    _ report: @Sendable (RunResult) -> Void
  ) {
    shared.withLock { shared in
      switch result {
      case .failure(let error):
        shared.failure = shared.failure ?? error
        shared.isStopped = true
      case .success(var result):
        // What an interruption broke is no verdict about the adapter.
        if isInterrupted { return }
        expectations.judge(&result)
        shared.results[index] = result
        if stopsAtFailure, !result.isAsExpected { shared.isStopped = true }
        report(result)
      }
    }
  }

  /// Starts a process in a folder of its own.
  fileprivate func start(_ name: String) throws -> AdapterProcess {
    let folder = "\(workFolder)/\(name)"
    try FileSystem.createDirectories("\(folder)/cwd")
    return try AdapterProcess(
      adapter, in: "\(folder)/cwd", errorPath: "\(folder)/stderr", suite: suite.version,
      deadlines: deadlines, cancellation: cancellation)
  }
}

/// Why a suite cannot be run.
package struct SuiteExecutionError: Error, CustomStringConvertible {
  package var description: String

  /// What stops the first process is said together with what it wrote to standard error.
  static func wrap<Value>(
    errorPath: String, _ body: () throws -> Value
  ) throws(SuiteExecutionError) -> Value {
    do {
      return try body()
    } catch let breakdown as Breakdown {
      let bytes = (try? FileSystem.read(errorPath)) ?? []
      let text = bytes.isEmpty ? "" : "\n" + String(decoding: bytes.suffix(4096), as: UTF8.self)
      throw SuiteExecutionError(
        description: "the adapter does not start a session: \(breakdown.problem)\(text)")
    } catch {
      throw SuiteExecutionError(description: "\(error)")
    }
  }
}

/// One thread's process and what it is used for.
private struct Worker {
  let run: SuiteExecution
  let name: String
  private var process: AdapterProcess?
  private var runCount = 0

  init(run: SuiteExecution, name: String) {
    self.run = run
    self.name = name
  }

  private var errorPath: String { "\(run.workFolder)/\(name)/stderr" }

  /// Does one run in the process, which is started if there is none.
  mutating func result(of planned: PlannedRun) -> Result<RunResult, SuiteExecutionError> {
    let start = MonotonicClock.seconds()
    let errorStart = errorByteCount()
    var judgement: Judgement
    do {
      judgement = try judge(planned)
    } catch {
      return .failure(SuiteExecutionError(description: "\(planned.name): \(error)"))
    }
    if let problem = process?.misplacement { judgement = Judgement(.protocol, problem: problem) }
    let seconds = MonotonicClock.seconds() - start
    var result = RunResult(planned, judgement.verdict, milliseconds: Int(seconds * 1000))
    result.reference = judgement.referenceDifferences.compactMap(\.rule).uniqued()
    result.problem = judgement.problem
    if let difference = judgement.differences.first {
      result.difference = RunResult.FirstDifference(difference, of: planned)
    }
    if judgement.verdict != .pass {
      result.repro = "\(run.reproCommand) --only '\(planned.name)'"
      let text = standardError(from: errorStart)
      if !text.isEmpty { result.standardError = text }
      keepLines(of: planned, standardError: text)
    } else if run.keepsAllLines {
      keepLines(of: planned, standardError: "")
    }
    switch judgement.verdict {
    case .crash, .timeout, .protocol: end()
    default: process?.forgetLines()
    }
    return .success(result)
  }

  private mutating func judge(_ planned: PlannedRun) throws -> Judgement {
    let process: AdapterProcess
    do {
      process = try self.process ?? run.start(name)
    } catch let breakdown as Breakdown {
      return Judgement(breakdown)
    }
    self.process = process
    runCount += 1
    // The adapter learns nothing from the name of a folder.
    let folder = "r\(runCount)"
    let path = "\(process.folder)/\(folder)"
    defer { try? FileSystem.removeTree(path) }
    return try CaseRunner.run(
      planned.conformanceCase, planned.permutation, on: process,
      in: RunFolder(path: path, name: folder), deadline: Int(run.deadlines.reply * 1000))
  }

  mutating func end() {
    process?.kill()
    process = nil
  }

  private func errorByteCount() -> Int {
    ((try? FileSystem.status(errorPath)) ?? nil).map { Int($0.byteCount) } ?? 0
  }

  /// What the adapter wrote to standard error, at most the last 4,096 bytes.
  private func standardError(from start: Int) -> String {
    guard let bytes = try? FileSystem.read(errorPath), bytes.count > start else { return "" }
    return String(decoding: bytes[start...].suffix(4096), as: UTF8.self)
  }

  private func keepLines(of planned: PlannedRun, standardError: String) {
    guard let folder = run.reportFolder, let lines = process?.lines else { return }
    let path = "\(folder)/runs/\(planned.conformanceCase.id)"
    // The report is a help; that it cannot be written is no verdict.
    _ = try? FileSystem.createDirectories(path)
    try? FileSystem.write(lines, to: "\(path)/\(planned.permutation).ndjson")
    if !standardError.isEmpty {
      try? FileSystem.write(
        Array(standardError.utf8), to: "\(path)/\(planned.permutation).stderr")
    }
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, where it stands first.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension RunResult.FirstDifference {
  fileprivate init(_ difference: Difference, of run: PlannedRun) {
    place = difference.place
    expected = difference.expected
    found = difference.found
    guard let record = difference.record else { return }
    for name in run.conformanceCase.steps.last?.inputs ?? [] {
      guard let bytes = try? FileSystem.read("\(run.conformanceCase.folder)/\(name)"),
        let expanded = try? InputParts.expanded(bytes, name: name),
        let found = InputLine.find(record, in: expanded)
      else { continue }
      line = found.number
      input = String(found.text.prefix(400))
      return
    }
  }
}
