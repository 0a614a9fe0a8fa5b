import BarLake
import Bytes
import Testing

@Suite struct LakeSettingsTests {
  static let others: [[String: ConfigValue]] = [
    ["profile": "classic"], ["embed_partition_columns": true], ["extra_columns": "x:bool"],
    ["profile": "classic", "on_existing": "overwrite"],
  ]

  @Test(arguments: Entry.allCases, others)
  func `the first commit fixes the shape of a data type`(
    _ entry: Entry, _ config: [String: ConfigValue]
  ) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry)
    let before = try lake.tree()
    for date in [Lake.date, "2024-01-03"] {
      let error = try #require(throws: IngestError.self) {
        try lake.ingest(Bars.few, date: date, by: entry, config: config)
      }
      #expect(error.code == .outputConflict)
      #expect(error.date == date)
      #expect(try lake.tree() == before)
    }
    try lake.ingest(Bars.few, by: entry, type: "stocks_minute", config: config)
    #expect(try lake.ingest(Bars.few, by: entry).status == .skipped)
  }

  @Test func `extra columns in another order are another shape`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["extra_columns": "a:bool,b:bool"])
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(
        Bars.few, date: "2024-01-03", config: ["extra_columns": "b:bool,a:bool"])
    }
    #expect(error.code == .outputConflict)
    try lake.ingest(
      Bars.few, date: "2024-01-03", config: ["extra_columns": ["b": "bool", "a": "bool"]])
  }

  @Test func `extra columns whose names Unicode calls equal are another shape`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["extra_columns": "\u{E9}:bool"])
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, date: "2024-01-03", config: ["extra_columns": "e\u{301}:bool"])
    }
    #expect(error.code == .outputConflict)
  }

  @Test func `settings that cannot be read are a conflict`() throws {
    let lake = try Lake()
    try lake.put(Array("?".utf8), at: Lake.settings)
    let error = try #require(throws: IngestError.self) { try lake.ingest(Bars.few) }
    #expect(error.code == .outputConflict)
    #expect(try lake.tree().isEmpty)
  }

  @Test(arguments: Entry.allCases)
  func `settings of a run that died before a date was done fix nothing`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry)
    // As a run leaves them that is killed before its manifest.
    try lake.remove(Lake.manifest())
    try lake.put(
      Array("\(Lake.file())\n".utf8), at: ".barlake/manifests/stocks_daily/2024-01-02.publishing")
    let other = ["profile": "classic"] as [String: ConfigValue]
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, date: "2024-01-03", by: entry, config: other)
    }
    #expect(error.code == .outputConflict, "the file of the date that is not done is still there")
    #expect(try lake.ingest(Bars.few, by: entry, config: other).status == .success)
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
    #expect(throws: IngestError.self) { try lake.ingest(Bars.few, date: "2024-01-03", by: entry) }
  }

  @Test func `of two first commits at once one decides for both`() throws {
    for round in 0..<40 {
      let lake = try Lake()
      let codes = Monitor<[ErrorCode?]>([])
      Workers.run(count: 2) { number in
        var code: ErrorCode?
        do throws(IngestError) {
          try lake.ingest(
            Bars.few, date: "2024-0\(1 + number)-02", by: .streaming,
            config: ["profile": number == 0 ? "classic" : "portable"])
        } catch {
          code = error.code
        }
        codes.withLock { $0.append(code) }
      }
      let came = codes.withLock { $0 }
      #expect(came.contains(nil) && came.contains(.outputConflict), "round \(round): \(came)")
      #expect(try lake.tree().values.count { $0 != nil } == 1, "round \(round)")
    }
  }

  @Test(arguments: Entry.allCases)
  func `a date that is done tells the profile where the settings were lost`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry)
    try lake.remove(Lake.settings)
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, date: "2024-01-03", by: entry, config: ["profile": "classic"])
    }
    #expect(error.code == .outputConflict)
    #expect(try lake.ingest(Bars.few, date: "2024-01-03", by: entry).status == .success)
    #expect(try lake.exists(Lake.settings))
  }

  @Test(arguments: ["date", "symbol"])
  func `a date that is done tells the columns where the settings were lost`(
    _ partitioning: String
  ) throws {
    let lake = try Lake()
    let config: [String: ConfigValue] = [
      "partitioning": .string(partitioning), "extra_columns": "note:string",
      "embed_partition_columns": true,
    ]
    let settings = ".barlake/stocks_minute.json"
    func ingest(_ date: String, _ changes: [String: ConfigValue] = [:]) throws(IngestError) {
      try lake.ingest(
        Bars.few, date: date, type: "stocks_minute", config: config.merging(changes) { $1 })
    }
    try ingest("2024-01-02")
    try ingest("2024-01-03")
    let before = try lake.read(settings)
    // The first date's files tell nothing; the next one's do.
    for (path, bytes) in try lake.tree() where path.hasSuffix("date=2024-01-02.parquet") {
      try lake.put([UInt8](repeating: 65, count: bytes?.count ?? 0), at: path)
    }
    try lake.put(Array("x".utf8), at: settings)
    let unreadable = #expect(throws: IngestError.self) { try ingest("2024-01-04") }
    #expect(unreadable?.code == .outputConflict)
    #expect(unreadable?.message.contains("once it is removed") == true)
    try lake.remove(settings)
    let changes: [[String: ConfigValue]] = [
      ["embed_partition_columns": false], ["extra_columns": ""],
      ["extra_columns": "note:int64"], ["extra_columns": "other:string"],
    ]
    for change in changes {
      let error = #expect(throws: IngestError.self) { try ingest("2024-01-04", change) }
      #expect(error?.code == .outputConflict, "\(change)")
    }
    #expect(try !lake.exists(settings))
    try ingest("2024-01-04")
    #expect(try lake.read(settings) == before)
  }

  @Test func `a first commit that fails does not take the settings of another with it`() throws {
    for round in 0..<40 {
      let lake = try Lake()
      let failing = try lake.ingestor(.streaming) { _ in
        // The manifest cannot be put in place of a directory, so the commit fails at its end.
        do {
          try FileSystem.createDirectories(lake.absolute(Lake.manifest() + "/in the way"))
        } catch {
          Issue.record(error)
        }
      }
      Workers.run(count: 2) { number in
        do throws(IngestError) {
          if number == 0 {
            _ = try failing.ingestDate(Lake.date, data: Bars.few, symbols: nil)
            Issue.record("a manifest was put in place of a directory")
          } else {
            try lake.ingest(Bars.few, date: "2024-01-03", by: .streaming)
          }
        } catch {
          if number != 0 { Issue.record(error, "round \(round)") }
        }
      }
      #expect(try lake.exists(Lake.file("2024-01-03")), "round \(round)")
      #expect(try !lake.exists(Lake.file()), "round \(round)")
      #expect(try lake.exists(Lake.settings), "round \(round)")
    }
  }
}
