import BarLakeBytes
import BarLakeCommandSupport
import Synchronization

/// One line on the terminal that shows the progress of a command.
final class ProgressBar: Sendable {
  private struct State {
    var lastShown: ContinuousClock.Instant?
    var width = 0
  }

  private let state = Mutex(State())
  private static let interval = Duration.milliseconds(100)

  /// Shows the text that `body` makes, unless one was shown less than a tenth of a second ago.
  func show(_ body: () -> String?) {
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastShown, last.duration(to: now) < Self.interval { return }
      guard let text = body() else { return }
      state.lastShown = now
      let padding = String(repeating: " ", count: max(state.width - text.count, 0))
      state.width = text.count
      Console.overwriteLine(with: text + padding)
    }
  }

  /// Removes the line.
  func clear() { state.withLock { Self.clear(&$0) } }

  /// Writes lines of text to standard error, without the line of progress among them.
  func tell(_ text: String) {
    state.withLock { state in
      Self.clear(&state)
      Console.tell(text)
    }
  }

  private static func clear(_ state: inout State) {
    if state.width > 0 {
      Console.overwriteLine(with: String(repeating: " ", count: state.width))
      Console.overwriteLine(with: "")
    }
    state = State()
  }
}
