import BarLake
import BarLakeBytes
import BarLakeParquetReading
import BarLakeTestSupport
import LakeInspection
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
    #expect(try lake.ingest(Bars.few, date: "2024-01-03", by: entry).adopted.profile == .classic)
  }

  @Test(arguments: Entry.allCases)
  func `settings of a run that died before a date was done are nobody's default`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry, config: ["profile": "classic"])
    try lake.remove(Lake.manifest())
    try lake.put(
      Array("\(Lake.file())\n".utf8), at: ".barlake/manifests/stocks_daily/2024-01-02.publishing")
    #expect(try lake.ingest(Bars.few, by: entry).adopted == PartialLakeSettings())
    #expect(try lake.parquet().metadataValue("barlake.profile") == "portable")
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
  }

  /// An ingestor that makes `change` between its look at the lake and its commit.
  private func ingestor(
    of lake: Lake, config: [String: ConfigValue] = [:],
    change: @escaping @Sendable () throws -> Void
  ) throws -> any BaseIngestor {
    let isMade = Monitor(false)
    return try lake.ingestor(.streaming, config: config) { _ in
      let isFirst = isMade.withLock { isMade in
        defer { isMade = true }
        return !isMade
      }
      do {
        if isFirst { try change() }
      } catch {
        Issue.record(error)
      }
    }
  }

  @Test(arguments: others.prefix(3))
  func `what another first commit fixes meanwhile is taken by the same call, made again`(
    _ config: [String: ConfigValue]
  ) throws {
    let lake = try Lake()
    let ingestor = try ingestor(of: lake) {
      try lake.ingest(Bars.few, date: "2024-01-03", config: config)
    }
    let error = try #require(throws: IngestError.self) {
      try ingestor.ingestDate(Lake.date, data: Bars.few, symbols: nil)
    }
    #expect(error.code == .outputConflict && error.date == Lake.date)
    #expect(error.message.contains("can be made again"))
    #expect(try !lake.exists(Lake.file()) && lake.remains() == [])
    let result = try ingestor.ingestDate(Lake.date, data: Bars.few, symbols: nil)
    #expect(result.status == .success && result.adopted != PartialLakeSettings())
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
  }

  @Test func `what is given is no call to be made again`() throws {
    let lake = try Lake()
    let ingestor = try ingestor(of: lake, config: ["profile": "portable"]) {
      try lake.ingest(Bars.few, date: "2024-01-03", config: ["profile": "classic"])
    }
    let error = try #require(throws: IngestError.self) {
      try ingestor.ingestDate(Lake.date, data: Bars.few, symbols: nil)
    }
    #expect(error.code == .outputConflict)
    #expect(!error.message.contains("again") && error.message.contains("(--profile classic)"))
  }

  @Test func `settings that their own run takes back meanwhile are not fixed by another`() throws {
    let lake = try Lake()
    let intent = ".barlake/manifests/stocks_daily/2024-01-03.publishing"
    try lake.ingest(Bars.few, date: "2024-01-03", config: ["profile": "classic"])
    // As they are while the first commit of a data type is about to publish.
    try lake.remove(Lake.manifest("2024-01-03"))
    try lake.put(Array("\(Lake.file("2024-01-03"))\n".utf8), at: intent)
    let ingestor = try ingestor(of: lake) {
      for path in [intent, Lake.settings, Lake.file("2024-01-03")] { try lake.remove(path) }
    }
    let error = try #require(throws: IngestError.self) {
      try ingestor.ingestDate(Lake.date, data: Bars.few, symbols: nil)
    }
    #expect(error.code == .outputConflict)
    #expect(error.message.contains("taken back") && error.message.contains("can be made again"))
    let result = try ingestor.ingestDate(Lake.date, data: Bars.few, symbols: nil)
    #expect(result.adopted == PartialLakeSettings())
    #expect(try lake.parquet().metadataValue("barlake.profile") == "portable")
  }

  static let given: [(lake: [String: ConfigValue], call: [String: ConfigValue], flag: String)] = [
    (["profile": "classic"], ["profile": "portable"], "--profile classic"),
    (["partitioning": "date"], ["partitioning": "symbol"], "--partition-by date"),
    ([:], ["partitioning": "date"], "--partition-by symbol"),
    (
      ["embed_partition_columns": true], ["embed_partition_columns": false],
      "--embed-partition-columns"
    ),
    ([:], ["embed_partition_columns": true], "--no-embed-partition-columns"),
    (["extra_columns": "a:bool,b:int64"], ["extra_columns": ""], "--extra-columns a:bool,b:int64"),
    ([:], ["extra_columns": "a:bool"], "--extra-columns ''"),
    (["extra_columns": "it's:bool"], ["extra_columns": [:]], #"--extra-columns 'it'\''s:bool'"#),
    (
      ["profile": "classic", "partitioning": "date"],
      ["profile": "portable", "partitioning": "symbol"], "--profile classic --partition-by date"
    ),
  ]

  @Test(arguments: given)
  func `a conflict names what the lake has, and the option of the command that gives it`(
    _ given: (lake: [String: ConfigValue], call: [String: ConfigValue], flag: String)
  ) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, type: "stocks_minute", config: given.lake)
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, type: "stocks_minute", config: given.call)
    }
    #expect(error.code == .outputConflict)
    #expect(error.message.contains("(\(given.flag))"), "\(error.message)")
    for name in given.call.keys { #expect(error.message.contains(name)) }
  }

  @Test func `no option of the command is named if none can give a column's name`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["extra_columns": ["a,b": "bool"]])
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, config: ["extra_columns": ""])
    }
    #expect(error.message.contains("extra_columns a,b:bool") && !error.message.contains("--"))
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
  func `a date that is done shows the profile if the settings were lost`(_ entry: Entry) throws {
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
  func `a date that is done shows the columns if the settings were lost`(
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
    // The files of the first date show nothing; those of the next date do.
    for (path, bytes) in try lake.tree() where path.hasSuffix("date=2024-01-02.parquet") {
      try lake.put([UInt8](repeating: 65, count: bytes?.count ?? 0), at: path)
    }
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

  /// What may be in the place of settings that are lost: nothing, and what no run can have written.
  static let lost: [String?] = [
    nil, "", "x", "{}", #"{"profile":"portable"}"#,
    #"{"profile":"classic","partitioning":"symbol","embed_partition_columns":true,"#
      + #""extra_columns":[]}"#,
    """
    {"profile":"classic","partitioning":"date","embed_partition_columns":true,
     "extra_columns":[{"name":"volume","type":"bool"}]}
    """,
    """
    {"profile":"classic","partitioning":"date","embed_partition_columns":true,
     "extra_columns":[{"name":"A","type":"bool"}]}
    """,
  ]

  @Test(arguments: MarketDataType.allCases, lost)
  func `lost settings are taken from a date that is done, and are written anew`(
    _ type: MarketDataType, _ text: String?
  ) throws {
    let settings = ".barlake/\(type.rawValue).json"
    // Of minute bars both partitionings are possible, so the text with one of them is readable.
    if !type.isDaily, text?.contains("symbol") == true { return }
    for partitioning in type.isDaily ? ["date"] : ["date", "symbol"] {
      for isEmbedded in [false, true] {
        let lake = try Lake()
        let config: [String: ConfigValue] = [
          "profile": "classic", "partitioning": .string(partitioning),
          "embed_partition_columns": .bool(isEmbedded),
          "extra_columns": "a:bool,b:int64,c:double,d:date,e:timestamp,f:string",
        ]
        try lake.ingest(Bars.few, type: type.rawValue, config: config)
        let before = try lake.read(settings)
        try lake.remove(settings)
        if let text { try lake.put(Array(text.utf8), at: settings) }
        #expect(
          try lake.ingest(Bars.few, type: type.rawValue).status == .skipped,
          "a skip leaves what is lost")
        #expect(try lake.exists(settings) == (text != nil))
        let log = CapturedLog()
        let result = try lake.ingest(
          Bars.few, date: "2024-01-03", type: type.rawValue, logger: log.logger)
        #expect(result.adopted.profile == .classic && result.adopted.extraColumns?.count == 6)
        #expect(log.warnings.contains { $0.contains(settings) })
        // If no column of the type is in a folder name, nothing shows whether they are embedded.
        let isTold = type != .optionsMinute || partitioning == "symbol"
        if isTold || !isEmbedded { #expect(try lake.read(settings) == before) }
        #expect(try LakeVerifier(root: lake.root).verify().findings == [])
      }
    }
  }

  @Test(arguments: [nil, "x"])
  func `if no file shows the columns, they must be given`(_ text: String?) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["profile": "classic", "extra_columns": "a:bool"])
    let size = try lake.read(Lake.file()).count
    try lake.put([UInt8](repeating: 65, count: size), at: Lake.file())
    try lake.remove(Lake.settings)
    if let text { try lake.put(Array(text.utf8), at: Lake.settings) }
    let partial: [[String: ConfigValue]] = [
      [:], ["profile": "classic"], ["extra_columns": "a:bool"], ["embed_partition_columns": false],
    ]
    for config in partial {
      let error = #expect(throws: IngestError.self) {
        try lake.ingest(Bars.few, date: "2024-01-03", config: config)
      }
      #expect(error?.code == .outputConflict && error?.message.contains("is lost") == true)
    }
    let result = try lake.ingest(
      Bars.few, date: "2024-01-03",
      config: ["extra_columns": "a:bool", "embed_partition_columns": false])
    #expect(result.adopted.profile == .classic)
  }

  @Test func `manifests without files fix nothing if the settings are missing`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["profile": "classic"])
    try lake.remove(Lake.settings)
    try lake.remove("stocks_daily")
    #expect(try lake.ingest(Bars.few).adopted == PartialLakeSettings())
    #expect(try lake.parquet().metadataValue("barlake.profile") == "portable")
  }

  @Test func `options have the given values and the defaults, whatever the lake has`() throws {
    let lake = try Lake()
    let config: [String: ConfigValue] = ["partitioning": "date"]
    try lake.ingest(
      Bars.few, type: "stocks_minute", config: ["partitioning": "date", "profile": "classic"])
    let ingestor = try lake.ingestor(type: "stocks_minute", config: config)
    let result = try ingestor.ingestDate("2024-01-03", data: Bars.few, symbols: nil)
    var adopted = PartialLakeSettings()
    adopted.profile = .classic
    #expect(result.adopted == adopted)
    let options = ingestor.context.options
    #expect(options.profile == .portable && options.partitioning == .date)
    var given = PartialLakeSettings()
    given.partitioning = .date
    #expect(options.given == given)
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
