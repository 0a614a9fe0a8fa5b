import BarLake
import BarLakeColumnar
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

@Suite struct ExtraColumnTests {
  private func parse(_ text: String) throws(IngestError) -> [ExtraColumn] {
    try IngestOptions(["extra_columns": .string(text)]).extraColumns
  }

  @Test func `a text keeps its order, and names are trimmed and folded`() throws {
    let columns = try parse(
      "Zeta:string, alpha :int64,b:bool,c:double,d:date,e:timestamp")
    #expect(
      columns == [
        .init(name: "zeta", type: .string), .init(name: "alpha", type: .int64),
        .init(name: "b", type: .bool), .init(name: "c", type: .double),
        .init(name: "d", type: .date), .init(name: "e", type: .timestamp),
      ])
    #expect(try parse("") == [])
    #expect(try parse("a:b:int64") == [.init(name: "a:b", type: .int64)])
  }

  @Test func `a comma or a colon before a combining mark separates like any other`() throws {
    let mark = "\u{301}"
    let columns = try parse("a:bool,\(mark)b:int64,a\(mark):string,\u{E1}:date")
    #expect(columns.map(\.type) == [.bool, .int64, .string, .date])
    #expect(
      columns.map { Array($0.name.utf8) }
        == ["a", "\(mark)b", "a\(mark)", "\u{E1}"].map { Array($0.utf8) })
    #expect(throws: IngestError.self) { try parse("a:\(mark)bool") }
    #expect(
      ExtraColumn(name: "\u{E9}", type: .bool) != ExtraColumn(name: "e\(mark)", type: .bool))
  }

  @Test func `a dictionary is ordered by the bytes of its names`() throws {
    // U+FB01 is E F... in UTF-8 and U+1D11E F0..., but UTF-16 has them the other way round; e with
    // a combining accent is 65 CC 81, before z, and its composed twin C3 A9, after z.
    let names = ["z", "b", "\u{1D11E}", "\u{FB01}", "e\u{301}f", "\u{E9}g"]
    let types = Dictionary(uniqueKeysWithValues: names.map { ($0, ConfigValue.string("bool")) })
    let columns = try IngestOptions(["extra_columns": .dictionary(types)]).extraColumns
    #expect(
      columns.map { Array($0.name.utf8) }
        == names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test(arguments: [
    "vwap", "vwap:", ":double", " :double", "vwap:float", "vwap:Double", "vwap:double,",
    ",vwap:double", "vwap:double,VWAP :int64", "vwap: double",
  ])
  func `what is no list of names and types is an invalid argument`(_ text: String) throws {
    let error = try #require(throws: IngestError.self) { try parse(text) }
    #expect(error.code == .invalidArgument)
    #expect(error.token == text)
  }

  @Test(
    arguments: [
      "ticker", "symbol", "Volume", "open", "close", "high", "low", "window_start", "timestamp",
      "datetime", "transactions", "year", " month",
    ], MarketDataType.allCases)
  func `names that mean something already are refused`(
    _ name: String, _ type: MarketDataType
  ) throws {
    let lake = try Lake()
    for value in [ConfigValue.string("\(name):double"), .dictionary([name: "double"])] {
      let error = try #require(throws: IngestError.self) {
        try lake.ingestor(type: type.rawValue, config: ["extra_columns": value])
      }
      #expect(error.code == .invalidArgument)
      #expect(error.token == value.description)
    }
  }

  @Test(
    arguments: ["underlying", "expiration_date", "contract_type", "strike_price"],
    MarketDataType.allCases)
  func `the names of contract columns are refused for options`(
    _ name: String, _ type: MarketDataType
  ) throws {
    let lake = try Lake()
    let config: [String: ConfigValue] = ["extra_columns": .string("\(name):string")]
    guard type.isOption else {
      _ = try lake.ingestor(type: type.rawValue, config: config)
      return
    }
    let error = try #require(throws: IngestError.self) {
      try lake.ingestor(type: type.rawValue, config: config)
    }
    #expect(error.code == .invalidArgument)
  }

  @Test(arguments: Entry.allCases)
  func `names that Unicode calls equal are different names`(_ entry: Entry) throws {
    let lake = try Lake()
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    let data = Bars.source([
      "\(Bars.header),\(decomposed),\(composed),\(decomposed)x", Bars.line("A") + ",1,2,3",
    ])
    let config: [String: ConfigValue] = [
      "extra_columns": .string("\(composed):string,\(decomposed):string")
    ]
    let result = try lake.ingest(data, by: entry, config: config)
    #expect(result.ignoredColumns.map { Array($0.utf8) } == [Array("\(decomposed)x".utf8)])
    let file = try lake.parquet()
    #expect(
      try file.schema().fields.suffix(2).map { Array($0.name.utf8) }
        == [composed, decomposed].map { Array($0.utf8) })
    let columns = try file.readRowGroup(0).columns.suffix(2)
    #expect(columns.first?.texts == ["2"])
    #expect(columns.last?.texts == ["1"])
  }

  @Test(arguments: Entry.allCases)
  func `extra columns follow those of the schema, in their order, null if they are missing`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    let data = Bars.source([
      Bars.header + ",VWAP,note,other", Bars.line("A") + ",1.5, x ,9", Bars.line("B") + ",NA,,9",
    ])
    let result = try lake.ingest(
      data, by: entry, config: ["extra_columns": "note:string,gone:date,vwap:double"])
    #expect(result.ignoredColumns == ["other"])
    let file = try lake.parquet()
    #expect(try file.schema().fields.suffix(3).map(\.name) == ["note", "gone", "vwap"])
    let columns = try file.readRowGroup(0).columns.suffix(3).map { $0 }
    #expect(columns.map(\.nullCount) == [1, 2, 1])
    #expect(columns[0].texts == [" x ", nil])
    #expect(columns[2].isNull(1) && !columns[2].isNull(0))
  }
}
