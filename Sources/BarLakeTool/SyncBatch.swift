import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeSync
import FlatFiles

/// Runs the tasks of one command line, and prints what becomes of them.
struct SyncBatch {
  private let runner: TaskRunner
  private let tasks: [SyncTask]
  private let tally: SyncTally
  private let options: RunningOptions
  private let printer: ResultPrinter
  private let cancellation: Cancellation

  init(
    _ tasks: [SyncTask], with runner: TaskRunner, countedIn tally: SyncTally,
    options: RunningOptions, printer: ResultPrinter, cancellation: Cancellation
  ) {
    self.tasks = tasks
    self.runner = runner
    self.tally = tally
    self.options = options
    self.printer = printer
    self.cancellation = cancellation
  }

  /// Runs the tasks. Returns how that ended, and the status of the command.
  func run() throws(ExitCode) -> (ending: TaskPool.Ending, status: ExitCode) {
    let events = try printer.result(cancellation) { () throws(IngestError) in
      try options.openEvents()
    }
    let start = MonotonicClock.seconds()
    let lines = SyncPrinter(tasks, on: printer)
    var observers: [any TaskObserver] = [tally, lines]
    if let events { observers.append(events) }
    let pool = TaskPool(
      tasks, with: runner, atOnce: options.jobs, cancellation: cancellation, observers: observers)
    let body = { pool.run(logger: lines.logger) }
    let ending = events?.reporting(body) ?? body()
    lines.end()
    let seconds = MonotonicClock.elapsed(since: start)
    if printer.isJSON {
      try printer.printJSON(tally.summary(ending, seconds: seconds))
    } else if !printer.isQuiet || !tally.isAsItShouldBe || ending != .whole {
      for line in tally.lines(ending, seconds: seconds) { printer.tell(line) }
    }
    if let error = events?.error { printer.tell("warning: events are missing: \(error)") }
    return (ending, status(ending, hasFailed: lines.hasFailed || events?.error != nil))
  }

  private func status(_ ending: TaskPool.Ending, hasFailed: Bool) -> ExitCode {
    if cancellation.isCancelled, ending != .whole || tally.isInterrupted {
      return .failed(cancellation)
    }
    if hasFailed { return .failure }
    return ExitCode(tally.ending.exitStatus)
  }
}
