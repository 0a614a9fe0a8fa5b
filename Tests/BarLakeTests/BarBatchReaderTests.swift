import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeTestSupport
import Testing

@Suite struct BarBatchReaderTests {
  private func batches(
    _ data: ByteSource, type: String = "stocks_daily", config: [String: ConfigValue] = [:],
    symbols: [String]? = nil, lake: Lake
  ) throws(IngestError) -> BarBatchReader {
    try lake.ingestor(type: type, config: config)
      .batches(Lake.date, data: data, symbols: symbols)
  }

  /// The tickers of each batch.
  private func tickers(_ reader: BarBatchReader) throws(IngestError) -> [[String?]] {
    var tickers: [[String?]] = []
    let column = reader.schema.index(of: "symbol") ?? reader.schema.index(of: "ticker") ?? 0
    while let batch = try reader.next() { tickers.append(batch.columns[column].texts) }
    return tickers
  }

  @Test(arguments: MarketDataType.allCases, Profile.allCases)
  func `the columns are those of the raw schema, then the extra ones`(
    _ type: MarketDataType, _ profile: Profile
  ) throws {
    for partitioning in type.isDaily ? ["date"] : ["symbol", "date"] {
      let config: [String: ConfigValue] = [
        "profile": .string(profile.rawValue), "partitioning": .string(partitioning),
        "extra_columns": "flag:bool",
      ]
      let reader = try batches(Bars.few, type: type.rawValue, config: config, lake: Lake())
      let raw = MarketSchema.rawSchema(for: type, profile: profile)
      #expect(reader.schema == Schema(raw.fields + [Field("flag", .bool)]))
      let batch = try #require(try reader.next())
      #expect(batch.columns.count == reader.schema.fields.count)
      #expect(batch.columns.allSatisfy { $0.count == 3 })
      #expect(try reader.next() == nil)
      #expect(try reader.next() == nil)
    }
  }

  @Test func `a batch has the chunk size's rows, after the filter and across blocks`() throws {
    let lines = (0..<50_000).map { Bars.line($0 % 3 == 0 ? "A" : "B\($0)", $0) }
    let data = Bars.source([Bars.header] + lines)
    let kept = (0..<50_000).filter { $0 % 3 == 0 }.count
    let reader = try batches(
      data, config: ["chunk_size": 7_000], symbols: ["A"], lake: Lake())
    #expect(try tickers(reader).map(\.count) == [7_000, 7_000, kept - 14_000])
    #expect(reader.rowCount == kept)

    let all = try batches(data, config: ["chunk_size": 20_000], lake: Lake())
    let found = try tickers(all)
    #expect(found.map(\.count) == [20_000, 20_000, 10_000])
    #expect(Array(found.joined()) == (0..<50_000).map { $0 % 3 == 0 ? "A" : "B\($0)" })
  }

