import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

@Suite struct SymbolPartitionTests {
  static let month = "stocks_minute/year=2024/month=01"

  static func file(_ directory: String, date: String = Lake.date) -> String {
    "\(month)/\(directory)/date=\(date).parquet"
  }

  static func ingest(
    _ data: ByteSource, into lake: Lake, by entry: Entry = .polars,
    config: [String: ConfigValue] = [:], symbols: [String]? = nil
  ) throws -> IngestResult {
    try lake.ingest(data, by: entry, type: "stocks_minute", config: config, symbols: symbols)
  }

  /// The files that readers see.
  static func files(_ lake: Lake) throws -> [String: [UInt8]] {
    try lake.tree().compactMapValues { $0 }
  }

  @Test(arguments: Entry.allCases)
  func `a date is a file for each symbol, below a folder of its name`(_ entry: Entry) throws {
    let lake = try Lake()
    let result = try Self.ingest(Bars.of("B", "AAp", "..", "B"), into: lake, by: entry)
    let expected = ["symbol=%2E%2E", "symbol=AA%70", "symbol=B"].map { Self.file($0) }
    #expect(result.files == expected)
    #expect(result.records == 4)
    let files = try Self.files(lake)
    #expect(files.keys.sorted() == expected)
    #expect(result.fileSizeMB == Double(files.values.reduce(0) { $0 + $1.count }) / 1_048_576)
    #expect(try lake.rowCounts(Self.file("symbol=B")) == [2])
    let names = try lake.parquet(Self.file("symbol=B")).schema().fields.map(\.name)
    #expect(!names.contains("symbol") && names.first == "date")
    #expect(try lake.remains() == [])
    #expect(try Self.ingest(Bars.of("B"), into: lake, by: entry).status == .skipped)
  }

  @Test(arguments: Entry.allCases)
  func `rows that wait on the disk give the same files as rows in memory`(_ entry: Entry) throws {
    // More than one spill of 4 MiB, of symbols that take turns.
    let tickers = (0..<97).map { "T\($0)" }
    let shuffled = [Bars.header] + (0..<400_000).map { Bars.line(tickers[$0 % 97], $0) }
    let sorted =
      [Bars.header]
      + (0..<97).flatMap { ticker in
        stride(from: ticker, to: 400_000, by: 97).map { Bars.line(tickers[ticker], $0) }
      }
    let (one, other) = (try Lake(), try Lake())
    #expect(try Self.ingest(Bars.source(shuffled), into: one, by: entry).records == 400_000)
    _ = try Self.ingest(Bars.source(sorted), into: other, by: .polars)
    #expect(try Self.files(one) == Self.files(other))
    #expect(try one.remains() == [])
  }

  @Test(arguments: [Entry.polars, .streaming])
  func `a symbol of more than a row group is cut into row groups`(_ entry: Entry) throws {
    let lines = (0..<250_001).map { Bars.line($0 % 5 == 0 ? "A" : "B", $0) }
    let lake = try Lake()
    _ = try Self.ingest(Bars.source([Bars.header] + lines), into: lake, by: entry)
    #expect(try lake.rowCounts(Self.file("symbol=A")) == [50_001])
    #expect(try lake.rowCounts(Self.file("symbol=B")) == [100_000, 100_000])
  }

