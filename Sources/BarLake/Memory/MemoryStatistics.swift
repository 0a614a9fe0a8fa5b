/// What a memory monitor sees now, and what it has seen and done since it was made or reset.
///
/// Sizes are in bytes; nil if the system does not report them. Source: `docs/spec.md`, MEM-1 to
/// MEM-4.
public struct MemoryStatistics: Hashable, Sendable, Encodable {
  /// The most memory that the process may use.
  public var limitByteCount: Int
  /// The memory that the process uses now.
  public var processByteCount: Int?
  /// The most memory that the process was seen to use.
  public var peakProcessByteCount = 0
  /// The total memory of the machine.
  public var totalByteCount: Int?
  /// The memory that programs can still take now.
  public var availableByteCount: Int?
  /// The share of the machine's memory in use now, in percent.
  public var usedPercent: Double?
  /// The highest share of the machine's memory that was seen in use, in percent.
  public var peakPercent = 0.0
  /// The number of checks of the process.
  public var checkCount = 0
  /// The number of actions ``MemoryAction/release``.
  public var releaseCount = 0
  /// The number of actions ``MemoryAction/releaseAll``.
  public var releaseAllCount = 0

  private enum CodingKeys: String, CodingKey {
    case limitByteCount = "limit_bytes"
    case processByteCount = "process_bytes"
    case peakProcessByteCount = "peak_process_bytes"
    case totalByteCount = "total_bytes"
    case availableByteCount = "available_bytes"
    case usedPercent = "memory_percent"
    case peakPercent = "memory_peak_percent"
    case checkCount = "checks"
    case releaseCount = "releases"
    case releaseAllCount = "release_alls"
  }
}
