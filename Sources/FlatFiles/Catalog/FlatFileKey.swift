public import BarLake
internal import BarLakeBytes

/// What a key of the vendor's bucket names.
///
/// Source: `docs/flat-files.md`, FLAT-5.
public enum FlatFileKey: Hashable, Sendable {
  /// A flat file that an ingestor reads.
  case bars(KeyMetadata)
  /// Something of the vendor's that no ingestor reads, and why.
  case unsupported(UnsupportedKey)
}

/// What the key of a flat file says of it.
///
/// Published as the dictionary of `parse_key_metadata`.
public struct KeyMetadata: Hashable, Sendable, Encodable {
  /// The data type of the file's bars.
  public var dataType: MarketDataType
  /// The day of the bars.
  public var date: CalendarDate

  /// Makes the metadata of a day's file.
  public init(dataType: MarketDataType, date: CalendarDate) {
    self.dataType = dataType
    self.date = date
  }

  /// The key: `us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz`.
  public var key: String {
    "\(dataType.keyPrefix)/\(date.yearText)/\(date.monthText)/\(date).csv.gz"
  }

  private enum CodingKeys: String, CodingKey {
    case year, month, date
    case dataType = "data_type"
  }

  /// Encodes the four published keys, all as texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(date.yearText, forKey: .year)
    try container.encode(date.monthText, forKey: .month)
    try container.encode(date, forKey: .date)
  }
}

/// A key of the vendor's bucket that no ingestor reads.
public struct UnsupportedKey: Hashable, Sendable {
  /// What the files are of, such as `futures of CME` or `trades of stocks`.
  public var subject: String
  /// Why they are not supported, as the end of a sentence after "because".
  public var reason: String
}

extension MarketDataType {
  /// The beginning of the keys of the type's files, without a slash at its end.
  package var keyPrefix: String {
    switch self {
    case .stocksDaily: "us_stocks_sip/day_aggs_v1"
    case .stocksMinute: "us_stocks_sip/minute_aggs_v1"
    case .optionsDaily: "us_options_opra/day_aggs_v1"
    case .optionsMinute: "us_options_opra/minute_aggs_v1"
    }
  }
}

extension FlatFileKey {
  /// Parses a key; nil if it is neither a flat file's nor of another part of the bucket.
  package init?(_ key: String) {
    let parts = key.parts(separatedBy: "/")
    guard parts.count >= 2, let folder = FlatFileFolder(parts[0], parts[1]) else { return nil }
    switch folder {
    case .unsupported(let other): self = .unsupported(other)
    case .bars(let type):
      guard parts.count == 5, let text = parts[4].dropping(suffix: ".csv.gz"),
        let date = try? CalendarDate(text)
      else { return nil }
      let metadata = KeyMetadata(dataType: type, date: date)
      guard metadata.key.isSame(as: key) else { return nil }
      self = .bars(metadata)
    }
  }
}
