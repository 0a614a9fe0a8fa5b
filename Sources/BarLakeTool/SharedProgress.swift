import BarLake
import BarLakeBytes
import BarLakeDateBatches
import Synchronization

/// The progress of a batch on a terminal, from any thread.
final class SharedProgress: Sendable {
  private let state: Mutex<BatchProgress>
  private let bar: ProgressBar

  init(_ byteCounts: [Int?], on bar: ProgressBar) {
    state = Mutex(BatchProgress(byteCounts: byteCounts))
    self.bar = bar
  }

  func begin(_ number: Int) {
    state.withLock { $0.begin(number, seconds: MonotonicClock.seconds()) }
    show()
  }

  func end() { state.withLock { $0.end(seconds: MonotonicClock.seconds()) } }

  /// Shows the progress of an input, unless others before it are ingested at the same time.
  func show(_ progress: IngestProgress, of number: Int) {
    if state.withLock({ $0.note(progress, of: number) }) { show() }
  }

  private func show() {
    bar.show { state.withLock { $0.text(seconds: MonotonicClock.seconds()) } }
  }
}
