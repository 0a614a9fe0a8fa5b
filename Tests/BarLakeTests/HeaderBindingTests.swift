import BarLake
import BarLakeTestSupport
import Testing

@Suite struct HeaderBindingTests {
  @Test(arguments: Entry.allCases)
  func `columns are found by their names, aliases included, in any order and case`(
    _ entry: Entry
  ) throws {
    let expected = try Lake()
    try expected.ingest(Bars.of("A"))
    let headers = [
      "symbol,volume,open,close,high,low,timestamp,transactions",
      " Ticker ,VOLUME,open\t,Close,HIGH,low,DateTime,transactions",
      "\"ticker\",\"volume\",open,close,high,low,\"window_start\",transactions",
    ]
    for header in headers {
      let lake = try Lake()
      try lake.ingest(Bars.source([header, Bars.line("A")]), by: entry)
      #expect(try lake.tree() == expected.tree(), "\(header)")
    }
    let lake = try Lake()
    let fields = Bars.line("A").split(separator: ",")
    let names = Bars.header.split(separator: ",")
    try lake.ingest(
      Bars.source([names, fields].map { $0.reversed().joined(separator: ",") }), by: entry)
    #expect(try lake.tree() == expected.tree())
  }

  @Test(arguments: Entry.allCases)
  func `names that mean nothing are listed as they are spelled`(_ entry: Entry) throws {
    let lake = try Lake()
    let header = Bars.header + ", VWAP,year,\"a,b\",,symbols"
    let data = Bars.source([header, Bars.line("A") + ",1,2,3,4,5"])
    let result = try lake.ingest(data, by: entry)
    #expect(result.ignoredColumns == [" VWAP", "year", "a,b", "", "symbols"])
  }

  @Test(arguments: Entry.allCases)
  func `missing columns are named together, in the vendor's order`(_ entry: Entry) throws {
    let lake = try Lake()
    let data = Bars.source(["", "transactions,low,symbol,open,close", "1,2,A,3,4"])
    let error = try #require(throws: IngestError.self) { try lake.ingest(data, by: entry) }
    #expect(error.code == .missingColumn)
    #expect(error.token == "volume,high,window_start")
    #expect(error.line == 2)
    #expect(error.column == nil && error.offset == nil)
    #expect(error.date == Lake.date)
  }

  static let duplicates: [(header: String, column: String, type: String)] = [
    (Bars.header + ",Symbol ", "Symbol ", "stocks_daily"),
    (Bars.header + ",datetime", "datetime", "stocks_minute"),
    ("ticker,OPEN,open", "open", "stocks_daily"),
    (Bars.header + ",Note,note", "note", "stocks_daily"),
    (Bars.header + ",underlying,x,Underlying", "Underlying", "options_daily"),
  ]

  @Test(arguments: Entry.allCases, duplicates)
  func `a recognised column twice is a duplicate, before any that is missing`(
    _ entry: Entry, _ duplicate: (header: String, column: String, type: String)
  ) throws {
    let lake = try Lake()
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(
        Bars.source([duplicate.header]), by: entry, type: duplicate.type,
        config: ["extra_columns": "note:string"])
    }
    #expect(error.code == .duplicateColumn)
    #expect(error.column == duplicate.column)
    #expect(error.line == 1)
    #expect(error.token == nil)
  }

  @Test(arguments: Entry.allCases)
  func `contract columns of stocks, and other names twice, are ignored`(_ entry: Entry) throws {
    let lake = try Lake()
    let data = Bars.source([Bars.header + ",strike_price,x,x", Bars.line("A") + ",z,,"])
    #expect(try lake.ingest(data, by: entry).ignoredColumns == ["strike_price", "x", "x"])
  }
}