  @Test(arguments: [Entry.polars, .streaming])
  func `overwriting removes the files of symbols that no longer occur`(_ entry: Entry) throws {
    let lake = try Lake()
    _ = try Self.ingest(Bars.of("A", "B", "C"), into: lake, by: entry)
    _ = try Self.ingest(
      Bars.of("B", "D"), into: lake, by: entry, config: ["on_existing": "overwrite"])
    #expect(
      try Self.files(lake).keys.sorted() == [Self.file("symbol=B"), Self.file("symbol=D")])
    #expect(try !lake.exists("\(Self.month)/symbol=A"), "an empty folder goes too")
    #expect(try lake.remains() == [])
  }

  @Test(arguments: [Entry.polars, .streaming])
  func `files that a dead run published and this run does not write are removed`(_ entry: Entry)
    throws
  {
    let lake = try Lake()
    _ = try Self.ingest(Bars.of("A", "B"), into: lake, by: entry)
    // As a run leaves it that dies before its manifest.
    try lake.remove(Lake.manifest(type: "stocks_minute"))
    // A run that died between removing a file and its folder, and a file where a folder should be.
    try FileSystem.createDirectories(lake.absolute("\(Self.month)/symbol=D"))
    try lake.put([1], at: "\(Self.month)/symbol=E")
    let paths =
      ["A", "B", "D", "E"].map { Self.file("symbol=\($0)") } + ["../outside", "stocks_daily/x"]
    try lake.put(
      Array(paths.map { "\($0)\n" }.joined().utf8),
      at: ".barlake/manifests/stocks_minute/2024-01-02.publishing")
    let result = try Self.ingest(Bars.of("B", "C"), into: lake, by: entry)
    #expect(result.files == [Self.file("symbol=B"), Self.file("symbol=C")])
    #expect(
      try Self.files(lake).keys.sorted() == result.files + ["\(Self.month)/symbol=E"])
    #expect(try !lake.exists("\(Self.month)/symbol=D"))
    #expect(try lake.remains() == [])
  }

  @Test(arguments: [Entry.polars, .streaming])
  func `a foreign file at the path of a symbol is a conflict, and nothing is published`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    try lake.put([1, 2], at: Self.file("symbol=B"))
    let error = try #require(throws: IngestError.self) {
      try Self.ingest(Bars.of("A", "B", "C"), into: lake, by: entry)
    }
    #expect(error.code == .outputConflict)
    #expect(try Self.files(lake) == [Self.file("symbol=B"): [1, 2]])
    #expect(try lake.remains() == [])
    let result = try Self.ingest(
      Bars.of("A", "B", "C"), into: lake, by: entry, config: ["on_existing": "overwrite"])
    #expect(result.records == 3)
    #expect(try lake.rowCounts(Self.file("symbol=B")) == [1])
  }

  @Test(arguments: [Entry.polars, .streaming])
  func `a folder in a file's place takes back what was published before it`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    try lake.put([1], at: "\(Self.month)/symbol=B")
    let error = try #require(throws: IngestError.self) {
      try Self.ingest(Bars.of("A", "B", "C"), into: lake, by: entry)
    }
    #expect(error.code == .ioError)
    #expect(error.message.contains("\(Self.month)/symbol=B"))
    #expect(try Self.files(lake) == ["\(Self.month)/symbol=B": [1]])
    #expect(try !lake.exists("\(Self.month)/symbol=A"))
    #expect(try lake.remains() == [])
  }

  @Test func `two dates of a month share the folders of their symbols`() throws {
    let lake = try Lake()
    for date in ["2024-01-02", "2024-01-03"] {
      try lake.ingest(Bars.of("A", "B"), date: date, type: "stocks_minute")
    }
    #expect(try Self.files(lake).count == 4)
    #expect(try lake.tree().count == 3 + 2 + 4)
  }

  @Test(arguments: Entry.allCases)
  func `a file counts the volumes that were rounded in its own rows`(_ entry: Entry) throws {
    func line(_ ticker: String, _ volume: String) -> String {
      "\(ticker),\(volume),1,1,1,1,\(Bars.midnight),1"
    }
    let lake = try Lake()
    let result = try Self.ingest(
      Bars.source([
        Bars.header, line("A", "1.5"), line("B", "2"), line("A", "3"), line("A", "0.5"),
        line("C", "7.25"),
      ]), into: lake, by: entry,
      config: ["profile": "classic", "fractional_volume": "round"])
    #expect(result.roundedVolumes == 3)
    let counts = try ["A", "B", "C"].map {
      try lake.parquet(Self.file("symbol=\($0)")).metadataValue("barlake.rounded_volumes")
    }
    #expect(counts == ["2", nil, "1"])
  }

  @Test(arguments: Entry.allCases)
  func `a symbol that can name no folder is out of range at its record`(_ entry: Entry) throws {
    let fits = String(repeating: "A", count: 248)
    let null = "__HIVE_DEFAULT_PARTITION__"
    for symbol in [fits + "A", String(repeating: "a", count: 83), null] {
      let lake = try Lake()
      let error = try #require(throws: IngestError.self) {
        try Self.ingest(Bars.of("OK", fits, symbol, "B"), into: lake, by: entry)
      }
      #expect(error.code == .outOfRange)
      #expect(error.line == 4 && error.column == "ticker")
      #expect(error.token == String(symbol.prefix(64)))
      #expect(error.message.contains("partitioning: date stores it"))
      #expect(try Self.files(lake).isEmpty)
    }
    let lake = try Lake()
    let result = try Self.ingest(Bars.of(fits, null + "x"), into: lake, by: entry)
    #expect(result.records == 2)
  }

  @Test(arguments: Entry.allCases)
  func `the first wrong field of a record is reported, a name's field in its turn`(
    _ entry: Entry
  ) throws {
    let symbol = String(repeating: "a", count: 200)
    let rest = "1,1,1,1,\(Bars.midnight),1"
    let volumeFirst = "volume,ticker,open,close,high,low,window_start,transactions"
    for (header, line, column) in [
      (Bars.header, "\(symbol),x,\(rest)", "ticker"),
      (volumeFirst, "x,\(symbol),\(rest)", "volume"),
    ] {
      let error = try #require(throws: IngestError.self) {
        try Self.ingest(Bars.source([header, line]), into: Lake(), by: entry)
      }
      #expect(error.column == column && error.line == 2)
    }
  }

  @Test(arguments: [Entry.polars, .lazy, .streaming])
  func `a name is checked before the filter, except for rows that are left unread`(
    _ entry: Entry
  ) throws {
    let data = Bars.of("A", String(repeating: "a", count: 200))
    let lake = try Lake()
    if entry == .lazy {
      #expect(try Self.ingest(data, into: lake, by: entry, symbols: ["A"]).records == 1)
    } else {
      let error = try #require(throws: IngestError.self) {
        try Self.ingest(data, into: lake, by: entry, symbols: ["A"])
      }
      #expect(error.code == .outOfRange)
    }
  }
}
