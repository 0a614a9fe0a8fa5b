import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import Synchronization

/// One line on the terminal that shows the progress of a command.
final class ProgressBar: Sendable {
  private struct State {
    var start = ContinuousClock.now
    var lastShown: ContinuousClock.Instant?
    var width = 0
  }

  private let state = Mutex(State())
  private static let interval = Duration.milliseconds(100)

  /// Shows the text that `body` makes of the seconds since the first call, unless one was shown
  /// less than a tenth of a second ago.
  func show(_ body: (Double) -> String) {
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastShown, last.duration(to: now) < Self.interval { return }
      if state.lastShown == nil { state.start = now }
      state.lastShown = now
      let text = body(Text.seconds(state.start.duration(to: now)))
      let padding = String(repeating: " ", count: max(state.width - text.count, 0))
      state.width = text.count
      Console.overwriteLine(with: text + padding)
    }
  }

  /// Removes the line; the next date starts again.
  func clear() {
    state.withLock { state in
      if state.width > 0 {
        Console.overwriteLine(with: String(repeating: " ", count: state.width))
        Console.overwriteLine(with: "")
      }
      state = State()
    }
  }

  /// The progress of an ingest: bytes, rows per second, and the time left.
  static func text(_ progress: IngestProgress, seconds: Double) -> String {
    let read = ByteCountText.text(progress.sourceByteCount)
    let rate = seconds > 0 ? Int(Double(progress.rowCount) / seconds) : 0
    guard let known = progress.knownByteCount, known > 0 else {
      return "\(read)  \(rate) rows/s"
    }
    let share = min(Double(progress.sourceByteCount) / Double(known), 1)
    let filled = Int(share * 20)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
    let left = share > 0 ? Int(seconds * (1 - share) / share + 0.5) : 0
    return "[\(bar)] \(read) of \(ByteCountText.text(known))  \(rate) rows/s  \(left) s left"
  }
}
