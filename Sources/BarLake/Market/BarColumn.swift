/// The columns of a flat file that BarLake uses, in the vendor's order.
package enum BarColumn: String, CaseIterable, Sendable {
  case ticker, volume, open, close, high, low
  case windowStart = "window_start"
  case transactions
  // Only some files of options have these columns. Missing values come from the ticker.
  case underlying
  case expirationDate = "expiration_date"
  case contractType = "contract_type"
  case strikePrice = "strike_price"

  /// The columns that every file must have.
  package static let required: [BarColumn] = [
    .ticker, .volume, .open, .close, .high, .low, .windowStart, .transactions,
  ]
  /// The columns that BarLake recognises in files of `dataType`.
  package static func recognised(for dataType: MarketDataType) -> [BarColumn] {
    required + (dataType.isOption ? contract : [])
  }

  /// The columns that describe an option's contract.
  package static let contract: [BarColumn] = [
    .underlying, .expirationDate, .contractType, .strikePrice,
  ]

  /// The names that a header may give the column.
  package var names: [ColumnName] {
    switch self {
    case .ticker: [ColumnName(rawValue), ColumnName("symbol")]
    case .windowStart: [rawValue, "timestamp", "datetime"].map { ColumnName($0) }
    default: [ColumnName(rawValue)]
    }
  }
}
