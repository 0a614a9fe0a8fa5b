public import BarLakeColumnar

/// The columns of each data type and profile.
///
/// Source: `docs/spec.md`, SCHEMA-1 and SCHEMA-2.
public enum MarketSchema {
  /// The number of rows in every row group of a file except the last.
  package static let rowGroupRowCount = 100_000

  /// All columns: those of ``rawSchema(for:profile:)``, and those that later stages of a pipeline
  /// add. An ingest does not write the latter. All are nullable. Published as `get_schema`.
  public static func schema(for dataType: MarketDataType, profile: Profile = .portable) -> Schema {
    Schema(rawSchema(for: dataType, profile: profile).fields + enriched(dataType))
  }

  /// The columns that come from a flat file and its date, in the order of the file. All are
  /// nullable, but symbol, ticker, timestamp and date never hold a null. In `classic` all texts
  /// except option tickers are dictionaries. Published as `get_raw_schema`.
  public static func rawSchema(
    for dataType: MarketDataType, profile: Profile = .portable
  ) -> Schema {
    Schema(
      LakeColumn.all(of: dataType, profile: profile).map {
        Field($0.name, $0.type(in: dataType, profile: profile))
      })
  }

  /// The column type of an extra column.
  package static func type(of extra: ExtraColumnType, _ profile: Profile) -> DataType {
    switch extra {
    case .bool: .bool
    case .int64: .int64
    case .double: .float64
    case .date: .date32
    case .timestamp: .timestamp(profile.timestampUnit, zone: "UTC")
    case .string: .string
    }
  }

  private static func enriched(_ dataType: MarketDataType) -> [Field] {
    let names: [String] =
      switch dataType {
      case .stocksDaily:
        ["alpha_daily", "price_range", "daily_return", "vwap", "relative_volume"]
      case .stocksMinute: ["alpha_minute", "price_velocity", "minute_return"]
      case .optionsDaily: ["moneyness", "days_to_expiry", "relative_volume"]
      case .optionsMinute: []
      }
    return names.map { Field($0, $0 == "days_to_expiry" ? .int16 : .float32) }
  }
}
