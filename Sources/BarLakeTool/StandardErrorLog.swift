import BarLakeBytes
import BarLakeCommandSupport
import Logging

/// Writes log events from level `notice` on as lines on standard error.
struct StandardErrorLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .notice

  static let logger = Logger(label: "barlake") { _ in StandardErrorLog() }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    Console.tell("\(event.level): \(event.message)".escapingControls + "\n")
  }
}
