public import BarLake

/// The result of converting one date.
///
/// Source: `docs/spec.md`, CONV-3.
public struct ConversionResult: Sendable, Equatable {
  /// The date.
  public let date: CalendarDate
  /// Its data type.
  public let dataType: MarketDataType
  /// Success or skipped; a date that fails throws instead.
  public internal(set) var status = IngestResult.Status.success
  /// Why the date was skipped; nil if it was not.
  public internal(set) var reason: SkipReason?
  /// Rows of the files that were published.
  public internal(set) var records = 0
  /// Files that were published.
  public internal(set) var fileCount = 0
  /// Their bytes.
  public internal(set) var byteCount = 0
  /// Rows whose volume is rounded: by this conversion, or by the ingest before it.
  public internal(set) var roundedVolumes = 0
  /// Seconds on a monotonic clock.
  public internal(set) var elapsedTime = 0.0
  /// Whether all is on disk; false if the file system does not offer to sync folders.
  public internal(set) var isSynchronized = true

  init(date: CalendarDate, dataType: MarketDataType) {
    self.date = date
    self.dataType = dataType
  }
}

extension ConversionResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case date, status, reason, records, files, bytes, synced
    case dataType = "data_type"
    case roundedVolumes = "rounded_volumes"
    case elapsedTime = "elapsed_time"
  }

  /// Encodes every key; `reason` is null unless the date was skipped.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(date, forKey: .date)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(status, forKey: .status)
    try container.encode(reason, forKey: .reason)
    try container.encode(records, forKey: .records)
    try container.encode(fileCount, forKey: .files)
    try container.encode(byteCount, forKey: .bytes)
    try container.encode(roundedVolumes, forKey: .roundedVolumes)
    try container.encode(isSynchronized, forKey: .synced)
    try container.encode((elapsedTime * 1e6).rounded() / 1e6, forKey: .elapsedTime)
  }
}
