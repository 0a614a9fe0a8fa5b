import ArgumentParser
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

/// `barlake-conform doctor`: whether the suite works here, and an adapter with it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check that the suite works on this machine, and then that an adapter does.",
    discussion: """
      First the bundled self-test adapter, which answers from the expected tables and needs \
      python3 alone, is run on six cases, and the meter of memory is tried; then, with --adapter, \
      yours. Exit status: 0 all is well, \
      1 your adapter does not work, 2 the suite does not work here, or the command starts no \
      adapter, 3 interrupted.
      """)

  /// Cases that an adapter passes first: a file, gzip, an empty file, a broken record, a filter and
  /// partitions.
  static let smokeCases = [
    "schema.stocks-daily-portable", "gzip.one-member", "csv.empty-file", "csv.ragged-too-few",
    "filter.symbols", "path.symbol-encoded",
  ]

  @Option(
    help: ArgumentHelp("The command that starts your adapter.", valueName: "command"))
  var adapter: String?

  @OptionGroup var suiteOptions: SuiteOptions

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let suite = try suiteOptions.load()
    do {
      let slowness = Calibration.factor()
      try Console.write(
        "suite \(suite.version), \(suite.cases.count) cases, \(suite.folder)\n"
          + "digest \(suite.digest)\n"
          + "deadlines \(Text.fixed(slowness, digits: 1)) times those of the author\n")
      let selftest = "python3 '\(suite.folder)/adapters/selftest/adapter.py' '\(suite.folder)'"
      do {
        guard try passes(selftest, suite, slowness, cancellation, name: "self-test") else {
          throw Refusal("its own adapter does not pass")
        }
      } catch {
        throw Refusal(
          "the suite does not work here: \(error)\nIs python3 3.11 or newer, and is there room in "
            + "the folder for temporary files?")
      }
      try tellMeter(suite, slowness)
      if let adapter, try !passes(adapter, suite, slowness, cancellation, name: "adapter") {
        throw ExitCode.failure
      }
    } catch {
      // Whatever an interruption broke says nothing about the suite or the adapter.
      if cancellation.isCancelled {
        Console.tell("incomplete: interrupted\n")
        throw ExitCode.incomplete
      }
      throw ExitCode.suite(error)
    }
  }

  /// Says whether memory can be measured here. That it cannot is no fault of suite or adapter.
  private func tellMeter(_ suite: Suite, _ slowness: Double) throws {
    let folder = try WorkFolder()
    defer { folder.remove() }
    let probe = try AdapterCommand(
      AllocationProbeCommand.command, in: FileSystem.currentDirectory)
    let outcome = MemoryCalibration.run(
      probe, in: folder.path, suite: suite.version,
      deadlines: AdapterProcess.Deadlines().scaled(by: slowness))
    for measure in outcome.measures {
      try Console.write(
        "meter: \(measure.byteCount >> 20) MiB measured as "
          + "\(Text.fixed(Double(measure.measuredByteCount) / Double(1 << 20), digits: 1))\n")
    }
    if let problem = outcome.problem {
      try Console.write("meter: memory is unmeasurable here: \(problem)\n")
    }
  }

  /// Runs the smoke cases, one permutation each, and says what came of each.
  private func passes(
    _ command: String, _ suite: Suite, _ slowness: Double, _ cancellation: Cancellation,
    name: String
  ) throws -> Bool {
    var selection = Selection()
    selection.only = Self.smokeCases
    var firsts: [String: PlannedRun] = [:]
    for run in try selection.runs(of: suite) where firsts[run.conformanceCase.id] == nil {
      firsts[run.conformanceCase.id] = run
    }
    let folder = try WorkFolder()
    defer { folder.remove() }
    var execution = SuiteExecution(
      suite: suite, adapter: try AdapterCommand(command, in: FileSystem.currentDirectory),
      runs: Self.smokeCases.compactMap { firsts[$0] }, workFolder: folder.path)
    execution.deadlines = AdapterProcess.Deadlines().scaled(by: slowness)
    execution.cancellation = cancellation
    let outcome = try execution.run()
    if cancellation.isCancelled { throw Refusal("interrupted") }
    try Console.write("\(name): \(outcome.ready.engine.name) \(outcome.ready.engine.version)\n")
    for result in outcome.results {
      try Console.write("  \(result.verdict.rawValue)  \(result.name)\n")
      if result.verdict != .pass { try Console.write("    \(result.summary)\n") }
      if let text = result.standardError { try Console.write("    stderr: \(text)\n") }
    }
    for run in outcome.notRun {
      try Console.write(
        "  not run  \(run.name)\n    the adapter does not support \(run.missing.list)\n")
    }
    for line in outcome.sessionFaults.lines { try Console.write("  \(line)\n") }
    return outcome.results.allSatisfy { $0.verdict == .pass } && !outcome.results.isEmpty
      && outcome.sessionFaults.isEmpty
  }
}
