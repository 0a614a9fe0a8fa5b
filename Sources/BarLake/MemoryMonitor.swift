internal import Bytes
public import Logging
internal import Synchronization

/// Watches how much memory the process and the machine use while dates are ingested.
///
/// Published as `AdvancedMemoryMonitor`. Source: `docs/spec.md`, MEM-1 to MEM-4.
public final class MemoryMonitor: Sendable {
  /// The most memory the process may occupy, in bytes.
  public let limitByteCount: Int
  private let logger: Logger
  private let state = Mutex(State())

  private struct State {
    var peakPercent = 0.0
    var isWarned = false
    var process = Interval(seconds: 0.001)
    var system = Interval(seconds: 0.1)
  }

  /// Tells when enough time has passed for another look to show something new.
  private struct Interval {
    let seconds: Double
    private var last: Double?

    init(seconds: Double) {
      self.seconds = seconds
    }

    mutating func isDue(at now: Double) -> Bool {
      if let last, now - last < seconds { return false }
      last = now
      return true
    }
  }

  /// - Parameter maximumGigabytes: above 0; a gigabyte has 1,073,741,824 bytes.
  public init(maximumGigabytes: Double, logger: Logger = Logger(label: "barlake")) {
    limitByteCount = Int(min(maximumGigabytes * 1_073_741_824, 9e18))
    self.logger = logger
  }

  /// Starts a new peak for the next call.
  package func begin() {
    state.withLock { $0 = State() }
  }

  /// The highest share of the machine's memory in use seen since ``begin()``, in percent.
  public var peakPercent: Double { state.withLock { $0.peakPercent } }

  /// As ``check()``, unless that was done less than a millisecond ago: for places that come by
  /// after every few rows.
  package func checkIfDue() throws(IngestError) {
    let now = MonotonicClock.seconds()
    if state.withLock({ $0.process.isDue(at: now) }) { try check() }
  }

  /// Looks at the process and, if that was not done in the last tenth of a second, at the machine.
  /// Above 75 % of the machine's memory, memory that is kept but not used is returned; above 85 %
  /// there is a short wait too, and a warning once a call.
  ///
  /// - Throws: `memory_limit_exceeded` if the process occupies more than the limit.
  public func check() throws(IngestError) {
    guard let byteCount = Memory.processByteCount() else { return }
    if byteCount > limitByteCount {
      throw IngestError(
        code: .memoryLimitExceeded,
        message: "the process occupies \(byteCount) bytes of memory, the limit is "
          + "\(limitByteCount)")
    }
    let now = MonotonicClock.seconds()
    guard state.withLock({ $0.system.isDue(at: now) }), let use = Memory.systemUse() else { return }
    state.withLock { $0.peakPercent = max($0.peakPercent, 100 * use) }
    guard use > 0.75 else { return }
    Memory.releaseFree()
    guard use > 0.85 else { return }
    let isFirst = state.withLock { state in
      defer { state.isWarned = true }
      return !state.isWarned
    }
    if isFirst { logger.warning("the machine's memory is more than 85 % in use") }
    MonotonicClock.wait(seconds: 0.1)
  }
}
