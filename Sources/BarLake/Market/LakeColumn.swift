package import BarLakeColumnar
package import BarLakeParquetWriting

/// A column of a lake, except extra columns: its name, its type, and the origin of its values.
///
/// Source: `docs/spec.md`, SCHEMA-1 and SCHEMA-2.
package enum LakeColumn: String, Sendable {
  case symbol, underlying, ticker, year, month, date, timestamp
  case expirationDate = "expiration_date"
  case contractType = "contract_type"
  case strikePrice = "strike_price"
  case open, high, low, close, volume, transactions

  package var name: String { rawValue }

  /// The origin of a column's values.
  package enum Origin: Equatable, Sendable {
    /// From the fields of the flat file; if the file lacks this column, from the ticker of the
    /// option.
    case fields(BarColumn)
    /// From the date; the same value in all rows.
    case year, month, date
  }

  package var origin: Origin {
    switch self {
    case .year: .year
    case .month: .month
    case .date: .date
    case .symbol, .ticker: .fields(.ticker)
    case .timestamp: .fields(.windowStart)
    case .underlying: .fields(.underlying)
    case .expirationDate: .fields(.expirationDate)
    case .contractType: .fields(.contractType)
    case .strikePrice: .fields(.strikePrice)
    case .open: .fields(.open)
    case .high: .fields(.high)
    case .low: .fields(.low)
    case .close: .fields(.close)
    case .volume: .fields(.volume)
    case .transactions: .fields(.transactions)
    }
  }

  /// The value, of the type `type`, that the column has in every row of a date; nil if it comes
  /// from fields.
  package func value(on date: CalendarDate, _ type: DataType) -> ColumnValues? {
    let value: Int
    switch origin {
    case .year: value = date.year
    case .month: value = date.month
    case .date: value = Int(date.daysSinceEpoch)
    case .fields: return nil
    }
    switch type {
    case .int8: return .int8([Int8(truncatingIfNeeded: value)])
    case .int16: return .int16([Int16(truncatingIfNeeded: value)])
    default: return .int32([Int32(truncatingIfNeeded: value)])
    }
  }

  /// Whether a row is known by the column, so that none lacks its value.
  package var isKey: Bool {
    switch self {
    case .symbol, .ticker, .timestamp, .date: true
    default: false
    }
  }

  /// The columns that come from a flat file and its date, in the order of a file.
  package static func all(of dataType: MarketDataType, profile: Profile) -> [LakeColumn] {
    let prices: [LakeColumn] = [.open, .high, .low, .close, .volume, .transactions]
    let contract: [LakeColumn] = [.expirationDate, .contractType, .strikePrice]
    switch dataType {
    case .stocksDaily: return [.year, .month, .symbol, .date, .timestamp] + prices
    case .stocksMinute:
      let date: [LakeColumn] = profile == .portable ? [.date] : []
      return [.symbol, .year, .month] + date + [.timestamp] + prices
    case .optionsDaily:
      return [.underlying, .year, .month, .ticker, .date, .timestamp] + contract + prices
    case .optionsMinute: return [.underlying, .date, .ticker, .timestamp] + contract + prices
    }
  }

  package func type(in dataType: MarketDataType, profile: Profile) -> DataType {
    let isClassic = profile == .classic
    switch self {
    case .year: return isClassic ? .int16 : .int32
    case .month: return isClassic ? .int8 : .int32
    case .symbol, .underlying: return isClassic ? .dictionary(index: .int32) : .string
    case .contractType: return isClassic ? .dictionary(index: .int8) : .string
    case .ticker: return .string
    case .date, .expirationDate: return .date32
    case .timestamp:
      guard isClassic else { return .timestamp(.microsecond, zone: "UTC") }
      return .timestamp(.nanosecond, zone: dataType.isDaily ? "UTC" : "America/New_York")
    case .volume:
      guard isClassic else { return .float64 }
      return dataType == .stocksDaily ? .uint64 : .uint32
    case .transactions: return isClassic ? .uint32 : .int32
    case .strikePrice, .open, .high, .low, .close: return isClassic ? .float32 : .float64
    }
  }

  /// How the texts of the column are encoded: the same in every row group of every file of a lake.
  /// It has no meaning for columns of other types.
  ///
  /// A dictionary is for texts that repeat in every large file. The key of a daily type hardly
  /// repeats.
  ///
  /// Source: `docs/spec.md`, PARQ-2.5.
  package func textEncoding(in dataType: MarketDataType) -> TextEncoding {
    switch self {
    case .underlying, .contractType: dataType.isOption ? .dictionary : .plain
    case .symbol, .ticker: dataType.isDaily ? .plain : .dictionary
    default: .plain
    }
  }
}
