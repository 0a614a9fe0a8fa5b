import BarLake
import Testing

@Suite struct LogTests {
  @Test func `unknown keys of the configuration are told once`() throws {
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
    #expect(about.first?.hasSuffix("5 symbols asked for: Z1, Z2, Z4 and 2 more") == true)
    // Where no row is left, that is what is told.
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