  @Test func `a ticker that cannot name a folder is no error of a batch in memory`() throws {
    let data = Bars.of("A", "__HIVE_DEFAULT_PARTITION__")
    let error = try #require(throws: IngestError.self) {
      try Lake().ingest(data, type: "stocks_minute")
    }
    #expect(error.code == .outOfRange)
    let reader = try batches(data, type: "stocks_minute", lake: Lake())
    #expect(try tickers(reader) == [["A", "__HIVE_DEFAULT_PARTITION__"]])
  }

  @Test func `without rows there is no batch`() throws {
    #expect(try batches(Bars.source([Bars.header]), lake: Lake()).next() == nil)
    #expect(try batches(Bars.few, symbols: ["Z"], lake: Lake()).next() == nil)
  }

  @Test func `texts of many bytes end a batch early`() throws {
    let note = String(repeating: "x", count: 1 << 19)
    let lines = (0..<100).map { Bars.line("A", $0) + "," + note }
    let reader = try batches(
      Bars.source([Bars.header + ",note"] + lines), config: ["extra_columns": "note:string"],
      lake: Lake())
    let counts = try tickers(reader).map(\.count)
    #expect(counts.count > 2)
    #expect(counts.reduce(0, +) == 100)
  }

  @Test(arguments: [false, true])
  func `the errors are those of an ingest, and stay`(_ isGzip: Bool) throws {
    let data = isGzip ? try Inputs.gzip(Bars.wrong) : Bars.wrong
    let expected = try #require(throws: IngestError.self) { try Lake().ingest(data) }
    #expect(expected.code == .badNumber)
    let reader = try batches(data, config: ["chunk_size": 1], lake: Lake())
    // The record before the wrong one is a chunk of its own.
    #expect(try reader.next()?.rowCount == 1)
    for _ in 0..<2 {
      #expect(throws: expected) { try reader.next() }
    }
  }

  @Test func `a damaged container comes before what is wrong inside it`() throws {
    let data = ByteSource.bytes(try Inputs.bytes(try Inputs.gzip(Bars.wrong)).dropLast(3))
    let expected = try #require(throws: IngestError.self) { try Lake().ingest(data) }
    #expect(expected.code == .gzipCorrupt)
    #expect(throws: expected) {
      try tickers(try batches(data, config: ["chunk_size": 1], lake: Lake()))
    }
  }

  @Test func `wrong arguments, files and headers are errors of the call`() throws {
    let lake = try Lake()
    func code(_ date: String, _ data: ByteSource) throws -> ErrorCode {
      let error = try #require(throws: IngestError.self) {
        try lake.ingestor().batches(date, data: data)
      }
      #expect(error.date == date)
      return error.code
    }
    #expect(try code("2024-02-30", Bars.few) == .invalidDate)
    #expect(try code(Lake.date, .file(lake.absolute("none.csv"))) == .ioError)
    #expect(try code(Lake.date, .bytes([])) == .emptyInput)
    #expect(try code(Lake.date, Bars.source(["ticker"])) == .missingColumn)
  }

  @Test func `the lake is neither read nor changed, and nothing is counted`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let before = try lake.tree()
    let ingestor = try lake.ingestor(config: ["on_existing": "error", "profile": "classic"])
    let reader = try ingestor.batches(Lake.date, data: Bars.of("A", "B"))
    #expect(try tickers(reader) == [["A", "B"]])
    #expect(try lake.tree() == before)
    #expect(try lake.remains() == [])
    #expect(ingestor.statistics.recordsProcessed == 0)
  }

  @Test func `profile and extra columns that are not given are the lake's`() throws {
    let lake = try Lake()
    let config: [String: ConfigValue] = [
      "profile": "classic", "extra_columns": "note:string", "partitioning": "date",
    ]
    try lake.ingest(Bars.few, type: "stocks_minute", config: config)
    let before = try lake.entries(below: "") { _ in true }
    func names(_ config: [String: ConfigValue]) throws -> [String] {
      let reader = try batches(Bars.few, type: "stocks_minute", config: config, lake: lake)
      #expect(try tickers(reader) == [["A", "AAp", "BRK.B"]])
      return reader.schema.fields.map(\.name)
    }
    let classic = MarketSchema.rawSchema(for: .stocksMinute, profile: .classic).fields.map(\.name)
    let portable = MarketSchema.rawSchema(for: .stocksMinute).fields.map(\.name)
    #expect(try names([:]) == classic + ["note"])
    #expect(try names(["extra_columns": nil, "partitioning": "symbol"]) == classic + ["note"])
    #expect(try names(["extra_columns": ""]) == classic)
    #expect(try names(["profile": "portable"]) == portable + ["note"])
    #expect(try names(["profile": "portable", "extra_columns": "x:bool"]) == portable + ["x"])
    #expect(try lake.entries(below: "") { _ in true } == before, "not even a lock's file is made")
  }

  @Test func `settings that cannot be read are a conflict unless both are given`() throws {
    let lake = try Lake()
    try lake.put(Array("x".utf8), at: Lake.settings)
    for config in [[:], ["profile": "classic"], ["extra_columns": ""]] as [[String: ConfigValue]] {
      let error = #expect(throws: IngestError.self) {
        try batches(Bars.few, config: config, lake: lake)
      }
      #expect(error?.code == .outputConflict && error?.date == Lake.date)
    }
    let given: [String: ConfigValue] = ["profile": "classic", "extra_columns": ""]
    #expect(try batches(Bars.few, config: given, lake: lake).next()?.rowCount == 3)
  }

  @Test func `names that matched nothing are reported`() throws {
    let reader = try batches(
      Bars.few, config: ["extra_columns": "a:bool"], symbols: ["ZZ", "A", "B"], lake: Lake())
    #expect(try tickers(reader) == [["A"]])
    #expect(reader.result.unmatchedSymbols == ["B", "ZZ"])
    #expect(reader.result.missingExtraColumns == ["a"])
  }

  @Test func `what an ingest reports of its rows is available`() throws {
    let lines = ["X,1.5,1,1,1,1,\(Bars.midnight),1,9", "Y,2,1,1,1,1,0,1,9"]
    let reader = try batches(
      Bars.source([Bars.header + ",vwap"] + lines), type: "options_daily",
      config: ["profile": "classic", "fractional_volume": "round"], lake: Lake())
    #expect(reader.ignoredColumns == ["vwap"])
    #expect(try tickers(reader) == [["X", "Y"]])
    #expect(reader.dateMismatchRows == 1)
    #expect(reader.unparsedContracts == 2)
    #expect(reader.roundedVolumes == 1)
    #expect(reader.doubtfulBars == DoubtfulBars())
  }

  @Test(arguments: [1, 3, 100_000])
  func `doubtful bars are counted, and with strict_bars an error of their batch`(
    _ chunkSize: Int
  ) throws {
    let lines = [Bars.line("A"), Bars.line("B"), Bars.line("C"), Bars.line("A"), Bars.line("B")]
    let data = Bars.source([Bars.header] + lines)
    let reader = try batches(data, config: ["chunk_size": .int(chunkSize)], lake: Lake())
    #expect(try tickers(reader).flatMap { $0 } == ["A", "B", "C", "A", "B"])
    #expect(reader.result.doubtfulBars.repeatedKeys == 2)
    #expect(reader.doubtfulBars.unorderedRows == 2)
    let strict = try batches(
      data, config: ["chunk_size": .int(chunkSize), "strict_bars": true], lake: Lake())
    var rowCount = 0
    let error = try #require(throws: IngestError.self) {
      while let batch = try strict.next() { rowCount += batch.rowCount }
    }
    #expect(error.code == .doubtfulBar && error.line == 5 && error.token == "A")
    #expect(rowCount == 3 / chunkSize * chunkSize)
    #expect(throws: error) { try strict.next() }
  }

  @Test func `bars that are doubtful as a whole are an error in place of the last batch`() throws {
    let lines = (0..<10).map { Bars.line("S\($0)") }
    let strict = try batches(
      Bars.source([Bars.header] + lines), type: "stocks_minute",
      config: ["chunk_size": 4, "strict_bars": true], lake: Lake())
    #expect(try strict.next()?.rowCount == 4)
    #expect(try strict.next()?.rowCount == 4)
    let error = try #require(throws: IngestError.self) { try strict.next() }
    #expect(error.code == .doubtfulBar && error.line == nil && error.token == nil)
  }
}
