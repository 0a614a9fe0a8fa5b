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
  /// Whether they are kept of runs that passed too, and of the ends of sessions.
  package var keepsAllLines = false
  /// Whether the memory of each run is measured.
  package var measuresMemory = false
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
    /// What was measured of memory; see ``BudgetExecution``.
    package var memory: [MemoryResult] = []
    /// Sessions that did not end as the protocol says.
    package var sessionFaults: [SessionFault]
    /// Runs that were not begun, or broken off: somebody interrupted, or a failure was the end.
    package var notReachedCount: Int

    package init(
      ready: Ready, results: [RunResult], notRun: [NotRun], sessionFaults: [SessionFault] = [],
      notReachedCount: Int = 0
    ) {
      self.ready = ready
      self.results = results
      self.notRun = notRun
      self.sessionFaults = sessionFaults
      self.notReachedCount = notReachedCount
    }
  }

  /// What the workers share.
  private struct Shared {
    var next = 0
    var results: [RunResult?]
    var sessionFaults: [SessionFault] = []
    var isStopped = false
    var failure: SuiteExecutionError?
  }

  /// Does the runs; `report` is called after each, from any thread, one at a time. Of a run that is
  /// to be done again it is told the last time only.
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
    let firstFault = finish(first, "first")
    let supported = runs.filter { $0.requirements.isSubset(of: ready.supports) }
    let notRun = runs.filter { !$0.requirements.isSubset(of: ready.supports) }.map {
      NotRun($0, missing: $0.requirements.subtracting(ready.supports))
    }
    let shared = Monitor(Shared(results: Array(repeating: nil, count: supported.count)))
    Workers.run(count: max(1, min(jobs, supported.count))) { number in
      var worker = Worker(run: self, name: "worker-\(number)")
      while let index = next(shared, supported.count) {
        let result = worker.result(of: supported[index])
        let isLast = (try? result.get())?.verdict != .timeout
        take(result, at: index, shared, isLast ? report : nil)
      }
      let fault = worker.finish()
      shared.withLock { if let fault { $0.sessionFaults.append(fault) } }
    }
    // What failed for want of time is done again with nothing beside it: a machine that was busy is
    // no verdict.
    for index in supported.indices {
      guard !isInterrupted,
        let earlier = shared.withLock({ $0.results[index] }), earlier.verdict == .timeout
      else { continue }
      var worker = Worker(run: self, name: "alone-\(index)")
      var again = worker.result(of: supported[index])
      let fault = worker.finish()
      shared.withLock { if let fault { $0.sessionFaults.append(fault) } }
      if case .success(var result) = again {
        result.attempts = [.timeout, result.verdict]
        again = .success(result)
      }
      take(again, at: index, shared, report)
    }
    let done = shared.withLock { $0 }
    if let failure = done.failure { throw failure }
    return Outcome(
      ready: ready, results: done.results.compactMap { $0 }, notRun: notRun,
      sessionFaults: (firstFault.map { [$0] } ?? [])
        + done.sessionFaults.sorted { $0.session.precedesInBytes($1.session) },
      notReachedCount: done.results.count { $0 == nil })
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
    _ report: (@Sendable (RunResult) -> Void)?
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
        report?(result)
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

  /// Ends a session in which nothing is left to do; returns what was wrong with its end. One that
  /// is interrupted is killed.
  fileprivate func finish(_ process: AdapterProcess, _ name: String) -> SessionFault? {
    if isInterrupted {
      process.kill()
      return nil
    }
    let errorStart = errorByteCount(of: name)
    var fault: SessionFault?
    do throws(Breakdown) {
      try process.end()
    } catch {
      if isInterrupted { return nil }
      let text = standardError(of: name, from: errorStart)
      fault = SessionFault(session: name, error, standardError: text.isEmpty ? nil : text)
    }
    if fault != nil || keepsAllLines {
      keep(process.lines, standardError: fault?.standardError, in: "sessions", name: name)
    }
    return fault
  }

  private func errorPath(of session: String) -> String { "\(workFolder)/\(session)/stderr" }

  /// How much the adapter has written to standard error in a session.
  fileprivate func errorByteCount(of session: String) -> Int {
    ((try? FileSystem.status(errorPath(of: session))) ?? nil).map { Int($0.byteCount) } ?? 0
  }

  /// What the adapter wrote to standard error, at most the last 4,096 bytes.
  fileprivate func standardError(of session: String, from start: Int) -> String {
    guard let bytes = try? FileSystem.read(errorPath(of: session)), bytes.count > start else {
      return ""
    }
    return String(decoding: bytes[start...].suffix(4096), as: UTF8.self)
  }

  /// Puts lines into the report, if there is one.
  fileprivate func keep(
    _ lines: [UInt8], standardError: String?, in folder: String, name: String
  ) {
    guard let reportFolder else { return }
    let path = "\(reportFolder)/\(folder)"
    // The report is a help; that it cannot be written is no verdict.
    _ = try? FileSystem.createDirectories(path)
    try? FileSystem.write(lines, to: "\(path)/\(name).ndjson")
    if let standardError {
      try? FileSystem.write(Array(standardError.utf8), to: "\(path)/\(name).stderr")
    }
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

  /// Does one run in the process, which is started if there is none.
  mutating func result(of planned: PlannedRun) -> Result<RunResult, SuiteExecutionError> {
    let start = MonotonicClock.seconds()
    let errorStart = run.errorByteCount(of: name)
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
    if run.measuresMemory { result.peakByteCount = process?.peakByteCount() }
    if let difference = judgement.differences.first {
      result.difference = RunResult.FirstDifference(difference, of: planned)
    }
    if judgement.verdict != .pass {
      result.repro = "\(run.reproCommand) --only '\(planned.name)'"
      let text = run.standardError(of: name, from: errorStart)
      if !text.isEmpty { result.standardError = text }
    }
    if judgement.verdict != .pass || run.keepsAllLines, let lines = process?.lines {
      run.keep(
        lines, standardError: result.standardError, in: "runs/\(planned.conformanceCase.id)",
        name: planned.permutation.description)
    }
    switch judgement.verdict {
    case .crash, .timeout, .protocol:
      process?.kill()
      process = nil
    default: process?.forgetLines()
    }
    return .success(result)
  }

  private mutating func judge(_ planned: PlannedRun) throws -> Judgement {
    let process: AdapterProcess
    do {
      process = try self.process ?? run.start(name)
      self.process = process
      if run.measuresMemory { try process.beginPeak() }
    } catch let breakdown as Breakdown {
      return Judgement(breakdown)
    }
    runCount += 1
    // The adapter learns nothing from the name of a folder.
    let folder = "r\(runCount)"
    let path = "\(process.folder)/\(folder)"
    defer { try? FileSystem.removeTree(path) }
    return try CaseRunner.run(
      planned.conformanceCase, planned.permutation, on: process,
      in: RunFolder(path: path, name: folder), deadline: Int(run.deadlines.reply * 1000))
  }

  /// Ends the session, if there is one; returns what was wrong with its end.
  mutating func finish() -> SessionFault? {
    guard let process else { return nil }
    self.process = nil
    return run.finish(process, name)
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
    self.init(
      place: difference.place, expected: difference.expected, found: difference.found)
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
