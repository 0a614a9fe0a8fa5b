import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct IngestOptionsTests {
  /// A key of the configuration with a value that is not the default, and its effect.
  struct Key: Sendable, CustomStringConvertible {
    let name: String
    let value: ConfigValue
    let change: @Sendable (inout IngestOptions) -> Void
    var description: String { name }

    init(
      _ name: String, _ value: ConfigValue,
      _ change: @escaping @Sendable (inout IngestOptions) -> Void
    ) {
      (self.name, self.value, self.change) = (name, value, change)
    }
  }

  static let keys: [Key] = [
    Key("chunk_size", 7) { $0.chunkSize = 7 },
    Key("threads", 3) { $0.threads = 3 },
    Key("profile", "classic") { $0.profile = .classic },
    Key("partitioning", "date") { $0.partitioning = .date },
    Key("partitioning", "symbol") { $0.partitioning = .symbol },
    Key("on_existing", "overwrite") { $0.onExisting = .overwrite },
    Key("on_existing", "error") { $0.onExisting = .error },
    Key("fractional_volume", "round") { $0.fractionalVolume = .round },
    Key("strict_dates", true) { $0.strictDates = true },
    Key("strict_bars", true) { $0.strictBars = true },
    Key("without_locks", true) { $0.withoutLocks = true },
    Key("embed_partition_columns", true) { $0.embedPartitionColumns = true },
    Key("extra_columns", "vwap:double") { $0.extraColumns = [.init(name: "vwap", type: .double)] },
    Key("extra_columns", ["vwap": "double"]) {
      $0.extraColumns = [.init(name: "vwap", type: .double)]
    },
  ]

  @Test func `the defaults are those of the specification`() throws {
    let options = try IngestOptions([:])
    #expect(options == IngestOptions())
    #expect(options.chunkSize == 100_000)
    #expect(options.threads == Workers.processorCount)
    #expect(options.profile == .portable)
    #expect(options.partitioning == .date)
    #expect(options.onExisting == .skip)
    #expect(options.fractionalVolume == .error)
    #expect(!options.strictDates)
    #expect(!options.strictBars)
    #expect(!options.withoutLocks)
    #expect(!options.embedPartitionColumns)
    #expect(options.extraColumns == [])
    #expect(options.maximumMemoryGigabytes == 14)
  }

  @Test func `minute bars are partitioned by symbol, daily bars by date alone`() throws {
    for type in MarketDataType.allCases {
      let options = try IngestOptions([:], dataType: type)
      #expect(options.partitioning == (type.isDaily ? .date : .symbol))
      #expect(try IngestOptions(["partitioning": "date"], dataType: type).partitioning == .date)
      guard type.isDaily else {
        #expect(
          try IngestOptions(["partitioning": "symbol"], dataType: type).partitioning == .symbol)
        continue
      }
      let error = try #require(throws: IngestError.self) {
        try IngestOptions(["partitioning": "symbol"], dataType: type)
      }
      #expect(error.code == .invalidArgument && error.token == "symbol")
    }
  }

  @Test(arguments: keys)
  func `a key is read at the top, below ingest and dotted`(_ key: Key) throws {
    var expected = IngestOptions()
    key.change(&expected)
    #expect(try IngestOptions([key.name: key.value]) == expected)
    #expect(try IngestOptions(["ingest": .dictionary([key.name: key.value])]) == expected)
    #expect(try IngestOptions(["ingest.\(key.name)": key.value]) == expected)
  }

  @Test(arguments: keys)
  func `null means that a key is not given`(_ key: Key) throws {
    #expect(try IngestOptions([key.name: nil]) == IngestOptions())
  }

  static let wrongValues: [(String, ConfigValue, token: String)] = [
    ("chunk_size", 0, "0"), ("chunk_size", -1, "-1"), ("chunk_size", 1.5, "1.5"),
    ("chunk_size", "7", "7"), ("chunk_size", true, "true"), ("chunk_size", [7], "[7]"),
    ("chunk_size", ["rows": 7], "{rows:7}"),
    ("threads", 0, "0"), ("threads", "many", "many"), ("threads", ["a": 1], "{a:1}"),
    ("profile", "Classic", "Classic"), ("profile", " classic", " classic"), ("profile", 1, "1"),
    ("profile", ["name": "classic"], "{name:classic}"),
    ("partitioning", "Symbol", "Symbol"), ("partitioning", "none", "none"),
    ("on_existing", "replace", "replace"), ("on_existing", false, "false"),
    ("fractional_volume", "floor", "floor"), ("fractional_volume", 0, "0"),
    ("strict_bars", 1, "1"),
    ("without_locks", 1, "1"), ("strict_dates", 1, "1"), ("strict_dates", "true", "true"),
    ("embed_partition_columns", "no", "no"), ("embed_partition_columns", [], "[]"),
    ("strict_dates", ["f": 1, "e\u{301}": 2], #"{e\xCC\x81:2,f:1}"#),
    ("extra_columns", 5, "5"), ("extra_columns", ["vwap"], "[vwap]"),
    ("resource_limits.max_memory_gb", 0, "0"), ("resource_limits.max_memory_gb", -2.5, "-2.5"),
    ("resource_limits.max_memory_gb", "4", "4"), ("resource_limits.max_memory_gb", true, "true"),
    ("system_profile.resource_limits.max_memory_gb", 0.0, "0.0"),
    ("system_profile.resource_limits.max_memory_gb", .double(.nan), "nan"),
    ("system_profile.resource_limits.max_memory_gb", .double(.infinity), "inf"),
  ]

  @Test(arguments: wrongValues)
  func `a wrong type or value is an invalid argument with the value as token`(
    _ key: String, _ value: ConfigValue, _ token: String
  ) throws {
    let error = try #require(throws: IngestError.self) { try IngestOptions([key: value]) }
    #expect(error.code == .invalidArgument)
    #expect(error.token == token)
    #expect(error.date == nil && error.line == nil && error.column == nil && error.offset == nil)
    let name = key.split(separator: ".").last.map(String.init) ?? key
    #expect(error.message.contains(name))
  }

  @Test func `a long token is cut and made printable`() throws {
    let value = "\u{E9}\t" + String(repeating: "x", count: 100)
    let error = try #require(throws: IngestError.self) {
      try IngestOptions(["profile": .string(value)])
    }
    #expect(error.token == #"\xC3\xA9\x09"# + String(repeating: "x", count: 61))
  }

  @Test func `unknown keys are no error, and are known afterwards`() throws {
    let options = try IngestOptions([
      "profile": "classic", "colour": "red", "ingest": ["speed": 3, "chunk_size": 5],
      "resource_limits": ["max_memory_gb": 2, "max_cores": 4], "ingest.depth.deep": nil,
    ])
    #expect(options.profile == .classic)
    #expect(options.chunkSize == 5)
    #expect(options.maximumMemoryGigabytes == 2)
    #expect(
      options.unknownKeys == [
        "colour", "ingest.depth.deep", "ingest.speed", "resource_limits.max_cores",
      ])
  }

  @Test func `the limit of memory is found in two places, nested or dotted`() throws {
    let nested: ConfigValue = ["resource_limits": ["max_memory_gb": 3]]
    let configs: [[String: ConfigValue]] = [
      ["resource_limits": ["max_memory_gb": 3]], ["resource_limits.max_memory_gb": 3.0],
      ["system_profile": nested], ["system_profile.resource_limits.max_memory_gb": 3],
      ["system_profile.resource_limits": ["max_memory_gb": 3]],
      ["resource_limits.max_memory_gb": 3, "system_profile.resource_limits.max_memory_gb": 9],
    ]
    for config in configs {
      #expect(try IngestOptions(config).maximumMemoryGigabytes == 3, "\(config)")
    }
  }

  @Test func `an argument of the constructor beats the configuration`() throws {
    let lake = try Lake()
    let ingestor = try StreamingIngestor(
      dataType: "stocks_daily", outputRoot: lake.root, config: ["chunk_size": 9], chunkSize: 4)
    #expect(ingestor.context.options.chunkSize == 4)
    let error = try #require(throws: IngestError.self) {
      try StreamingIngestor(dataType: "stocks_daily", outputRoot: lake.root, chunkSize: 0)
    }
    #expect(error.code == .invalidArgument)
    #expect(error.token == "0")
  }

  @Test(arguments: ["stocks", "Stocks_daily", "stocks_daily ", "", "../etc"])
  func `any other data type is unknown`(_ name: String) throws {
    let lake = try Lake()
    let error = try #require(throws: IngestError.self) { try lake.ingestor(type: name) }
    #expect(error.code == .unknownDataType)
    #expect(error.token == name)
    #expect(try !lake.exists(""))
  }

  @Test func `streaming is true by default`() throws {
    let lake = try Lake()
    #expect(try PolarsIngestor(dataType: "stocks_daily", outputRoot: lake.root).streaming)
  }

  @Test func `the root is made with its parents, and must be a directory`() throws {
    let lake = try Lake()
    let deep = lake.absolute("a/b")
    _ = try PolarsIngestor(dataType: "stocks_daily", outputRoot: deep)
    #expect(try lake.exists("a/b"))
    try lake.put([1], at: "file")
    for path in ["file", "file/below"] {
      let error = try #require(throws: IngestError.self) {
        try PolarsIngestor(dataType: "stocks_daily", outputRoot: lake.absolute(path))
      }
      #expect(error.code == .ioError)
      #expect(error.message.contains(lake.absolute("file")))
      #expect(error.message.contains("errno"))
    }
  }

  @Test func `of a key given several times the nested one counts, then the dotted one`() throws {
    let all: [String: ConfigValue] = [
      "chunk_size": 1, "ingest.chunk_size": 2, "ingest": ["chunk_size": 3],
    ]
    #expect(try IngestOptions(all).chunkSize == 3)
    #expect(try IngestOptions(all.filter { $0.key != "ingest" }).chunkSize == 2)
    #expect(try IngestOptions(["chunk_size": 1]).chunkSize == 1)
  }
}
