package import BarLakeAdapterProtocol
package import BarLakeBytes
package import BarLakeConformanceKit

/// Measures the memory of one adapter in one case, in processes of its own.
///
/// Source: `docs/spec.md`, MEM-7.
package struct BudgetMeasurement {
  package var run: PlannedRun
  package var budget: MemoryBudget
  package var adapter: AdapterCommand
  package var suite: String
  package var kind: Request.Kind
  package var deadlines: AdapterProcess.Deadlines
  /// An empty folder.
  package var folder: String
  package var cancellation: Cancellation?

  package init(
    run: PlannedRun, budget: MemoryBudget, adapter: AdapterCommand, suite: String,
    kind: Request.Kind, deadlines: AdapterProcess.Deadlines, folder: String
  ) {
    self.run = run
    self.budget = budget
    self.adapter = adapter
    self.suite = suite
    self.kind = kind
    self.deadlines = deadlines
    self.folder = folder
  }

  /// Why a measurement is over.
  private enum Obstacle: Error {
    case breakdown(Breakdown)
    case refused(String)
    case unmeasurable(String)
    case suite(SuiteError)
  }

  /// Ingests that take longer are measured once: a slow adapter has its figures within the hour.
  private static let slowSeconds = 30.0
  /// How many seconds longer than other requests an ingest may take for each mebibyte.
  private static let secondsPerMebibyte = 2.0

  /// Measures, and fills in `result`. Throws where the suite is at fault.
  package func measure(into result: inout MemoryResult) throws(SuiteError) {
    do throws(Obstacle) {
      if let repetitions = budget.repetitions {
        try measureLeak(repetitions, &result)
      } else {
        try measureGrowth(&result)
      }
    } catch {
      switch error {
      case .breakdown(let breakdown):
        let judgement = Judgement(breakdown)
        (result.verdict, result.problem) = (judgement.verdict, judgement.problem)
      case .refused(let text): fail(&result, .fail, "ingest", "success", text)
      case .unmeasurable(let text): (result.verdict, result.problem) = (.unmeasurable, text)
      case .suite(let error): throw error
      }
    }
  }

  private func fail(
    _ result: inout MemoryResult, _ verdict: Verdict, _ place: String, _ expected: String,
    _ found: String
  ) {
    result.verdict = verdict
    result.difference = RunResult.FirstDifference(
      place: place, expected: expected, found: found)
  }

  private static func mebibytes(_ byteCount: Int) -> String {
    "\(MemoryLines.mebibytes(byteCount)) MiB"
  }

  // MARK: Growth

  private func measureGrowth(_ result: inout MemoryResult) throws(Obstacle) {
    let warmUp = try write(budget.recipe.warmUpFile, "warm-up")
    var inputs: [Input] = []
    for input in budget.inputs { inputs.append(try write(input)) }
    var rounds = [[MemoryResult.Point]](repeating: [], count: inputs.count)
    var isSlow = false
    for round in 1...MemoryBudget.roundCount {
      for (index, input) in inputs.enumerated() {
        let start = MonotonicClock.seconds()
        rounds[index].append(try measuredOnce(input, after: warmUp))
        if MonotonicClock.seconds() - start > Self.slowSeconds { isSlow = true }
        summarize(rounds, &result)
        if result.isBeyondDoubt { return failCap(&result) }
      }
      // What is far from its limits is clear.
      if isSlow || round == 1 && isFar(result) { break }
    }
    if let most = result.most, most > budget.capByteCount { return failCap(&result) }
    if let slope = result.slope, slope > MemoryBudget.slopeLimit {
      return fail(
        &result, .overBudget, "memory, slope", "at most \(MemoryBudget.slopeLimit) MiB per MiB",
        "\(slope)")
    }
    try survive(inputs[inputs.count - 1], after: warmUp, &result)
  }

  private func failCap(_ result: inout MemoryResult) {
    fail(
      &result, .overBudget, "memory, cap", "at most \(Self.mebibytes(budget.capByteCount))",
      Self.mebibytes(result.most ?? 0))
  }

  private func isFar(_ result: MemoryResult) -> Bool {
    guard let most = result.most, let slope = result.slope else { return false }
    return most <= budget.capByteCount / 2 && slope <= MemoryBudget.slopeLimit / 2
      || most > budget.capByteCount * 2
  }

  private func summarize(_ rounds: [[MemoryResult.Point]], _ result: inout MemoryResult) {
    result.series = rounds.compactMap { points in
      let sorted = points.sorted { $0.growth < $1.growth }
      return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }
    guard let small = result.series.first, let large = result.series.last,
      large.csvByteCount > small.csvByteCount
    else { return }
    let slope =
      Double(large.growth - small.growth) / Double(large.csvByteCount - small.csvByteCount)
    result.slope = (slope * 10_000).rounded() / 10_000
  }

  /// One ingest in a process of its own, after a small one.
  private func measuredOnce(
    _ input: Input, after warmUp: Input
  ) throws(Obstacle) -> MemoryResult.Point {
    let process = try start()
    defer { process.kill() }
    try self.warmUp(process, warmUp)
    let meter = process.meter()
    defer { meter.stop() }
    guard let baseline = meter.begin() else { throw .unmeasurable("the system does not tell") }
    try ingest(input, "o", on: process)
    guard let peak = meter.end() else { throw .unmeasurable("the system does not tell") }
    try removeLake("o")
    return MemoryResult.Point(
      csvByteCount: input.summary.byteCount, peakByteCount: peak, baselineByteCount: baseline)
  }

  /// The right table under the hard limit (MEM-7.3).
  private func survive(
    _ input: Input, after warmUp: Input, _ result: inout MemoryResult
  ) throws(Obstacle) {
    let process = try start()
    defer { process.kill() }
    try self.warmUp(process, warmUp)
    guard process.limitGrowth(to: budget.hardLimitByteCount) else {
      throw .unmeasurable("the system does not limit the memory of another process")
    }
    result.hasSurvived = false
    do throws(Obstacle) {
      try ingest(input, "o", on: process)
    } catch {
      let found: String
      switch error {
      case .breakdown(let breakdown) where breakdown.kind == .crash: found = breakdown.problem
      case .refused(let text): found = text
      default: throw error
      }
      return fail(
        &result, .overBudget, "memory, survival",
        "success within \(Self.mebibytes(budget.hardLimitByteCount)) more", found)
    }
    try check(input, "o", &result)
    result.hasSurvived = result.verdict == .pass
  }

  /// Compares the lake with the recipe, and removes it.
  private func check(
    _ input: Input, _ lake: String, _ result: inout MemoryResult
  ) throws(Obstacle) {
    let difference: Difference?
    do throws(SuiteError) {
      difference = try input.file.firstDifference(ofLakeUnder: "\(cwd)/\(lake)", budget)
    } catch {
      throw .suite(error)
    }
    if let difference {
      fail(&result, .fail, difference.place, difference.expected, difference.found)
    }
    try removeLake(lake)
  }

  // MARK: Leaks

  private func measureLeak(
    _ repetitions: Int, _ result: inout MemoryResult
  ) throws(Obstacle) {
    let warmUp = try write(budget.recipe.warmUpFile, "warm-up")
    let input = try write(budget.inputs[0])
    let process = try start()
    defer { process.kill() }
    try self.warmUp(process, warmUp)
    let meter = process.meter()
    defer { meter.stop() }
    for number in 1...repetitions {
      guard let baseline = meter.begin() else { throw .unmeasurable("the system does not tell") }
      let lake = "o\(number)"
      try ingest(input, lake, on: process)
      try ask(.settle, process)
      guard let peak = meter.end() else { throw .unmeasurable("the system does not tell") }
      result.series.append(
        MemoryResult.Point(
          csvByteCount: number * input.summary.byteCount, peakByteCount: peak,
          baselineByteCount: baseline))
      if number == repetitions { try check(input, lake, &result) } else { try removeLake(lake) }
    }
    func median(_ points: some Sequence<MemoryResult.Point>) -> Int {
      let sorted = points.map(\.baselineByteCount).sorted()
      return sorted[sorted.count / 2]
    }
    let leak =
      median(result.series.suffix(MemoryBudget.comparedCount))
      - median(result.series.prefix(MemoryBudget.comparedCount))
    result.leakByteCount = leak
    if result.verdict != .pass { return }
    if let most = result.most, most > budget.capByteCount {
      failCap(&result)
    } else if leak > MemoryBudget.leakLimit {
      fail(
        &result, .overBudget, "memory, leak", "at most \(Self.mebibytes(MemoryBudget.leakLimit))",
        Self.mebibytes(leak))
    }
  }

  // MARK: The adapter

  /// A file that was written for the adapter.
  private struct Input {
    var file: BarFile
    var summary: BarFile.Summary
    /// For the adapter.
    var path: String
  }

  private var cwd: String { "\(folder)/cwd" }

  private func write(_ input: MemoryBudget.Input) throws(Obstacle) -> Input {
    let written = try write(budget.recipe.file(times: input.times), "\(input.times)")
    if written.summary.byteCount != input.byteCount
      || !written.summary.sha256.isSame(as: input.sha256)
    {
      throw .suite(
        SuiteError(
          path: "\(run.conformanceCase.folder)/case.json",
          problem: "the recipe gives \(written.summary.byteCount) bytes with the SHA-256 "
            + "\(written.summary.sha256) for \(input.times) times"))
    }
    return written
  }

  private func write(_ file: BarFile, _ name: String) throws(Obstacle) -> Input {
    let isGzip = run.permutation.encoding != .plain
    let path = "\(name).csv\(isGzip ? ".gz" : "")"
    do throws(SystemError) {
      try FileSystem.createDirectories(cwd)
      let summary = try file.write(to: "\(cwd)/\(path)", gzip: isGzip)
      return Input(file: file, summary: summary, path: path)
    } catch {
      throw .suite(SuiteError(error))
    }
  }

  private func removeLake(_ name: String) throws(Obstacle) {
    do throws(SystemError) {
      try FileSystem.removeTree("\(cwd)/\(name)")
    } catch {
      throw .suite(SuiteError(error))
    }
  }

  private func start() throws(Obstacle) -> AdapterProcess {
    var deadlines = deadlines
    let most = budget.inputs.map(\.byteCount).max() ?? 0
    deadlines.reply *= 1 + Double(most >> 20) * Self.secondsPerMebibyte / 30
    do {
      return try AdapterProcess(
        adapter, in: cwd, errorPath: "\(folder)/stderr", suite: suite, deadlines: deadlines,
        cancellation: cancellation)
    } catch let breakdown as Breakdown {
      throw .breakdown(breakdown)
    } catch {
      throw .suite(SuiteError(path: cwd, problem: "\(error)"))
    }
  }

  @discardableResult
  private func ask(
    _ operation: Request.Operation, _ process: AdapterProcess
  ) throws(Obstacle) -> Reply.Content {
    let outcome: Reply.Outcome
    do throws(Breakdown) {
      outcome = try process.outcome(of: operation)
    } catch {
      throw .breakdown(error)
    }
    if let fault = outcome.fault(as: operation) { throw .breakdown(Breakdown(.protocol, fault)) }
    switch outcome {
    case .success(let content): return content
    case .error(let error): throw .refused("\(error)")
    case .unsupported(let feature): throw .refused("unsupported, \(feature.rawValue)")
    }
  }

  /// What a process takes once, for its first ingest, it has after a small one.
  private func warmUp(_ process: AdapterProcess, _ input: Input) throws(Obstacle) {
    try ingest(input, "warm-up", on: process)
    try removeLake("warm-up")
    try ask(.settle, process)
  }

  /// One ingest into a new lake, by an ingestor of its own.
  private func ingest(
    _ input: Input, _ lake: String, on process: AdapterProcess
  ) throws(Obstacle) {
    var config = budget.config
    if kind == .streaming, let size = run.permutation.chunkSize {
      config["chunk_size"] = .integer(size)
    }
    try ask(
      .open(
        Request.Open(
          ingestor: lake, kind: kind, dataType: MemoryBudget.dataType, out: lake, config: config)),
      process)
    let content = try ask(
      .ingest(
        Request.Ingest(
          ingestor: lake, entry: .ingestDate, date: MemoryBudget.date, input: input.path,
          symbols: nil, deadline: Int(process.deadlines.reply * 1000))), process)
    let records = content.result?["records"]
    if records != .integer(input.file.rowCount) {
      throw .refused("records: \(records ?? .null), not \(input.file.rowCount)")
    }
    try ask(.close(ingestor: lake), process)
  }
}
