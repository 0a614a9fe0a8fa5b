import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct LogTests {
  @Test func `unknown keys of the configuration are reported once`() throws {
    let lake = try Lake()
    let log = CapturedLog()
    let ingestor = try lake.ingestor(config: ["colour": 1, "ingest.speed": 2], logger: log.logger)
    _ = try ingestor.ingestDate(Lake.date, data: Bars.few, symbols: nil)
    #expect(log.lines.count { $0.contains("colour") && $0.contains("speed") } == 1)
    #expect(log.warnings == [])
  }

  @Test(arguments: Entry.allCases)
  func `rows of another day are warned about once a call`(_ entry: Entry) throws {
    let lake = try Lake()
    let log = CapturedLog()
    let result = try lake.ingest(Bars.few, date: "2024-01-05", by: entry, logger: log.logger)
    #expect(result.dateMismatchRows == 3)
    #expect(log.warnings.count == 1)
  }

  @Test(arguments: [
    (1_000_000_000, "seconds", Profile.classic), (1_000_000, "milliseconds", .portable),
    (1_000_000, "milliseconds", .classic), (1_000, "microseconds", .portable),
  ])
  func `if one unit puts all rows of another day into the date, the warning names it`(
    _ factor: Int, _ unit: String, _ profile: Profile
  ) throws {
    let stamp = Bars.midnight / factor
    let lines = [stamp, stamp + 60_000_000_000 / factor].map { "S\($0),1,1,1,1,1,\($0),1" }
    for (extra, isNamed) in [([String](), true), ([Bars.line("Z")], false)] {
      let log = CapturedLog()
      let result = try Lake().ingest(
        Bars.source([Bars.header] + lines + extra), by: .streaming,
        config: ["chunk_size": 1, "profile": .string(profile.rawValue)], logger: log.logger)
      #expect(result.dateMismatchRows == 2)
      #expect(log.warnings.count == 1)
      #expect(log.warnings.allSatisfy { $0.contains(unit) } == isNamed)
    }
    let log = CapturedLog()
    try Lake().ingest(
      Bars.source([Bars.header] + lines), date: "2024-03-05",
      config: ["profile": .string(profile.rawValue)], logger: log.logger)
    #expect(log.warnings.count == 1 && !log.warnings.contains { $0.contains(unit) })
  }

  @Test
  func `texts that are too many for their dictionary are warned about, and kept in the manifest`()
    throws
  {
    let note = String(repeating: "n", count: 1_000_000)
    let lines = (0..<5).map { "\($0)\(note),1,1,1,1,1,\(Bars.midnight),1" }
    let config: [String: ConfigValue] = ["partitioning": "date"]
    for (lines, count) in [(lines, 1), (Array(lines.prefix(4)), 0)] {
      let lake = try Lake()
      let log = CapturedLog()
      let result = try lake.ingest(
        Bars.source([Bars.header] + lines), type: "stocks_minute", config: config,
        logger: log.logger)
      #expect(result.plainTextChunks == count)
      #expect(log.warnings.count { $0.contains("4 MiB of distinct texts") } == count)
      let manifest = try lake.read(Lake.manifest(type: "stocks_minute"))
      #expect(
        String(decoding: manifest, as: UTF8.self).contains("\"plain_text_chunks\":\(count)"))
    }
  }

  struct Doubtful: Sendable {
    var type = "stocks_daily"
    let lines: [String]
    /// A text of each warning, in their order.
    let warnings: [String]
  }

  private static func line(_ ticker: String, minute: Int = 0, low: String = "1") -> String {
    "\(ticker),1,1,1,1,\(low),\(Bars.midnight + minute * 60_000_000_000),1"
  }

  static let doubtful = [
    Doubtful(lines: ["A", "A", "B"].map { line($0) }, warnings: ["1 row of"]),
    Doubtful(lines: ["A", "B", "A"].map { line($0) }, warnings: ["1 row of", "1 row of"]),
    Doubtful(
      lines: [line("A", low: "2"), line("B", low: "-1"), line("C")], warnings: ["2 rows of"]),
    Doubtful(lines: ["O:A", "O:B", "C"].map { line($0) }, warnings: ["2 rows"]),
    Doubtful(
      lines: (0..<10).map { line("A", minute: $0) }, warnings: ["minute bars", "9 rows"]),
    Doubtful(
      type: "stocks_minute", lines: (0..<10).map { line("S\($0)") }, warnings: ["daily bars"]),
    Doubtful(
      type: "stocks_minute",
      lines: [line("A", minute: 1), line("A", minute: 1), line("A"), line("B")],
      warnings: ["1 row of", "1 row of"]),
    Doubtful(type: "stocks_minute", lines: [line("A"), line("B")], warnings: []),
  ]

  @Test(arguments: Entry.allCases, doubtful)
  func `doubtful bars are warned about once a call and kind`(
    _ entry: Entry, _ doubtful: Doubtful
  ) throws {
    let log = CapturedLog()
    try Lake().ingest(
      Bars.source([Bars.header] + doubtful.lines), by: entry, type: doubtful.type,
      logger: log.logger)
    #expect(log.warnings.count == doubtful.warnings.count)
    for (warning, text) in zip(log.warnings, doubtful.warnings) {
      #expect(warning.contains(text))
      #expect(warning.contains(Lake.date))
      #expect(warning.hasSuffix("?"))
    }
  }

  @Test(arguments: Entry.allCases)
  func `an input without a bar is warned about`(_ entry: Entry) throws {
    let log = CapturedLog()
    try Lake().ingest(Bars.source([Bars.header]), by: entry, logger: log.logger)
    #expect(log.warnings.count == 1)
    #expect(log.warnings.allSatisfy { $0.contains("no bar") })
  }

  @Test(arguments: Entry.allCases)
  func `an input whose last line has no end is warned about`(_ entry: Entry) throws {
    let text = [Bars.header, Bars.line("A"), Bars.line("B")].joined(separator: "\n")
    for (end, isWhole) in [("", false), ("\n", true), ("\r\n", true), ("\r", true), ("\n ", false)]
    {
      for data in [ByteSource.bytes(Array((text + end).utf8))].flatMap({
        [$0, try? Inputs.gzip($0)]
      }) {
        let log = CapturedLog()
        try Lake().ingest(try #require(data), by: entry, logger: log.logger)
        #expect(log.warnings.count == (isWhole ? 0 : 1), "\(end.debugDescription)")
        #expect(log.warnings.allSatisfy { $0.contains("line end") })
      }
    }
  }

  @Test(arguments: Entry.allCases)
  func `symbols without a row are warned about once a call, and cut`(_ entry: Entry) throws {
    let lake = try Lake()
    let log = CapturedLog()
    try lake.ingest(Bars.few, by: entry, symbols: ["A"], logger: log.logger)
    #expect(log.warnings == [])
    let symbols = ["A", "Z5", "Z4", "Z\u{E9}", "Z2", "Z1"]
    try lake.ingest(Bars.few, date: "2024-01-03", by: entry, symbols: symbols, logger: log.logger)
    let about = log.warnings.filter { $0.contains("symbols") }
    #expect(about.count == 1)
    #expect(
      about.first?.hasSuffix("lacks 5 of the symbols asked for: Z1, Z2, Z4 and 2 more") == true)
    // If no row is left, the log says so.
    try lake.ingest(Bars.few, date: "2024-01-04", by: entry, symbols: ["Z"], logger: log.logger)
    #expect(log.warnings.count { $0.contains("2024-01-04 has no bar of the symbols") } == 1)
  }

  @Test(arguments: Entry.allCases)
  func `a source of another length is warned about, the same is not`(_ entry: Entry) throws {
    let lake = try Lake()
    let log = CapturedLog()
    try lake.ingest(Bars.few, by: entry, logger: log.logger)
    let same = try lake.ingest(Bars.few, by: entry, logger: log.logger)
    #expect(same.reason == .outputExists)
    #expect(log.warnings == [])
    let other = try lake.ingest(Bars.of("A"), by: entry, logger: log.logger)
    #expect(other.reason == .sourceChanged)
    #expect(log.warnings.count == 1)
  }
}
