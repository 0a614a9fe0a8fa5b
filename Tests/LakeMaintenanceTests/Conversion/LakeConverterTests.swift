import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import LakeMaintenance
import Testing

/// Lakes made from flat files are the oracle: a converted lake has the same bytes.
@Suite struct LakeConverterTests {
  private static let stocks = Bars.source(
    [Bars.header + ",vwap,note"]
      // In the order of their bytes, which is not that of their paths.
      + ["007", "A", "AAPL", "AAp", "BRK", "BRK.B", "NA", "TRUE"].enumerated().flatMap {
        number, ticker in
        (0..<5).map { Bars.line(ticker, 10 * number + $0) + ",1\($0).5,n\($0)" }
      })
  private static let options = Bars.source(
    [Bars.header]
      + ["O:AAPL240119C00150000", "O:AAPL240119P00150500", "O:SPY240621C00500000"]
      .enumerated().flatMap { number, ticker in (0..<4).map { Bars.line(ticker, number + $0) } })

  private static func source(_ type: String) -> ByteSource {
    type == "options_minute" ? options : stocks
  }

  /// Everything in a lake but its locks.
  private static func tree(_ lake: Lake) throws -> [String: [UInt8]?] {
    try lake.entries(below: "") { !$0.hasPrefix("locks") }
  }

  /// The values of each column in the one file of a date, as text.
  private static func values(
    of lake: Lake, _ type: String = "stocks_minute"
  ) throws -> [String: String] {
    let file = try lake.parquet(Lake.file(type: type))
    var values: [String: String] = [:]
    for (number, field) in try file.schema().fields.enumerated() {
      let column = try file.readColumnChunk(rowGroup: 0, column: number).column
      values[field.name] = "\(column.values)"
    }
    return values
  }

  private static func convert(
    _ from: Lake, _ to: Lake, type: String = "stocks_minute",
    config: [String: ConfigValue] = [:], acceptsRounding: Bool = false
  ) throws -> ConversionResult {
    let converter = try LakeConverter(
      dataType: type, from: from.root, to: to.root, config: config,
      acceptsRounding: acceptsRounding)
    #expect(converter.dates == [try CalendarDate(Lake.date)])
    return try converter.convert(converter.dates[0])
  }

  private static let layouts: [[String: ConfigValue]] = [
    ["partitioning": .string("date"), "embed_partition_columns": .bool(false)],
    ["partitioning": .string("symbol"), "embed_partition_columns": .bool(false)],
    ["partitioning": .string("date"), "embed_partition_columns": .bool(true)],
    ["partitioning": .string("symbol"), "embed_partition_columns": .bool(true)],
  ]

  /// CONV-1.1, CONV-1.2 and CONV-1.3.
  @Test(arguments: ["stocks_minute", "options_minute"], ["portable", "classic"])
  func `each layout becomes each other one, with the bytes of an ingest`(
    _ type: String, _ profile: String
  ) throws {
    for from in Self.layouts {
      let first = try Lake()
      try first.ingest(
        Self.source(type), type: type,
        config: from.merging(["profile": .string(profile)]) { one, _ in one })
      let before = try first.snapshot()
      for to in Self.layouts {
        let (second, expected) = (try Lake(), try Lake())
        let result = try Self.convert(first, second, type: type, config: to)
        try expected.ingest(
          Self.source(type), type: type,
          config: to.merging(["profile": .string(profile)]) { one, _ in one })
        #expect(try Self.tree(second) == Self.tree(expected), "\(from) to \(to)")
        #expect(result.status == .success && result.fileCount > 0)
      }
      #expect(try first.snapshot() == before)
    }
  }

  @Test(arguments: ["stocks_daily", "options_daily"])
  func `daily types are converted too`(_ type: String) throws {
    let source = type == "options_daily" ? Bars.of("O:AAPL240119C00150000") : Bars.few
    let (first, second, expected) = (try Lake(), try Lake(), try Lake())
    try first.ingest(source, type: type)
    let result = try Self.convert(
      first, second, type: type, config: ["profile": .string("classic")])
    try expected.ingest(source, type: type, config: ["profile": .string("classic")])
    #expect(try Self.tree(second) == Self.tree(expected))
    #expect(result.records == (type == "options_daily" ? 1 : 3))
    // The way back. Volumes are integers of 64 bits in one type, and of 32 in the others.
    let back = try Lake()
    _ = try Self.convert(
      second, back, type: type, config: ["profile": .string("portable")], acceptsRounding: true)
    #expect(try Self.values(of: back, type) == Self.values(of: first, type))
  }

