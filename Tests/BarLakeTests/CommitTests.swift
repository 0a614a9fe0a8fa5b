import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

/// The commit as a whole, by ingests; each of its states has tests of its own.
@Suite struct CommitTests {
  static let file = Lake.file()

  @Test(arguments: MarketDataType.allCases, Entry.allCases)
  func `a date is one file in the folders of its year and month`(
    _ type: MarketDataType, _ entry: Entry
  ) throws {
    let lake = try Lake()
    let result = try lake.ingest(
      Bars.few, by: entry, type: type.rawValue, config: ["partitioning": "date"])
    let file = "\(type.rawValue)/year=2024/month=01/date=2024-01-02.parquet"
    #expect(result.files == [file])
    #expect(
      try Set(lake.tree().keys) == [
        type.rawValue, "\(type.rawValue)/year=2024", "\(type.rawValue)/year=2024/month=01", file,
      ])
    #expect(try result.fileSizeMB == Double(lake.read(file).count) / 1_048_576)
    #expect(try lake.exists(Lake.manifest(type: type.rawValue)))
    #expect(try lake.remains() == [])
  }

  /// A list of unused symbols, with which the manifest is too large to be read again.
  @Test func `a manifest that is longer than one may be is an error, and nothing is left`() throws {
    let lake = try Lake()
    let tail = String(repeating: "x", count: 250)
    let error = #expect(throws: IngestError.self) {
      try lake.ingest(Bars.few, symbols: ["A"] + (0..<260_000).map { "\($0)\(tail)" })
    }
    #expect(error?.code == .ioError)
    #expect(error?.message.hasPrefix("write .barlake/staging/") == true)
    #expect(error?.message.hasSuffix(": File too large (errno 27)") == true)
    #expect(try lake.tree().isEmpty)
    #expect(try lake.remains() == [])
  }

  @Test func `years have four digits and months two`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "0987-10-05")
    #expect(try lake.exists("stocks_daily/year=0987/month=10/date=0987-10-05.parquet"))
  }

  @Test(arguments: [Entry.polars, .streaming], [Entry.readsAllFirst, .streaming])
  func `of two that race for a date one publishes and the other skips`(
    _ first: Entry, _ second: Entry
  ) throws {
    let lake = try Lake()
    for day in 10..<30 {
      let results = Monitor<[IngestResult]>([])
      Workers.run(count: 2) { number in
        do {
          let result = try lake.ingest(
            Bars.few, date: "2024-01-\(day)", by: number == 0 ? first : second)
          results.withLock { $0.append(result) }
        } catch {
          Issue.record(error)
        }
      }
      let came = results.withLock { $0 }
      #expect(Set(came.map(\.status)) == [.success, .skipped])
      #expect(came.first { $0.status == .skipped }?.reason == .outputExists)
      #expect(came.map(\.records).sorted() == [0, 3])
    }
    #expect(try lake.remains() == [])
    #expect(try lake.tree().count == 3 + 20)
  }

  @Test func `many dates at once all succeed`() throws {
    let lake = try Lake()
    Workers.run(count: 4) { number in
      for month in 1...3 {
        do {
          try lake.ingest(Bars.few, date: "2024-0\(month)-1\(number)", by: .streaming)
        } catch {
          Issue.record(error)
        }
      }
    }
    #expect(try lake.tree().count == 2 + 3 + 12)
    #expect(try lake.remains() == [])
  }

  @Test(arguments: Entry.allCases)
  func `a file without its manifest is a leftover, and is replaced`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A"), by: entry)
    try lake.remove(Lake.manifest())
    #expect(try lake.ingest(Bars.few, by: entry).status == .success)
    #expect(try lake.ingest(Bars.few, by: entry).status == .skipped)
    #expect(try lake.rowCounts() == [3])
  }

  @Test(arguments: Entry.allCases)
  func `a manifest without its file is no done date`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry)
    let before = try lake.tree()
    try lake.remove(Self.file)
    #expect(try lake.ingest(Bars.few, by: entry).status == .success)
    #expect(try lake.tree() == before)
  }

  @Test(arguments: [[], Array("{".utf8), Array("{}".utf8), [0xFF, 0]])
  func `a manifest that cannot be read does not make a date done`(_ content: [UInt8]) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.put(content, at: Lake.manifest())
    #expect(try lake.ingest(Bars.few).status == .success)
    #expect(try lake.ingest(Bars.few).status == .skipped)
  }

  @Test func `a published file that was cut is in the way until it is overwritten`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let whole = try lake.read(Self.file)
    let cut = Array(whole.dropLast())
    try lake.put(cut, at: Self.file)
    let error = try #require(throws: IngestError.self) { try lake.ingest(Bars.few) }
    #expect(error.code == .outputConflict)
    #expect(error.message.hasSuffix("on_existing: overwrite replaces it"))
    #expect(try lake.read(Self.file) == cut)
    try lake.ingest(Bars.few, config: ["on_existing": "overwrite"])
    #expect(try lake.read(Self.file) == whole)
    #expect(try lake.ingest(Bars.few).status == .skipped)
  }

  @Test(arguments: Entry.allCases)
  func `a foreign file in the way stays, except when it is to be overwritten`(
    _ entry: Entry
  ) throws {
    let otherDate = try Lake()
    try otherDate.ingest(Bars.few, date: "2024-01-03")
    for content in [Array("mine".utf8), [], try otherDate.read(Lake.file("2024-01-03"))] {
      let lake = try Lake()
      try lake.put(content, at: Self.file)
      let before = try lake.tree()
      for config in [[:], ["on_existing": "error"]] as [[String: ConfigValue]] {
        let error = try #require(throws: IngestError.self) {
          try lake.ingest(Bars.few, by: entry, config: config)
        }
        #expect(error.code == .outputConflict)
        #expect(error.line == nil && error.column == nil && error.token == nil)
        #expect(try lake.tree() == before)
      }
      try lake.ingest(Bars.few, by: entry, config: ["on_existing": "overwrite"])
      #expect(try lake.rowCounts() == [3])
    }
  }

  @Test(arguments: Entry.allCases)
  func `a done date is skipped, an error, or overwritten`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A"), by: entry)
    let before = try lake.tree()
    let skipped = try lake.ingest(Bars.few, by: entry)
    #expect(skipped.status == .skipped && skipped.reason == .sourceChanged)
    #expect(skipped.records == 0 && skipped.files == [] && skipped.ignoredColumns == [])
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, by: entry, config: ["on_existing": "error"])
    }
    #expect(error.code == .outputConflict)
    #expect(try lake.tree() == before)
    let result = try lake.ingest(Bars.few, by: entry, config: ["on_existing": "overwrite"])
    #expect(result.status == .success && result.records == 3 && result.files == [Self.file])
    #expect(try lake.rowCounts() == [3])
    #expect(try lake.remains() == [])
  }

  @Test(arguments: Entry.allCases)
  func `a date done with a filter is skipped for no more than that`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry, symbols: ["A", "AAp"])
    for symbols in [["A"], ["AAp", "A"]] {
      #expect(try lake.ingest(Bars.few, by: entry, symbols: symbols).status == .skipped)
    }
    for symbols in [nil, [], ["A", "B"]] {
      let error = try #require(throws: IngestError.self) {
        try lake.ingest(Bars.few, by: entry, symbols: symbols)
      }
      #expect(error.code == .outputConflict)
    }
    try lake.ingest(Bars.few, by: entry, config: ["on_existing": "overwrite"])
    #expect(try lake.ingest(Bars.few, by: entry, symbols: ["ZZZ"]).status == .skipped)
  }

  @Test func `staging of a dead run of this date is removed, that of others stays`() throws {
    let lake = try Lake()
    let others = [
      "stocks_daily.2024-01-03.x", "stocks_minute.2024-01-02.x", "options_daily.2024-01-02.x",
    ]
    for name in others + ["stocks_daily.2024-01-02.x"] {
      try lake.put([1], at: ".barlake/staging/\(name)/data.staged")
    }
    try lake.ingest(Bars.few)
    #expect(try FileSystem.names(in: lake.absolute(".barlake/staging")) == others.sorted())
  }
}
