import BarLake
import Bytes
import Testing

@Suite struct ErrorMessageTests {
  @Test(arguments: Entry.allCases, MarketDataType.allCases)
  func `a volume with a fraction in classic is told with both ways out`(
    _ entry: Entry, _ type: MarketDataType
  ) throws {
    let source = Bars.source([Bars.header, "A,1.5,1,1,1,1,\(Bars.midnight),1"])
    let error = try #require(throws: IngestError.self) {
      try Lake().ingest(source, by: entry, type: type.rawValue, config: ["profile": "classic"])
    }
    #expect(error.code == .badNumber)
    #expect(error.column == "volume" && error.token == "1.5")
    #expect(error.message.contains("fractional_volume: round"))
    #expect(error.message.contains("the profile portable"))
    // Both are ways out.
    let remedies: [[String: ConfigValue]] = [
      ["profile": "classic", "fractional_volume": "round"], ["profile": "portable"],
    ]
    for config in remedies {
      let result = try Lake().ingest(source, by: entry, type: type.rawValue, config: config)
      #expect(result.records == 1)
    }
  }

  @Test(arguments: Entry.allCases)
  func `an error of the file system tells the operation, the path below the lake, and errno`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    try lake.put([1], at: ".barlake/locks")
    let error = try #require(throws: IngestError.self) { try lake.ingest(Bars.few, by: entry) }
    #expect(error.code == .ioError)
    #expect(error.message == "mkdir .barlake/locks: Not a directory (errno 20)")
    let missing = try #require(throws: IngestError.self) {
      try lake.ingest(.file("missing.csv"), by: entry)
    }
    #expect(missing.message.contains(" missing.csv: No such file or directory (errno 2)"))
  }
}
