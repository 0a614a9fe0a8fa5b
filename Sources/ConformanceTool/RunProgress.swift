import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning
import Synchronization

/// One line on the terminal that says how far a run is: done, failed, time left. Runs that are not
/// as expected are reported as they come.
final class RunProgress: Sendable {
  private struct State {
    var done = 0
    var failed = 0
    var lastShown = 0.0
    var width = 0
  }

  private let count: Int
  private let start = MonotonicClock.seconds()
  private let state = Mutex(State())
  private static let interval = 0.1
  /// More failures than that are counted only; the report has them all.
  private static let shownFailureCount = 20

  init(count: Int) { self.count = count }

  func show(_ result: RunResult) {
    state.withLock { state in
      state.done += 1
      if !result.isAsExpected {
        state.failed += 1
        if state.failed <= Self.shownFailureCount {
          Self.clear(&state)
          Console.tell("\(result.verdict.rawValue)  \(result.name)\n    \(result.summary)\n")
        }
      }
      let now = MonotonicClock.seconds()
      guard StandardStream.error.isTerminal, now - state.lastShown > Self.interval else { return }
      state.lastShown = now
      let left = (now - start) / Double(state.done) * Double(max(count - state.done, 0))
      let text =
        "\(state.done) of \(count) done, \(state.failed) failed, \(Int(left.rounded())) s left"
      Console.overwriteLine(
        with: text + String(repeating: " ", count: max(state.width - text.count, 0)))
      state.width = text.count
    }
  }

  /// Takes the line away, and tells how many failures were not shown.
  func end() {
    state.withLock { state in
      Self.clear(&state)
      let left = state.failed - Self.shownFailureCount
      if left > 0 { Console.tell("and \(left) more; --report-dir keeps them all\n") }
    }
  }

  private static func clear(_ state: inout State) {
    if state.width == 0 { return }
    Console.overwriteLine(with: String(repeating: " ", count: state.width))
    Console.overwriteLine(with: "")
    state.width = 0
  }
}
