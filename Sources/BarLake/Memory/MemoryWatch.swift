internal import BarLakeBytes
internal import Logging
internal import Synchronization

/// Checks the memory for one call. The call has its own peak and its own warning, apart from those
/// of concurrent calls. Checks and actions count for the monitor too.
package final class MemoryWatch: Sendable {
  private let monitor: MemoryMonitor
  private let state = Mutex(State())

  private struct State {
    var peakPercent = 0.0
    var isWarned = false
    var releaseAllCount = 0
    var isShort = false
    /// When the process, and the machine, was last checked.
    var lastLook: Double?
    var lastLookAtMachine: Double?
  }

  /// The intervals between two checks in ``checkIfDue(dropping:)``: of the process, which are
  /// cheap, and of the machine, whose use changes slowly.
  private static let (processInterval, machineInterval) = (0.001, 0.1)

  init(monitor: MemoryMonitor) {
    self.monitor = monitor
  }

  /// The highest share of the machine's memory in use that the call has seen, in percent.
  package var peakPercent: Double { state.withLock { $0.peakPercent } }

  /// How often the action was ``MemoryAction/releaseAll``. Code that keeps memory from one batch to
  /// the next drops it when this has changed, unless it made the check itself.
  package var releaseAllCount: Int { state.withLock { $0.releaseAllCount } }

  /// Whether more than 75 % of the machine's memory was in use at the last check. Then data that
  /// can wait on disk should not wait in memory.
  package var isShort: Bool { state.withLock { $0.isShort } }

  /// Like ``check(dropping:)``, for code that calls it after every few rows. It checks the process
  /// at most once per millisecond, and the machine at most ten times per second.
  @discardableResult
  package func checkIfDue(
    dropping drop: (MemoryAction) -> Void = { _ in }
  ) throws(IngestError) -> MemoryAction {
    let now = monitor.system.seconds()
    func isDue(_ last: Double?, _ interval: Double) -> Bool {
      last.map { now - $0 >= interval } ?? true
    }
    let (looks, looksAtMachine) = state.withLock {
      (
        isDue($0.lastLook, Self.processInterval),
        isDue($0.lastLookAtMachine, Self.machineInterval)
      )
    }
    return looks ? try check(looksAtMachine: looksAtMachine, dropping: drop) : .none
  }

  /// Checks the process and the machine.
  ///
  /// - Parameter drop: called before free memory is returned to the machine, for every action
  ///   except `none`. It drops memory that the caller keeps for later and does not need now.
  /// - Returns: what was done.
  /// - Throws: `memory_limit_exceeded` if the process uses more than the limit.
  @discardableResult
  package func check(
    dropping drop: (MemoryAction) -> Void = { _ in }
  ) throws(IngestError) -> MemoryAction {
    try check(looksAtMachine: true, dropping: drop)
  }

  private func check(
    looksAtMachine: Bool, dropping drop: (MemoryAction) -> Void
  ) throws(IngestError) -> MemoryAction {
    let system = monitor.system
    let now = system.seconds()
    state.withLock { state in
      state.lastLook = now
      if looksAtMachine { state.lastLookAtMachine = now }
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
