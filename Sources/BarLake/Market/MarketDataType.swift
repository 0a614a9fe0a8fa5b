/// The four kinds of flat file.
public enum MarketDataType: String, CaseIterable, Codable, Sendable {
  /// One bar per day for each stock.
  case stocksDaily = "stocks_daily"
  /// One bar per minute for each stock that was traded.
  case stocksMinute = "stocks_minute"
  /// One bar per day for each option contract.
  case optionsDaily = "options_daily"
  /// One bar per minute for each option contract that was traded.
  case optionsMinute = "options_minute"

  /// The type with this name; case counts.
  ///
  /// - Throws: `unknown_data_type`.
  public init(name: String) throws(IngestError) {
    guard let type = MarketDataType(rawValue: name) else {
      let names = MarketDataType.allCases.map(\.rawValue).joined(separator: ", ")
      throw IngestError(
        code: .unknownDataType, token: IngestError.printable(Array(name.utf8)),
        message: "the data type is one of \(names), not \(name)")
    }
    self = type
  }

  /// Whether the type holds bars of options.
  public var isOption: Bool { self == .optionsDaily || self == .optionsMinute }
  /// Whether the type has one bar per day, and not one per minute.
  public var isDaily: Bool { self == .stocksDaily || self == .optionsDaily }

  /// The default partitioning of this type: `symbol` for minute bars, `date` for daily bars.
  public var defaultPartitioning: Partitioning { isDaily ? .date : .symbol }
}
