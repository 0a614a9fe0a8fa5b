import BarLake
import BarLakeColumnar
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

@Suite struct OptionContractTests {
  struct Contract: Sendable, CustomStringConvertible {
    let ticker: String
    let underlying: String
    var expirationDay: Int32?
    var type: String?
    var strike: Double?
    var description: String { ticker }
  }

  static let contracts =
    [
      Contract(
        ticker: "O:A220715P00137500", underlying: "A", expirationDay: 19_188, type: "put",
        strike: 137.5),
      Contract(
        ticker: "O:SDS1220204C00003000", underlying: "SDS1", expirationDay: 19_027, type: "call",
        strike: 3),
      Contract(
        ticker: "O:O:240229C99999999", underlying: "O:", expirationDay: 19_782, type: "call",
        strike: 99_999.999),
      Contract(
        ticker: "O:12345678000101P00000000", underlying: "12345678", expirationDay: 10_957,
        type: "put", strike: 0),
      Contract(
        ticker: "O:KXA   240719C00125000", underlying: "KXA", expirationDay: 19_923, type: "call",
        strike: 125),
      Contract(
        ticker: "O: B\tB1 \t240719P00125000", underlying: " B\tB1", expirationDay: 19_923,
        type: "put", strike: 125),
      Contract(
        ticker: "O:\u{E9}991231P00000001", underlying: "\u{E9}", expirationDay: 47_481,
        type: "put", strike: 0.001),
    ]
    + [
      "O:   240719C00125000", "O:\t240719C00125000",
      "AAPL", "O:240229C00100000", "o:A240229C00100000", "O:A230229C00100000",
      "O:A241301C00100000", "O:A240200C00100000", "O:A240229c00100000", "O:A240229X00100000",
      "O:A240229C0010000", "O:A240229C0010000 ", "O:A240229C001000000x", "O:A24022 C00100000",
      "O:A240229C+0100000", " O:A240229C00100000", "A240229C00100000", "O:", "O",
    ].map { Contract(ticker: $0, underlying: $0) }

  @Test(arguments: Entry.allCases, Profile.allCases)
  func `contracts are read from the right of their tickers, or not at all`(
    _ entry: Entry, _ profile: Profile
  ) throws {
    let contracts = Self.contracts
    let lake = try Lake()
    let data = Bars.source([Bars.header] + contracts.map { Bars.line($0.ticker) })
    let result = try lake.ingest(
      data, by: entry, type: "options_daily", config: ["profile": .string(profile.rawValue)])
    #expect(result.unparsedContracts == contracts.count { $0.type == nil })
    let file = try lake.parquet(Lake.file(type: "options_daily"))
    let names = try file.schema().fields.map(\.name)
    let columns = Dictionary(uniqueKeysWithValues: zip(names, try file.readRowGroup(0).columns))
    #expect(columns["underlying"]?.texts == contracts.map(\.underlying))
    #expect(columns["ticker"]?.texts == contracts.map(\.ticker))
    #expect(columns["contract_type"]?.texts == contracts.map(\.type))
    let days = try #require(columns["expiration_date"])
    let strikes = try #require(columns["strike_price"])
    for (row, contract) in contracts.enumerated() {
      #expect(days.isNull(row) == (contract.expirationDay == nil))
      #expect(strikes.isNull(row) == (contract.strike == nil))
      if case .int32(let values) = days.values, let day = contract.expirationDay {
        #expect(values[row] == day)
      }
      switch (strikes.values, contract.strike) {
      case (.float64(let values), let strike?): #expect(values[row] == strike)
      case (.float32(let values), let strike?): #expect(values[row] == Float(strike))
      default: #expect(contract.strike == nil)
      }
    }
  }

  @Test(arguments: Entry.allCases)
  func `what the file has of a contract is taken, each column by itself`(_ entry: Entry) throws {
    let lake = try Lake()
    let ticker = "O:A220715P00137500"
    let data = Bars.source([
      Bars.header + ",underlying,contract_type,strike_price,expiration_date",
      Bars.line(ticker) + ",X, C ,1.25,2024-02-29", Bars.line(ticker) + ",,,NA,",
      Bars.line("A") + ",U,put,2,2024-03-01", Bars.line("B") + ",U,put,2,",
    ])
    let result = try lake.ingest(
      data, by: entry, type: "options_minute", config: ["partitioning": "date"])
    #expect(result.unparsedContracts == 1)
    let file = try lake.parquet(Lake.file(type: "options_minute"))
    let columns = try file.readRowGroup(0).columns
    #expect(columns[0].texts == ["X", "A", "U", "U"])
    #expect(columns[5].texts == ["call", "put", "put", "put"])
    #expect(columns[4].nullCount == 1 && columns[4].isNull(3))
    if case .int32(let days) = columns[4].values {
      #expect(days.prefix(3) == [19_782, 19_188, 19_783])
    }
    if case .float64(let strikes) = columns[6].values { #expect(strikes == [1.25, 137.5, 2, 2]) }
  }
}
