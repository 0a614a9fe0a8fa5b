public import BarLake

/// How many keys name what.
///
/// Published as the dictionary of `get_summary(keys)`.
public struct KeySummary: Hashable, Sendable {
  /// All keys.
  public let total: Int
  /// The keys of flat files, by data type; types without a key are absent.
  public let dataTypes: [MarketDataType: Int]
  /// The keys of files that no ingestor reads.
  public let unsupported: Int
  /// The keys that are none of the vendor's.
  public let invalid: Int

  init(_ keys: [String]) {
    var dataTypes: [MarketDataType: Int] = [:]
    var (unsupported, invalid) = (0, 0)
    for key in keys {
      switch FlatFileKey(key) {
      case .bars(let metadata): dataTypes[metadata.dataType, default: 0] += 1
      case .unsupported: unsupported += 1
      case nil: invalid += 1
      }
    }
    total = keys.count
    self.dataTypes = dataTypes
    self.unsupported = unsupported
    self.invalid = invalid
  }
}

extension KeySummary: Encodable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) { nil }
  }

  /// Encodes the published keys: `total`, one for each data type that occurs, `invalid` if there
  /// are any; and `unsupported` in the same way.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encode(total, forKey: Name(stringValue: "total"))
    let others = [("unsupported", unsupported), ("invalid", invalid)].filter { $0.1 > 0 }
    for (name, count) in dataTypes.map({ ($0.key.rawValue, $0.value) }) + others {
      try container.encode(count, forKey: Name(stringValue: name))
    }
  }
}
