/// The four kinds of flat file.
public enum MarketDataType: String, CaseIterable, Codable, Sendable {
  /// A bar a day of each stock.
  case stocksDaily = "stocks_daily"
  /// A bar a minute of each stock that was traded.
  case stocksMinute = "stocks_minute"
  /// A bar a day of each option contract.
  case optionsDaily = "options_daily"
  /// A bar a minute of each option contract that was traded.
  case optionsMinute = "options_minute"

  /// The type with this name, case-sensitive.
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

  /// Whether the bars are of options.
  public var isOption: Bool { self == .optionsDaily || self == .optionsMinute }
  /// Whether there is one bar a day, and not one a minute.
  public var isDaily: Bool { self == .stocksDaily || self == .optionsDaily }

  /// How a lake of this type is laid out where nothing is said: minute bars by symbol, daily bars
  /// by date.
  public var defaultPartitioning: Partitioning { isDaily ? .date : .symbol }
}
