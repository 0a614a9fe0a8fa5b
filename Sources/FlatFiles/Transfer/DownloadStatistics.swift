/// What a downloader has done since it was made or reset.
public struct DownloadStatistics: Equatable, Sendable, Encodable {
  /// Objects that were downloaded whole.
  public internal(set) var downloadCount = 0
  /// Requests that were repeated after a failure.
  public internal(set) var retryCount = 0
  /// Objects that were not downloaded, for whatever reason.
  public internal(set) var errorCount = 0

  /// The share of objects that were downloaded, from 0 to 1; 0 before the first object.
  public var successRate: Double {
    let count = downloadCount + errorCount
    return count == 0 ? 0 : Double(downloadCount) / Double(count)
  }

  /// Statistics of a downloader that has done nothing.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case downloadCount = "download_count"
    case retryCount = "retry_count"
    case errorCount = "error_count"
    case successRate = "success_rate"
  }

  /// Encodes the published keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(downloadCount, forKey: .downloadCount)
    try container.encode(retryCount, forKey: .retryCount)
    try container.encode(errorCount, forKey: .errorCount)
    try container.encode(successRate, forKey: .successRate)
  }
}
