import BarLakeDateBatches
import Logging
import Synchronization

/// Writes what the library logs to standard error. Warnings that are alike are said for one date of
/// a batch, and counted for the others.
final class BatchLog: Sendable {
  private struct State {
    var date: String?
    var warnings = RepeatedWarnings()
  }

  private let state = Mutex(State())
  private let printer: ResultPrinter

  init(_ printer: ResultPrinter) {
    self.printer = printer
  }

  /// A logger of what is about the date that was begun last.
  var logger: Logger { logger(of: nil) }

  /// A logger of what is about `date`; nil for the date that was begun last.
  func logger(of date: String?) -> Logger {
    Logger(label: "barlake") { _ in
      StandardErrorLog { [self] level, text in
        let isNew = state.withLock { state in
          level != .warning || state.warnings.note(text, date: date ?? state.date)
        }
        if isNew { printer.tell("\(level): \(text)") }
      }
    }
  }

  /// Notes the date that what follows is about.
  func begin(_ date: String) { state.withLock { $0.date = date } }

  /// Says what was counted.
  func end() {
    for line in state.withLock({ $0.warnings.lines }) { printer.tell("warning: \(line)") }
  }
}
