import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetReading
import BarLakeParquetWriting
import BarLakeTestSupport
import LakeInspection
import Logging
import Testing

/// Lakes whose own folder is lost, or that another program wrote.
@Suite struct FoundFilesTests {
  /// A lake with one date of stocks_minute, whose own folder is lost.
  private static func lostLake(
    _ config: [String: ConfigValue] = [:], type: String = "stocks_minute", date: String = Lake.date
  ) throws -> Lake {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B"), date: date, type: type, config: config)
    try lake.remove(".barlake")
    return lake
  }

  static let choices: [[String: ConfigValue]] = [
    ["profile": "classic"], ["profile": "portable", "partitioning": "date"],
    ["partitioning": "symbol", "profile": "classic"],
    ["embed_partition_columns": true, "partitioning": "date"],
    ["extra_columns": "vwap:double", "profile": "classic"],
  ]

  @Test(arguments: Entry.allCases, choices)
  func `the next date is like the first, though the own folder is lost`(
    _ entry: Entry, _ config: [String: ConfigValue]
  ) throws {
    let whole = try Lake()
    try whole.ingest(Bars.of("A", "B"), type: "stocks_minute", config: config)
    let lake = try Self.lostLake(config)
    for each in [whole, lake] {
      let result = try each.ingest(
        Bars.of("A", "B"), date: "2024-01-03", by: entry, type: "stocks_minute")
      #expect(result.status == .success)
    }
    #expect(try lake.tree() == whole.tree())
    let settings = ".barlake/stocks_minute.json"
    #expect(try lake.read(settings) == whole.read(settings))
  }

  @Test(arguments: Entry.allCases)
  func `another profile or layout than that of the files is a conflict`(_ entry: Entry) throws {
    for config: [String: ConfigValue] in [["profile": "portable"], ["partitioning": "date"]] {
      let lake = try Self.lostLake(["profile": "classic"])
      let before = try lake.tree()
      let error = try #require(throws: IngestError.self) {
        try lake.ingest(
          Bars.of("A"), date: "2024-01-03", by: entry, type: "stocks_minute", config: config)
      }
      #expect(error.code == .outputConflict)
      #expect(error.message.contains("symbol=A/date=2024-01-02.parquet"))
      #expect(try lake.tree() == before)
    }
  }

  @Test func `the log says where the settings come from`() throws {
    let lake = try Self.lostLake()
    let log = CapturedLog()
    try lake.ingest(
      Bars.of("A"), date: "2024-01-03", type: "stocks_minute", logger: log.logger)
    #expect(
      log.warnings.first
        == """
        warning: .barlake/stocks_minute.json is missing; what it should say is taken from \
        stocks_minute/year=2024/month=01/symbol=A/date=2024-01-02.parquet
        """)
  }

  /// Writes a data file as another program would: with these columns and no metadata of ours.
  private static func putForeign(
    _ columns: Schema, in lake: Lake, at path: String = Lake.file(type: "stocks_daily")
  ) throws {
    try FileSystem.createDirectories(FileSystem.parent(of: lake.absolute(path)))
    let writer = try ParquetWriter(
      ParquetOptions(
        schema: columns, textEncodings: columns.fields.map { _ in .plain }, createdBy: "other"),
      to: HashedFile(creating: lake.absolute(path)))
    var written = try writer.finish()
    _ = try written.output.close()
  }

  @Test(arguments: Profile.allCases)
  func `files of another program with the columns of a profile are continued`(
    _ profile: Profile
  ) throws {
    let lake = try Lake()
    let columns = MarketSchema.rawSchema(for: .stocksDaily, profile: profile)
    let stored = Schema(columns.fields.filter { $0.name != "year" && $0.name != "month" })
    try Self.putForeign(stored, in: lake)
    let log = CapturedLog()
    try lake.ingest(Bars.few, date: "2024-01-03", logger: log.logger)
    #expect(log.warnings.first?.hasSuffix("\(Lake.file()), which another program wrote") == true)
    #expect(
      try lake.parquet(Lake.file("2024-01-03")).schema().isSame(as: stored.inParquet))
  }

  @Test func `files of another program with other columns are a conflict`() throws {
    let lake = try Lake()
    try Self.putForeign(Schema([Field("x", .int64)]), in: lake)
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, date: "2024-01-03")
    }
    #expect(error.code == .outputConflict)
    #expect(error.message.hasPrefix("\(Lake.file()) has columns that no lake has"))
  }

  @Test func `years that contradict each other are a conflict`() throws {
    let lake = try Self.lostLake(["profile": "classic"], type: "stocks_daily")
    let other = try Self.lostLake(
      ["profile": "portable"], type: "stocks_daily", date: "2025-01-02")
    try lake.put(other.read(Lake.file("2025-01-02")), at: Lake.file("2025-01-02"))
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, date: "2024-01-03")
    }
    #expect(error.code == .outputConflict)
    #expect(error.message.contains(Lake.file()))
    #expect(error.message.contains(Lake.file("2025-01-02")))
  }

  @Test func `a file that is not readable says nothing`() throws {
    let lake = try Lake()
    try lake.put(Array("not a Parquet file".utf8), at: Lake.file())
    #expect(try lake.ingest(Bars.few, date: "2024-01-03").status == .success)
  }

  @Test func `batches in memory take what the files say, too`() throws {
    let lake = try Self.lostLake(["profile": "classic"], type: "stocks_daily")
    let ingestor = try lake.ingestor()
    let batches = try ingestor.batches("2024-01-03", data: Bars.few)
    #expect(batches.schema.fields.first { $0.name == "open" }?.type == .float32)
    #expect(try batches.next()?.rowCount == 3)
  }
}
