import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeSync
import LakeInspection

/// `barlake sync`: ingests what a lake lacks of what a source has.
struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Fetch and ingest the dates that a lake lacks.",
    discussion: """
      The dates are those of barlake plan. Each is ingested while its file arrives; several are at \
      work at once. The same call, made again, goes on where one was stopped, and several may run \
      at once. A date that is done from a file that the vendor has replaced since is reported, and \
      replaced with --on-existing update. Exit status: 0 if everything that the source has is \
      done; 75 if something is not there or failed, and only trying again later may help; 1 after \
      another error; 64 for a wrong command line; 129, 130 or 143 after an interruption; any other \
      is a failure, too.
      """)

  @OptionGroup var options: SyncOptions

  @OptionGroup var running: RunningOptions

  @Flag(help: "Print what would be done, and change nothing.")
  var dryRun = false

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: running.json, isQuiet: running.quiet)
    let request = try printer.result(cancellation) { () throws(IngestError) in
      try options.request(today: .today, cancellation)
    }
    let source = try options.flatFiles(printer, cancellation)
    defer { source.shutdown(cancellation) }
    let plan = try options.plan(request, from: source, printer, cancellation)
    if !running.quiet {
      for note in plan.notes { printer.tell("note: \(note)") }
    }
    if plan.tasks.isEmpty, request.expectedDays.isEmpty, !running.quiet {
      printer.tell("there is no trading day in this range")
    }
    if dryRun { return try printer.print(plan) }
    try printer.printRefused(plan)
    try printer.result(cancellation) { () throws(IngestError) in
      try Leftovers.remove(for: request, cancellation: cancellation)
    }
    let tally = SyncTally(plan)
    let (ending, status) = try SyncBatch(
      plan.tasks,
      with: TaskRunner(
        request.work, from: source, atOnce: running.jobs, takesReplaced: true,
        cancellation: cancellation),
      countedIn: tally, options: running, printer: printer, cancellation: cancellation
    ).run()
    // Where there was nothing to ingest, there may be no lake.
    for type in request.dataTypes where (try? FileSystem.status(request.work.lake)) != nil {
      do throws(IngestError) {
        try tally.record(
          of: type, ending, request, from: source, ended: UTCTime.now
        ).write(root: request.work.lake)
      } catch {
        printer.tell("warning: the record of this sync is not in the lake: \(error.message)")
      }
    }
    if status != .success { throw status }
  }
}

extension ResultPrinter {
  /// Prints what a plan would do: its lines as JSON, or a line per date for people.
  fileprivate func print(_ plan: SyncPlan) throws(ExitCode) {
    if isJSON {
      try Console.write(PlanFile.lines(plan).map { $0 + "\n" }.joined())
      return
    }
    for task in plan.tasks {
      let parts = [
        task.file.dataType.rawValue, "\(task.file.date)", "would_ingest",
        task.reason.rawValue, ByteCountText.text(task.file.byteCount), task.file.key,
      ]
      try Console.write(parts.joined(separator: "  ").escapingControls + "\n")
    }
    try printRefused(plan)
    for line in SyncTally(plan).lines(.whole, seconds: 0).dropLast() { tell(line) }
  }

  /// Prints what there is and cannot be used.
  fileprivate func printRefused(_ plan: SyncPlan) throws(ExitCode) {
    for note in plan.others {
      switch note.content {
      case .refused(let error):
        if isJSON { try printJSON(note) } else { try print(error) }
      case .unsupported, .reissued, .notPublished, .awaited: if isJSON { try printJSON(note) }
      }
    }
  }
}
