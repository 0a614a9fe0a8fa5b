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

  var logger: Logger {
    Logger(label: "barlake") { _ in
      StandardErrorLog { [self] level, text in
        let isNew = state.withLock { state in
          level != .warning || state.warnings.note(text, date: state.date)
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
