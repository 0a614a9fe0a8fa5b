internal import CSV

/// The columns of a flat file that mean something to us, in the vendor's order.
enum BarColumn: String, CaseIterable, Sendable {
  case ticker, volume, open, close, high, low
  case windowStart = "window_start"
  case transactions
  // Only some files of options have these; what they lack comes from the ticker.
  case underlying
  case expirationDate = "expiration_date"
  case contractType = "contract_type"
  case strikePrice = "strike_price"

  /// The columns that every file must have.
  static let required: [BarColumn] = [
    .ticker, .volume, .open, .close, .high, .low, .windowStart, .transactions,
  ]
  /// The columns that mean something in files of `dataType`.
  static func recognised(for dataType: MarketDataType) -> [BarColumn] {
    required + (dataType.isOption ? contract : [])
  }

  /// The columns that describe an option's contract.
  static let contract: [BarColumn] = [.underlying, .expirationDate, .contractType, .strikePrice]

  /// What a header may call the column.
  var names: [ColumnName] {
    switch self {
    case .ticker: [ColumnName(rawValue), ColumnName("symbol")]
    case .windowStart: [rawValue, "timestamp", "datetime"].map { ColumnName($0) }
    default: [ColumnName(rawValue)]
    }
  }
}

/// Which field of a record belongs to which column.
struct HeaderBinding: Sendable {
  /// What a header says wrong; lines are not known here.
  enum Failure: Error, Equatable {
    /// A column as the header spells it the first time and the second time.
    case duplicate(column: String, first: String)
    case missing([BarColumn])
  }

  /// The header's fields as they are spelled.
  let names: [String]
  /// The position in a record, from 0, of each column of bars that the file has.
  private(set) var positions: [BarColumn: Int] = [:]
  /// The position in a record of each extra column, in the order of the options; nil for those
  /// that the file does not have, whose rows are null.
  private(set) var extraPositions: [Int?]
  /// The names of the extra columns that the file does not have, in the order of the options.
  private(set) var missingExtraNames: [String] = []
  /// Names that mean nothing to us, as they are spelled, in the header's order.
  private(set) var ignoredNames: [String] = []

  init(names: [String], dataType: MarketDataType, extraColumns: [ExtraColumn]) throws(Failure) {
    self.names = names
    extraPositions = extraColumns.map { _ in nil }
    let recognised = BarColumn.recognised(for: dataType)
    let extraNames = extraColumns.map { ColumnName($0.name) }
    for (position, name) in names.enumerated() {
      let columnName = ColumnName(name)
      if let column = recognised.first(where: { $0.names.contains(columnName) }) {
        if let first = positions.updateValue(position, forKey: column) {
          throw .duplicate(column: name, first: names[first])
        }
      } else if let extra = extraNames.firstIndex(of: columnName) {
        if let first = extraPositions[extra] {
          throw .duplicate(column: name, first: names[first])
        }
        extraPositions[extra] = position
      } else {
        ignoredNames.append(name)
      }
    }
    missingExtraNames = zip(extraColumns, extraPositions).filter { $1 == nil }.map(\.0.name)
    let missing = BarColumn.required.filter { positions[$0] == nil }
    guard missing.isEmpty else { throw .missing(missing) }
  }

  var fieldCount: Int { names.count }
}
