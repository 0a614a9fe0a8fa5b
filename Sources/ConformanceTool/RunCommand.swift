import ArgumentParser
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `barlake-conform run`: judges an implementation.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Judge an implementation through its adapter.",
    discussion: """
      The adapter is started in a folder of its own; words of its command that name something of \
      the current folder are made absolute. Without --only, --area, --rule and --level the whole \
      of the claims is run. What was asked for by name is run exactly, or the exit status is 2. \
      Exit status: 0 everything passed, or failed as the expectations say; 1 something did not; \
      2 the suite, the adapter's command or the arguments are wrong; 3 not every run was done.
      """)

  @Option(
    help: ArgumentHelp(
      "The command that starts the adapter; $CONFORMANCE_ADAPTER by default.",
      valueName: "command"))
  var adapter: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("What is claimed: core by default, and again for more.", valueName: "claim"))
  var claim: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only this case, or one permutation of it.", valueName: "id[@permutation]"))
  var only: [String] = []

  @Option(parsing: .singleValue, help: ArgumentHelp("Only this area.", valueName: "area"))
  var area: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Only cases that assert this rule, or one of this section, such as CSV-4.", valueName: "id"))
  var rule: [String] = []

  @Option(help: ArgumentHelp("Only cases of this level.", valueName: "must|should"))
  var level: ConformanceCase.Level?

  @Option(
    help: ArgumentHelp(
      "Only what did not pass in these results, with their claims.", valueName: "results"))
  var rerunFailed: String?

  @OptionGroup var suiteOptions: SuiteOptions

  @Option(
    help: ArgumentHelp(
      "Where results.ndjson, junit.xml, summary.md and the lines of failed runs go.",
      valueName: "dir"))
  var reportDir: String?

  @Flag(help: "Keep the lines of runs that passed too.")
  var keepLines = false

  @Option(help: ArgumentHelp("Processes at once; by default one per processor.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Stop at the first run that is not as expected.")
  var failFast = false

  @Flag(
    help: ArgumentHelp(
      "Measure memory too, in the cases that have a budget: it is judged where bounded-memory is "
        + "claimed, and published otherwise. This takes minutes."))
  var memory = false

  @Flag(help: "The same, and fail where this machine does not let memory be measured.")
  var requireMemory = false

  @Option(help: ArgumentHelp("Failures that are known, each with a reason.", valueName: "file"))
  var expectations: String?

  @Option(
    help: ArgumentHelp(
      "Whom to ask about the results: a name, an address. It is written into them.",
      valueName: "text"))
  var contact: String?

  func validate() throws {
    if let contact, !ResultFile.Header.isContact(contact) {
      throw ValidationError("--contact is a text of 1 to 200 characters.")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is at least 1.") }
    if rerunFailed != nil, !only.isEmpty {
      throw ValidationError("--rerun-failed and --only exclude each other.")
    }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let start = MonotonicClock.seconds()
    let started = Date().formatted(.iso8601)
    let suite = try suiteOptions.load()
    do {
      let (selection, command) = (try selection(of: suite.version), try command())
      let runs = try selection.runs(of: suite)
      let budgets = try selection.budgets(of: suite)
      let folder = try WorkFolder()
      defer { folder.remove() }
      var execution = SuiteExecution(
        suite: suite, adapter: try AdapterCommand(command, in: FileSystem.currentDirectory),
        runs: runs, workFolder: folder.path)
      execution.jobs = jobs ?? Workers.processorCount
      execution.stopsAtFailure = failFast
      execution.keepsAllLines = keepLines
      execution.reportFolder = reportDir.map(FileSystem.absolute)
      execution.reproCommand = reproCommand(command)
      execution.cancellation = cancellation
      if let expectations {
        execution.expectations = try Expectations(
          path: expectations, today: String(started.prefix(10)))
        let unknown = execution.expectations.unknown(in: suite)
        if !unknown.isEmpty {
          throw Refusal(
            "expectations about no run of the suite: \(unknown.joined(separator: ", "))"
          )
        }
      }
      let slowness = Calibration.factor()
      execution.deadlines = AdapterProcess.Deadlines().scaled(by: slowness)
      let probe = Calibration.probe()
      execution.measuresMemory = probe != nil
      try removeOldLines()
      let claims = try selection.claims(of: suite)
      let claimed = try selection.features(of: suite)
      let judged = budgets.filter { $0.requirements.isSubset(of: claimed) }
      let progress = RunProgress(count: runs.count + judged.count)
      var outcome = try execution.run { progress.show($0) }
      if !budgets.isEmpty {
        try measure(budgets, claimed, like: execution, into: &outcome) { progress.show($0) }
      }
      progress.end()
      let scores = claims.map {
        ClaimScore($0, outcome, of: runs + judged, isPartial: selection.isPartial)
      }
      let file = ResultFile(
        header: ResultFile.Header(
          suite: suite, command: command, ready: outcome.ready, selection: selection,
          slowness: slowness, probeByteCount: probe, started: started, contact: contact),
        results: outcome.results, notRun: outcome.notRun, memory: outcome.memory,
        footer: ResultFile.Footer(
          outcome, claims: scores, seconds: MonotonicClock.seconds() - start))
      try write(file)
      try Console.write(RunReport.text(of: file))
      try finish(file, stale: staleExpectations(execution.expectations, outcome))
    } catch {
      // The adapter had not answered the greeting yet, so there is nothing to report.
      if cancellation.isCancelled, error is SuiteExecutionError {
        Console.tell("incomplete: interrupted before the first run\n")
        throw ExitCode.incomplete
      }
      throw ExitCode.suite(error)
    }
  }

  /// Measures memory, with nothing else at work, if the meter is right on this machine.
  private func measure(
    _ runs: [PlannedRun], _ claimed: Set<AdapterFeature>, like execution: SuiteExecution,
    into outcome: inout SuiteExecution.Outcome, _ report: (RunResult) -> Void
  ) throws {
    var budgets = BudgetExecution(
      suite: execution.suite, adapter: execution.adapter, runs: runs, claimed: claimed,
      workFolder: execution.workFolder)
    budgets.deadlines = execution.deadlines
    budgets.expectations = execution.expectations
    budgets.stopsAtFailure = failFast
    budgets.reproCommand = execution.reproCommand
    budgets.cancellation = execution.cancellation
    let probe = try AdapterCommand(
      AllocationProbeCommand.command, in: FileSystem.currentDirectory)
    budgets.meterProblem =
      MemoryCalibration.run(
        probe, in: execution.workFolder, suite: execution.suite.version,
        deadlines: execution.deadlines
      ).problem
    try budgets.run(into: &outcome, report: report)
  }

  /// Ends with the status that the results have.
  private func finish(_ file: ResultFile, stale: [String]) throws {
    if !file.footer.isComplete { throw ExitCode.incomplete }
    let isUnmeasured = file.memory.contains { $0.verdict == .unmeasurable }
    if isUnmeasured, requireMemory { throw ExitCode.failure }
    for name in stale { Console.tell("Error: an expectation about \(name), which was not run\n") }
    // That this machine cannot measure is nobody's failure; but a claim was not judged.
    let isAsExpected =
      file.results.allSatisfy { $0.isAsExpected || $0.verdict == .unmeasurable } && stale.isEmpty
      && file.footer.sessionFaults.isEmpty
    // Without expectations a claim needs all that it means; with them it is known what is missing.
    let isWhole = expectations != nil || file.notRun.isEmpty
    let lacks = file.footer.claims.contains { !$0.missing.isEmpty } && !file.header.isPartial
    if !isAsExpected || !isWhole || (lacks && expectations == nil) { throw ExitCode.failure }
    if file.results.contains(where: { $0.verdict == .unmeasurable }) { throw ExitCode.incomplete }
  }

  /// Entries about runs of this selection that the adapter does not support any longer.
  private func staleExpectations(
    _ expectations: Expectations, _ outcome: SuiteExecution.Outcome
  ) -> [String] {
    let notRun = Set(outcome.notRun.map { ExactText($0.name) })
    return expectations.entries.map(\.match).filter { notRun.contains(ExactText($0)) }
  }

  private func command() throws -> String {
    let command = adapter ?? ProcessInfo.processInfo.environment["CONFORMANCE_ADAPTER"]
    guard let command, !command.isEmpty else {
      throw ValidationError("Name the adapter's command with --adapter, or in CONFORMANCE_ADAPTER.")
    }
    return command
  }

  /// What to run of the suite of this version.
  private func selection(of version: String) throws -> Selection {
    var selection = Selection()
    if !claim.isEmpty { selection.claims = claim }
    selection.only = only
    selection.areas = area
    selection.rules = rule
    selection.level = level
    selection.measuresMemory = memory || requireMemory
    if let rerunFailed {
      let earlier = try ResultFile(path: rerunFailed)
      if !earlier.header.suite.version.isSame(as: version) {
        throw Refusal(
          "\(rerunFailed) has results of the suite \(earlier.header.suite.version), and this is "
            + version)
      }
      if claim.isEmpty { selection.claims = earlier.header.claims }
      selection.only = earlier.results.filter { !$0.isAsExpected }.map(\.name)
      if selection.only.isEmpty {
        throw Refusal("nothing failed in \(rerunFailed)")
      }
    }
    return selection
  }

  /// What does a run again, in any folder.
  private func reproCommand(_ command: String) -> String {
    func quoted(_ text: String) -> String {
      "'" + text.parts(separatedBy: "'").joined(separator: "'\\''") + "'"
    }
    let program = CommandLine.arguments.first ?? "barlake-conform"
    let claims = claim.map { " --claim \($0)" }.joined()
    let suite = suiteOptions.given.map { " --suite \(quoted($0))" } ?? ""
    let measuring = requireMemory ? " --require-memory" : memory ? " --memory" : ""
    return "cd \(quoted(FileSystem.currentDirectory)) && \(quoted(program)) run "
      + "--adapter \(quoted(command))\(claims)\(suite)\(measuring)"
  }

  /// Lines of an earlier run would be taken for those of this one.
  private func removeOldLines() throws {
    guard let reportDir, try FileSystem.status("\(reportDir)/results.ndjson") != nil else { return }
    for name in ["runs", "sessions"] { try FileSystem.removeTree("\(reportDir)/\(name)") }
  }

  private func write(_ file: ResultFile) throws {
    guard let reportDir else { return }
    _ = try FileSystem.createDirectories(reportDir)
    try FileSystem.write(try file.bytes(), to: "\(reportDir)/results.ndjson")
    try FileSystem.write(Array(JUnitReport.text(of: file).utf8), to: "\(reportDir)/junit.xml")
    try FileSystem.write(
      Array(MarkdownSummary.text(of: file).utf8), to: "\(reportDir)/summary.md")
  }
}

extension ConformanceCase.Level: ExpressibleByArgument {}
