public import Columnar

/// The columns of each data type and profile.
///
/// Source: `docs/spec.md`, SCHEMA-1 and SCHEMA-2.
public enum MarketSchema {
  /// Rows of every row group of a file but the last.
  package static let rowGroupRowCount = 100_000

  /// All columns: those of ``rawSchema(for:profile:)``, and those that later stages of a pipeline
  /// add and ingesting does not write. All are nullable. Published as `get_schema`.
  public static func schema(for dataType: MarketDataType, profile: Profile = .portable) -> Schema {
    Schema(rawSchema(for: dataType, profile: profile).fields + enriched(dataType))
  }

  /// The columns that come from a flat file and its date, in the order of a file. All are nullable,
  /// though symbol, ticker, timestamp and date never hold a null; in `classic` texts but for option
  /// tickers are dictionaries. Published as `get_raw_schema`.
  public static func rawSchema(
    for dataType: MarketDataType, profile: Profile = .portable
  ) -> Schema {
    Schema(names(dataType, profile).map { Field($0, type(of: $0, dataType, profile)) })
  }

  private static func names(_ dataType: MarketDataType, _ profile: Profile) -> [String] {
    let prices = ["open", "high", "low", "close", "volume", "transactions"]
    let contract = ["expiration_date", "contract_type", "strike_price"]
    switch dataType {
    case .stocksDaily:
      return ["year", "month", "symbol", "date", "timestamp"] + prices
    case .stocksMinute:
      let date = profile == .portable ? ["date"] : []
      return ["symbol", "year", "month"] + date + ["timestamp"] + prices
    case .optionsDaily:
      return ["underlying", "year", "month", "ticker", "date", "timestamp"] + contract + prices
    case .optionsMinute:
      return ["underlying", "date", "ticker", "timestamp"] + contract + prices
    }
  }

  private static func type(
    of name: String, _ dataType: MarketDataType, _ profile: Profile
  ) -> DataType {
    let isClassic = profile == .classic
    switch name {
    case "year": return isClassic ? .int16 : .int32
    case "month": return isClassic ? .int8 : .int32
    case "symbol", "underlying": return isClassic ? .dictionary(index: .int32) : .string
    case "contract_type": return isClassic ? .dictionary(index: .int8) : .string
    case "ticker": return .string
    case "date", "expiration_date": return .date32
    case "timestamp":
      guard isClassic else { return .timestamp(.microsecond, zone: "UTC") }
      return .timestamp(.nanosecond, zone: dataType.isDaily ? "UTC" : "America/New_York")
    case "volume":
      guard isClassic else { return .float64 }
      return dataType == .stocksDaily ? .uint64 : .uint32
    case "transactions": return isClassic ? .uint32 : .int32
    default: return isClassic ? .float32 : .float64
    }
  }

  /// The type of an extra column.
  static func type(of extra: ExtraColumnType, _ profile: Profile) -> DataType {
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
