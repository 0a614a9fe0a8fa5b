import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeSync
import FlatFiles
import Logging
import Synchronization

/// Prints what becomes of tasks: JSON for programs, a line for people.
final class SyncPrinter: TaskObserver {
  private struct State {
    var progress: SyncProgress
    /// Whether a result could not be written.
    var hasFailed = false
  }

  private let printer: ResultPrinter
  private let log: BatchLog
  private let state: Mutex<State>

  init(_ tasks: [SyncTask], on printer: ResultPrinter) {
    self.printer = printer
    log = BatchLog(printer)
    state = Mutex(State(progress: SyncProgress(tasks)))
  }

  /// Whether a result could not be written.
  var hasFailed: Bool { state.withLock(\.hasFailed) }

  /// Receives the warnings of a task.
  @Sendable func logger(_ task: SyncTask) -> Logger { log.logger(of: Self.name(task)) }

  /// Says which warnings were counted.
  func end() {
    printer.clearProgress()
    log.end()
  }

  func began(_: SyncTask) {}

  func progressed(_ task: SyncTask, _ progress: IngestProgress) {
    guard let bar = printer.bar else { return }
    state.withLock { $0.progress.note(progress, of: task, seconds: MonotonicClock.seconds()) }
    bar.show { state.withLock(\.progress.text) }
  }

  func ended(_ outcome: TaskOutcome) {
    state.withLock { state in
      state.progress.noteEnd(of: outcome.task)
      do throws(ExitCode) {
        try printer.print(outcome)
      } catch {
        state.hasFailed = true
      }
    }
  }

  fileprivate static func name(_ task: SyncTask) -> String {
    "\(task.file.dataType.rawValue) \(task.file.date)"
  }
}

extension ResultPrinter {
  fileprivate func print(_ outcome: TaskOutcome) throws(ExitCode) {
    let name = SyncPrinter.name(outcome.task)
    switch outcome.result {
    case .success where isQuiet: return
    case _ where isJSON:
      clearProgress()
      try printJSON(outcome)
    case .success(let result):
      clearProgress()
      let type = outcome.task.file.dataType.rawValue
      let note = outcome.task.reason == .missing ? "" : "  \(outcome.task.reason.rawValue)"
      try Console.write("\(type) \(Self.line(result))\(note)".escapingControls + "\n")
    case .failure(let failure):
      tell("\(name)  \(failure.code): \(failure.message)")
    }
  }

  /// Prints why nothing could be planned, and returns the status of the command.
  func print(
    _ failure: FlatFileSource.Failure, _ cancellation: Cancellation
  ) throws(ExitCode) -> ExitCode {
    if isJSON { try printJSON(failure) } else { tell(failure.text) }
    if cancellation.isCancelled { return .failed(cancellation) }
    let ending: MirrorEnding = failure.mayHelpToRetry ? .retryLater : .failed
    return ExitCode(ending.exitStatus)
  }
}