  // MARK: Profiles

  private static let fractions = Bars.source([
    Bars.header, "A,1.5,1.005,185.67,200,0.1,\(Bars.midnight),1",
    "A,2.5,1,1,1,1,\(Bars.midnight + 1_000),2", "B,7,,NA,1,1,\(Bars.midnight),2147483647",
  ])

  @Test(arguments: layouts, layouts)
  func `portable becomes classic, with the bytes of an ingest`(
    _ from: [String: ConfigValue], _ to: [String: ConfigValue]
  ) throws {
    let (first, second, expected) = (try Lake(), try Lake(), try Lake())
    try first.ingest(Self.fractions, type: "stocks_minute", config: from)
    var config = to
    config["profile"] = .string("classic")
    let error = #expect(throws: IngestError.self) {
      try Self.convert(first, second, config: config)
    }
    #expect(error?.code == .badNumber && error?.column == "volume" && error?.token == "1.5")
    #expect(error?.date == Lake.date)
    #expect(try second.tree().isEmpty)
    config["fractional_volume"] = .string("round")
    let result = try Self.convert(first, second, config: config)
    try expected.ingest(Self.fractions, type: "stocks_minute", config: config)
    #expect(try Self.tree(second) == Self.tree(expected))
    #expect(result.roundedVolumes == 2)
  }

  /// CONV-2.2 and CONV-2.3.
  @Test func `classic becomes portable only where rounding is accepted, and says so`() throws {
    let config: [String: ConfigValue] = [
      "profile": .string("classic"), "fractional_volume": .string("round"),
    ]
    let (first, second, third) = (try Lake(), try Lake(), try Lake())
    try first.ingest(Self.fractions, type: "stocks_minute", config: config)
    let error = #expect(throws: IngestError.self) {
      try Self.convert(first, second, config: ["profile": .string("portable")])
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("--accept-rounding") == true)
    #expect(try second.tree().isEmpty)

    let portable: [String: ConfigValue] = [
      "profile": .string("portable"), "partitioning": .string("date"),
    ]
    _ = try Self.convert(first, second, config: portable, acceptsRounding: true)
    let path = Lake.file(type: "stocks_minute")
    let file = try second.parquet(path)
    #expect(file.metadataValue("barlake.converted_from") == "classic")
    // The prices of the flat file; of the volumes what is left.
    let truth = try Lake()
    try truth.ingest(Self.fractions, type: "stocks_minute", config: portable)
    var expected = try Self.values(of: truth)
    expected["volume"] = "\(ColumnValues.float64([2, 2, 7]))"
    #expect(try Self.values(of: second) == expected)
    // On the way back nothing is lost, and it stays known in further lakes of the profile.
    _ = try Self.convert(second, third, config: config)
    let (by, classic) = (try Lake(), try Lake())
    _ = try Self.convert(second, by, config: ["partitioning": .string("symbol")])
    let folder = "stocks_minute/year=2024/month=01/symbol=A"
    #expect(
      try by.parquet("\(folder)/date=\(Lake.date).parquet").metadataValue("barlake.converted_from")
        == "classic")
    _ = try Self.convert(
      first, classic, config: ["partitioning": .string("date"), "profile": .string("classic")])
    #expect(try third.parquet(path).metadataValue("barlake.converted_from") == nil)
    #expect(try Self.values(of: third) == Self.values(of: classic))
  }

  /// CONV-2.5.
  @Test func `counts of rounded volumes go on as far as they are known`() throws {
    let config: [String: ConfigValue] = [
      "profile": .string("classic"), "fractional_volume": .string("round"),
    ]
    func count(_ lake: Lake, _ folder: String) throws -> String? {
      let month = "stocks_minute/year=2024/month=01"
      return try lake.parquet("\(month)\(folder)/date=\(Lake.date).parquet")
        .metadataValue("barlake.rounded_volumes")
    }
    let (symbols, one, same, again) = (try Lake(), try Lake(), try Lake(), try Lake())
    try symbols.ingest(Self.fractions, type: "stocks_minute", config: config)
    #expect(try count(symbols, "/symbol=A") == "2" && count(symbols, "/symbol=B") == nil)
    _ = try Self.convert(symbols, one, config: ["partitioning": .string("date")])
    #expect(try count(one, "") == "2")
    _ = try Self.convert(
      symbols, same,
      config: ["partitioning": .string("symbol"), "embed_partition_columns": .bool(true)])
    #expect(try count(same, "/symbol=A") == "2" && count(same, "/symbol=B") == nil)
    _ = try Self.convert(one, again, config: ["partitioning": .string("symbol")])
    #expect(try count(again, "/symbol=A") == nil && count(again, "/symbol=B") == nil)
  }

  // MARK: Extra columns

  /// CONV-2.6.
  @Test func `extra columns are chosen among those of the lake`() throws {
    let first = try Lake()
    try first.ingest(
      Self.stocks, type: "stocks_minute",
      config: ["extra_columns": .string("vwap:double,note:string")])
    for extra in ["", "note:string", "note:string,vwap:double"] {
      let config: [String: ConfigValue] = [
        "extra_columns": .string(extra), "partitioning": .string("date"),
      ]
      let (second, expected) = (try Lake(), try Lake())
      _ = try Self.convert(first, second, config: config)
      try expected.ingest(Self.stocks, type: "stocks_minute", config: config)
      #expect(try Self.tree(second) == Self.tree(expected), "\(extra)")
    }
    for extra in ["other:string", "vwap:int64"] {
      let error = #expect(throws: IngestError.self) {
        try Self.convert(first, try Lake(), config: ["extra_columns": .string(extra)])
      }
      #expect(error?.code == .invalidArgument && error?.token == extra)
      #expect(error?.message.contains("vwap:double,note:string") == true)
    }
  }

  // MARK: States

  /// CONV-1.4.
  @Test func `a date is converted anew if that of the other lake has another source by now`() throws
  {
    let (from, to) = (try Lake(), try Lake())
    let update: [String: ConfigValue] = ["on_existing": "update", "partitioning": "date"]
    try from.ingest(Bars.of("A"), type: "stocks_minute")
    #expect(try Self.convert(from, to, config: update).status == .success)
    #expect(try Self.convert(from, to, config: update).status == .skipped)
    // Of the same length.
    try from.ingest(Bars.of("B"), type: "stocks_minute", config: ["on_existing": "update"])
    #expect(try Self.convert(from, to).status == .skipped)
    #expect(try Self.convert(from, to, config: update).status == .success)
    #expect(try Self.values(of: to)["symbol"]?.contains("B") == true)
    #expect(try Self.convert(from, to, config: update).status == .skipped)
  }

  @Test func `a date that is done is skipped, and a filter goes along`() throws {
    let (first, second, expected) = (try Lake(), try Lake(), try Lake())
    try first.ingest(Self.stocks, type: "stocks_minute", symbols: ["A", "NA", "ZZZ"])
    let config: [String: ConfigValue] = ["partitioning": .string("date")]
    _ = try Self.convert(first, second, config: config)
    try expected.ingest(
      Self.stocks, type: "stocks_minute", config: config, symbols: ["A", "NA", "ZZZ"])
    #expect(try Self.tree(second) == Self.tree(expected))
    let again = try Self.convert(first, second)
    #expect(again.status == .skipped && again.reason == .outputExists)
    #expect(try Self.tree(second) == Self.tree(expected))
    // Another source of the date.
    let other = try Lake()
    try other.ingest(Self.fractions, type: "stocks_minute", symbols: ["A", "NA", "ZZZ"])
    #expect(try Self.convert(other, second).reason == .sourceChanged)
    let contradiction = #expect(throws: IngestError.self) {
      try Self.convert(first, second, config: ["partitioning": .string("symbol")])
    }
    #expect(contradiction?.code == .outputConflict)
    // An overwrite replaces it.
    let third = try Lake()
    _ = try Self.convert(other, second, config: ["on_existing": .string("overwrite")])
    _ = try Self.convert(other, third, config: config)
    #expect(try Self.tree(second) == Self.tree(third))
  }

  /// CONV-1.5.
  @Test func `a lake is not converted into itself`() throws {
    let lake = try Lake()
    try lake.ingest(Self.stocks, type: "stocks_minute")
    let before = try lake.snapshot()
    let error = #expect(throws: IngestError.self) {
      try LakeConverter(dataType: "stocks_minute", from: lake.root, to: lake.root + "/./")
    }
    #expect(error?.code == .invalidArgument)
    #expect(try lake.snapshot() == before)
  }

  /// CONV-3.1.
  @Test func `a date that is not done, or is being ingested, is a conflict`() throws {
    let first = try Lake()
    try first.ingest(Self.stocks, type: "stocks_minute")
    let manifest = Lake.manifest(type: "stocks_minute")
    let lock = try FileLock(
      first.absolute(".barlake/locks/stocks_minute.\(Lake.date)"), cancellation: nil)
    let busy = #expect(throws: IngestError.self) { try Self.convert(first, try Lake()) }
    #expect(busy?.code == .outputConflict && busy?.message.contains("is being ingested") == true)
    withExtendedLifetime(lock) {}
    try first.put(Array("{}".utf8), at: manifest)
    let broken = #expect(throws: IngestError.self) { try Self.convert(first, try Lake()) }
    #expect(broken?.code == .outputConflict)
    try first.remove(manifest)
    #expect(
      try LakeConverter(dataType: "stocks_minute", from: first.root, to: Lake().root).dates == [])
    try first.remove(".barlake/stocks_minute.json")
    let lost = #expect(throws: IngestError.self) {
      try LakeConverter(dataType: "stocks_minute", from: first.root, to: Lake().root)
    }
    #expect(lost?.code == .outputConflict)
  }

  /// CONV-3.2.
  @Test(arguments: ["symbol", "date"])
  func `a damaged file is an error, and nothing is published`(_ partitioning: String) throws {
    let folder = "stocks_minute/year=2024/month=01"
    let path =
      partitioning == "date"
      ? Lake.file(type: "stocks_minute") : "\(folder)/symbol=NA/date=\(Lake.date).parquet"
    let damages: [(Lake) throws -> Void] = [
      { try $0.remove(path) },
      { try $0.put(try $0.read(path) + [0], at: path) },
      { try $0.put(try $0.read(path).dropLast(1), at: path) },
      { lake in
        // The last byte of the volumes.
        let chunks = try lake.parquet(path).metadata.rowGroups[0].columns
        let chunk = try #require(chunks[chunks.count - 2].metaData)
        var bytes = try lake.read(path)
        bytes[Int(chunk.firstPageOffset + chunk.compressedByteCount) - 1] ^= 0x40
        try lake.put(bytes, at: path)
      },
      { lake in
        let other = try Lake()
        try other.ingest(
          Self.source("options_minute"), type: "options_minute",
          config: ["partitioning": .string("date")])
        try lake.put(try other.read(Lake.file(type: "options_minute")), at: path)
      },
    ]
    for damage in damages {
      let (first, second) = (try Lake(), try Lake())
      try first.ingest(
        Self.stocks, type: "stocks_minute", config: ["partitioning": .string(partitioning)])
      try damage(first)
      let error = #expect(throws: IngestError.self) { try Self.convert(first, second) }
      #expect(error?.code == .ioError && error?.message.contains(path) == true, "\(error as Any)")
      #expect(try second.tree().isEmpty && second.remains().isEmpty)
    }
  }

  /// CONV-2.4, PART-4.3.
  @Test func `a symbol that cannot name a folder is an error`() throws {
    let long = String(repeating: "x", count: 300)
    let first = try Lake()
    try first.ingest(
      Bars.of("A", long), type: "stocks_minute", config: ["partitioning": .string("date")])
    let second = try Lake()
    let error = #expect(throws: IngestError.self) {
      try Self.convert(first, second, config: ["partitioning": .string("symbol")])
    }
    #expect(error?.code == .outOfRange && error?.column == "symbol")
    #expect(try second.tree().isEmpty)
  }

  /// More rows than a row group has, and than wait in memory.
  @Test func `large days have the row groups of an ingest`() throws {
    let lines = (0..<230_000).map { Bars.line("S\(1_000 + $0 / 960)", $0) }
    let source = Bars.source([Bars.header] + lines)
    let (first, second, third, expected) = (try Lake(), try Lake(), try Lake(), try Lake())
    try first.ingest(source, type: "stocks_minute", config: ["partitioning": .string("date")])
    _ = try Self.convert(first, second, config: ["partitioning": .string("symbol")])
    try expected.ingest(source, type: "stocks_minute")
    #expect(try Self.tree(second) == Self.tree(expected))
    _ = try Self.convert(second, third, config: ["partitioning": .string("date")])
    #expect(try Self.tree(third) == Self.tree(first))
    #expect(
      try third.rowCounts(Lake.file(type: "stocks_minute")) == [100_000, 100_000, 30_000])
  }
}
