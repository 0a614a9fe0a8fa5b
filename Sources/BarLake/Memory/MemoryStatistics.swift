/// What a memory monitor sees now, and has seen and done since it was made or reset.
///
/// Sizes are in bytes; nil where the system does not tell. Source: `docs/spec.md`, MEM-1 to MEM-4.
public struct MemoryStatistics: Hashable, Sendable, Encodable {
  /// The most memory that the process may occupy.
  public var limitByteCount: Int
  /// What the process occupies now.
  public var processByteCount: Int?
  /// The most that the process was seen to occupy.
  public var peakProcessByteCount = 0
  /// The machine's memory.
  public var totalByteCount: Int?
  /// What programs could still take of it now.
  public var availableByteCount: Int?
  /// The share of the machine's memory in use now, in percent.
  public var usedPercent: Double?
  /// The highest share of the machine's memory that was seen in use, in percent.
  public var peakPercent = 0.0
  /// Looks at the process.
  public var checkCount = 0
  /// Actions ``MemoryAction/release``.
  public var releaseCount = 0
  /// Actions ``MemoryAction/releaseAll``.
  public var releaseAllCount = 0

  init(limitByteCount: Int) {
    self.limitByteCount = limitByteCount
  }

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
