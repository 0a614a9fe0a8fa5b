internal import Bytes
internal import Logging
internal import Synchronization

/// Looks at the memory on behalf of one call, whose peak and one warning it keeps apart from those
/// of calls at the same time; what it sees and does counts for the monitor too.
package final class MemoryWatch: Sendable {
  private let monitor: MemoryMonitor
  private let state = Mutex(State())

  private struct State {
    var peakPercent = 0.0
    var isWarned = false
    var releaseAllCount = 0
    var isShort = false
    var process = Interval(seconds: 0.001)
    var machine = Interval(seconds: 0.1)
  }

  /// Tells when enough time has passed for another look to show something new.
  private struct Interval {
    let seconds: Double
    private var last: Double?

    init(seconds: Double) {
      self.seconds = seconds
    }

    func isDue(at now: Double) -> Bool {
      guard let last else { return true }
      return now - last >= seconds
    }

    mutating func didLook(at now: Double) {
      last = now
    }
  }

  init(monitor: MemoryMonitor) {
    self.monitor = monitor
  }

  /// The highest share of the machine's memory in use that the call has seen, in percent.
  package var peakPercent: Double { state.withLock { $0.peakPercent } }

  /// How often the action was ``MemoryAction/releaseAll``: who keeps memory from one batch to the
  /// next and did not make the check itself drops it when this has changed.
  package var releaseAllCount: Int { state.withLock { $0.releaseAllCount } }

  /// Whether more than 75 % of the machine's memory was in use at the last look at it: what can wait
  /// on the disk should not wait in memory.
  package var isShort: Bool { state.withLock { $0.isShort } }

  /// As ``check(dropping:)``, unless that was done less than a millisecond ago: for places that
  /// come by after every few rows.
  @discardableResult
  package func checkIfDue(
    dropping drop: (MemoryAction) -> Void = { _ in }
  ) throws(IngestError) -> MemoryAction {
    let now = monitor.system.seconds()
    guard state.withLock({ $0.process.isDue(at: now) }) else { return .none }
    return try check(dropping: drop)
  }

  /// Looks at the process and, if that was not done in the last tenth of a second, at the machine.
  ///
  /// - Parameter drop: called before free memory is returned to the machine, for an action other
  ///   than none: drops the memory that the caller keeps for later and does not need now.
  /// - Returns: what was done.
  /// - Throws: `memory_limit_exceeded` if the process occupies more than the limit.
  @discardableResult
  package func check(
    dropping drop: (MemoryAction) -> Void = { _ in }
  ) throws(IngestError) -> MemoryAction {
    let system = monitor.system
    let now = system.seconds()
    let looksAtMachine = state.withLock { state in
      state.process.didLook(at: now)
      guard state.machine.isDue(at: now) else { return false }
      state.machine.didLook(at: now)
      return true
    }
    try checkProcess()
    guard looksAtMachine, let usedPercent = system.machine()?.usedPercent else { return .none }
    let action = MemoryAction(usedPercent: usedPercent)
    monitor.count {
      $0.peakPercent = max($0.peakPercent, usedPercent)
      $0.releaseCount += action == .release ? 1 : 0
      $0.releaseAllCount += action == .releaseAll ? 1 : 0
    }
    let warns = state.withLock { state in
      state.peakPercent = max(state.peakPercent, usedPercent)
      state.isShort = action != .none
      guard action == .releaseAll else { return false }
      state.releaseAllCount += 1
      defer { state.isWarned = true }
      return !state.isWarned
    }
    if warns { monitor.logger.warning("the machine's memory is more than 85 % in use") }
    guard action != .none else { return action }
    drop(action)
    system.releaseFree()
    if action == .releaseAll { system.wait(seconds: 0.1) }
    return action
  }

  private func checkProcess() throws(IngestError) {
    let byteCount = monitor.system.processByteCount() ?? 0
    monitor.count {
      $0.checkCount += 1
      $0.peakProcessByteCount = max($0.peakProcessByteCount, byteCount)
    }
    guard byteCount > monitor.limitByteCount else { return }
    throw IngestError(
      code: .memoryLimitExceeded,
      message: "the process occupies \(byteCount) bytes of memory, the limit is "
        + "\(monitor.limitByteCount)")
  }
}
