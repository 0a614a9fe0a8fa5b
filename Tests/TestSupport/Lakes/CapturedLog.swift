package import Logging
internal import Synchronization

/// What is written to a log.
package final class CapturedLog: Sendable {
  private let entries = Mutex<[String]>([])

  package init() {}

  /// The entries so far, as `level: message`.
  package var lines: [String] { entries.withLock { $0 } }

  package var warnings: [String] { lines.filter { $0.hasPrefix("warning: ") } }

  /// A logger that writes here, of every level.
  package var logger: Logger {
    Logger(label: "test") { _ in Handler(log: self) }
  }

  private struct Handler: LogHandler {
    let log: CapturedLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.entries.withLock { $0.append("\(event.level): \(event.message)") }
    }
  }
}
