package import BarLakeBytes
public import Logging
internal import Synchronization

/// Watches how much memory the process and the machine use while dates are ingested.
///
/// Every ingestor has a monitor. Its configuration makes one, or the caller passes one. Ingestors
/// with the same monitor share a limit and are counted together. Published as
/// `AdvancedMemoryMonitor`.
///
/// Source: `docs/spec.md`, MEM-1 to MEM-4.
public final class MemoryMonitor: Sendable {
  /// The most memory that the process may use, in bytes.
  public let limitByteCount: Int
  package let system: any MemorySystem
  package let logger: Logger
  private let counts: Mutex<MemoryStatistics>

  /// Makes a monitor with the given limit.
  ///
  /// - Parameters:
  ///   - maximumGigabytes: above 0, traps if it is not; a gigabyte has 1,073,741,824 bytes.
  ///   - logger: receives a warning when the machine is short of memory.
  public convenience init(
    maximumGigabytes: Double = 14, logger: Logger = Logger(label: "barlake")
  ) {
    self.init(maximumGigabytes: maximumGigabytes, logger: logger, system: ThisMachine())
  }

  /// Makes a monitor with the limit of a configuration: `resource_limits.max_memory_gb`, or else
  /// `system_profile.resource_limits.max_memory_gb`, or else 14.
  ///
  /// - Throws: `invalid_argument` if the limit, or another known key, has a wrong type or value.
  public convenience init(
    config: [String: ConfigValue], logger: Logger = Logger(label: "barlake")
  ) throws(IngestError) {
    let options = try IngestOptions(config)
    self.init(maximumGigabytes: options.maximumMemoryGigabytes, logger: logger)
  }

  package init(maximumGigabytes: Double, logger: Logger, system: any MemorySystem) {
    precondition(maximumGigabytes > 0, "a memory limit is a number above 0")
    limitByteCount = Int(min(maximumGigabytes * 1_073_741_824, 9e18))
    self.logger = logger
    self.system = system
    counts = Mutex(MemoryStatistics(limitByteCount: limitByteCount))
  }

  /// What is used now, and what the monitor saw and did since it was made or ``reset()``.
  public var statistics: MemoryStatistics {
    var statistics = counts.withLock { $0 }
    let machine = system.machine()
    statistics.processByteCount = system.processByteCount()
    statistics.totalByteCount = machine?.totalByteCount
    statistics.availableByteCount = machine?.availableByteCount
    statistics.usedPercent = machine?.usedPercent
    return statistics
  }

  /// Sets peaks and counts to zero. Calls in progress keep their own peaks.
  public func reset() {
    counts.withLock { $0 = MemoryStatistics(limitByteCount: limitByteCount) }
  }

  /// Whether the process may use this many more bytes: it stays within its limit, and the machine
  /// has them available. A value that the system does not report counts as enough.
  public func isMemoryAvailable(byteCount: Int) -> Bool {
    if let used = system.processByteCount(), byteCount > limitByteCount - used { return false }
    if let machine = system.machine(), byteCount > machine.availableByteCount { return false }
    return true
  }

  /// Checks the process and the machine once, and acts: above 75 % of the machine's memory it
  /// returns the allocator's free memory, above 85 % it also warns and waits for a moment.
  ///
  /// The ingestors check by themselves. This function is for other code that works beside them.
  ///
  /// - Returns: what was done.
  /// - Throws: `memory_limit_exceeded` if the process uses more than the limit.
  @discardableResult
  public func check() throws(IngestError) -> MemoryAction {
    try watch().check()
  }

  /// An object that checks the memory for one call.
  package func watch() -> MemoryWatch { MemoryWatch(monitor: self) }

  func count(_ change: (inout MemoryStatistics) -> Void) {
    counts.withLock { change(&$0) }
  }
}
