import BarLakeBytes
import Logging

/// Passes log events from level `notice` on to a function, each as a line.
struct StandardErrorLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .notice
  private let tell: @Sendable (Logger.Level, String) -> Void

  init(_ tell: @escaping @Sendable (Logger.Level, String) -> Void) {
    self.tell = tell
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { tell(event.level, "\(event.message)".escapingControls) }
}
