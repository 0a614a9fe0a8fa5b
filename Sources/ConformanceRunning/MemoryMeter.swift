internal import BarLakeBytes

/// Measures the memory of an adapter's processes while they do one thing, from ``begin()`` to
/// ``end()``. It is used by one thread.
///
/// Linux keeps the peak of each process. The meter adds up those of the processes that live at one
/// moment, fifty times a second and at the end, and takes the largest sum, so that a process that
/// comes and goes meanwhile counts. On macOS, where that was never built, it adds up what the
/// processes use.
package final class MemoryMeter: Sendable {
  private struct State {
    var peak: GroupPeak
    var mostByteCount = 0
    var isStopped = true
    var isRunning = false
  }

  private let state: Monitor<State>
  private static let interval = 0.02

  init(of group: ProcessGroup) { state = Monitor(State(peak: GroupPeak(of: group))) }

  /// Forgets earlier peaks. Returns the memory now, in bytes; nil where it cannot be measured.
  package func begin() -> Int? {
    let now = state.withLock { state -> Int? in
      let now = state.peak.beginMetering()
      state.mostByteCount = now ?? 0
      state.isStopped = now == nil
      state.isRunning = now != nil
      return now
    }
    guard now != nil else { return nil }
    if Workers.detach({ self.look() }) { return now }
    state.withLock { state in
      state.isStopped = true
      state.isRunning = false
    }
    return nil
  }

  /// Looks again and again until it is stopped.
  private func look() {
    while true {
      let isStopped = state.withLock { state -> Bool in
        if state.isStopped {
          state.isRunning = false
          return true
        }
        state.mostByteCount = max(state.mostByteCount, state.peak.lastingByteCount())
        return false
      }
      if isStopped { return }
      MonotonicClock.wait(seconds: Self.interval)
    }
  }

  /// Looks no more.
  package func stop() {
    state.withLock { $0.isStopped = true }
    state.waitFor { state -> Void? in state.isRunning ? nil : () }
  }

  /// Looks no more. Returns the most memory since ``begin()``, in bytes; nil where the adapter has
  /// ended or its memory cannot be measured.
  package func end() -> Int? {
    stop()
    return state.withLock { state in
      state.peak.meteredByteCount().map { max($0, state.mostByteCount) }
    }
  }
}
