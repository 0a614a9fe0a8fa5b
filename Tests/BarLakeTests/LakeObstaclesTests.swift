import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

/// Links and folders in the lake that a run must not write through, or replace.
@Suite struct LakeObstaclesTests {
  static let month = "stocks_minute/year=2024/month=01"
  static let name = "date=2024-01-02.parquet"

  /// Puts a link in the place of an entry of the lake; the entry itself, if there is one, is moved
  /// to where the link leads.
  private static func replaceByLink(_ path: String, in lake: Lake) throws {
    let elsewhere = lake.absolute("elsewhere-\(FileSystem.randomIdentifier())")
    try FileSystem.createDirectories(FileSystem.parent(of: lake.absolute(path)))
    if try lake.exists(path) { try FileSystem.rename(lake.absolute(path), to: elsewhere) }
    try TemporaryFolder.makeLink(lake.absolute(path), to: elsewhere)
  }

  private static func expectConflict(
    naming path: String, _ lake: Lake, _ entry: Entry, date: String = Lake.date,
    config: [String: ConfigValue] = [:]
  ) throws {
    let before = try lake.tree()
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(
        Bars.of("A", "B", "C"), date: date, by: entry, type: "stocks_minute", config: config)
    }
    #expect(error.code == .outputConflict)
    #expect(error.message.hasPrefix("\(path) is a symbolic link"))
    #expect(try lake.tree() == before)
  }

  @Test(
    arguments: Entry.allCases,
    [
      "stocks_minute", "stocks_minute/year=2024", month, "\(month)/symbol=B",
      "\(month)/symbol=B/\(name)", ".barlake", ".barlake/locks", ".barlake/staging",
      ".barlake/manifests", ".barlake/manifests/stocks_minute", ".barlake/stocks_minute.json",
      ".barlake/locks/stocks_minute", ".barlake/locks/stocks_minute.2024-01-02",
      ".barlake/manifests/stocks_minute/2024-01-02.json",
    ])
  func `nothing is replaced through a link, in the place of anything`(
    _ entry: Entry, _ path: String
  ) throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B"), type: "stocks_minute")
    try Self.replaceByLink(path, in: lake)
    try Self.expectConflict(
      naming: path, lake, entry, config: ["on_existing": "overwrite"])
  }

  @Test(
    arguments: Entry.allCases,
    ["stocks_minute", "stocks_minute/year=2024", month, "\(month)/symbol=B", ".barlake"])
  func `nothing new is made through a link, one to nothing included`(
    _ entry: Entry, _ path: String
  ) throws {
    let lake = try Lake()
    try Self.replaceByLink(path, in: lake)
    try Self.expectConflict(naming: path, lake, entry)
  }

  @Test(arguments: Entry.allCases)
  func `a file of the date that is a link is in the way, with overwrite too`(
    _ entry: Entry
  ) throws {
    for policy in ["skip", "overwrite"] {
      let lake = try Lake()
      try Self.replaceByLink(Lake.file(), in: lake)
      let error = try #require(throws: IngestError.self) {
        try lake.ingest(Bars.few, by: entry, config: ["on_existing": .string(policy)])
      }
      #expect(error.code == .outputConflict)
      #expect(error.message.hasPrefix("\(Lake.file()) is a symbolic link"))
      #expect(try !lake.exists(Lake.settings))
    }
  }

  @Test func `a file of an earlier run that would be removed through a link stays`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B", "D"), type: "stocks_minute")
    for path in ["\(Self.month)/symbol=D", "\(Self.month)/symbol=D/\(Self.name)"] {
      let copy = try Lake()
      for (file, bytes) in try lake.entries(below: "", where: { _ in true }) {
        if let bytes { try copy.put(bytes, at: file) }
      }
      try Self.replaceByLink(path, in: copy)
      try Self.expectConflict(
        naming: path, copy, .polars, config: ["on_existing": "overwrite"])
    }
  }

  @Test func `a done date is skipped through links, and a symbol of none is in no way`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B"), type: "stocks_minute")
    try Self.replaceByLink("\(Self.month)/symbol=B", in: lake)
    #expect(try lake.ingest(Bars.of("A", "B"), type: "stocks_minute").status == .skipped)
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
    #expect(try LakeStatus(root: lake.root).dataTypes.count == 1)
    let other = try lake.ingest(Bars.of("A", "C"), date: "2024-01-03", type: "stocks_minute")
    #expect(other.status == .success)
  }

  @Test func `the lake itself may be a link`() throws {
    let lake = try Lake()
    let link = lake.root + "-link"
    try FileSystem.createDirectory(lake.root)
    try TemporaryFolder.makeLink(link, to: lake.root)
    defer { _ = try? FileSystem.removeFile(link) }
    let ingestor = try PolarsIngestor(dataType: "stocks_daily", outputRoot: link)
    #expect(try ingestor.ingestDate(Lake.date, data: Bars.few).status == .success)
    #expect(try lake.rowCounts() == [3])
  }

  @Test(
    arguments: Entry.allCases,
    [
      ".barlake/stocks_daily.json", ".barlake/manifests/stocks_daily/2024-01-02.json",
      ".barlake/manifests/stocks_daily/2024-01-02.publishing", ".barlake/locks/stocks_daily",
      ".barlake/locks/stocks_daily.2024-01-02",
    ])
  func `a folder in the place of an own file is a conflict that says what to do`(
    _ entry: Entry, _ path: String
  ) throws {
    let lake = try Lake()
    try lake.put([1], at: "\(path)/in the way")
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, by: entry, config: ["on_existing": "overwrite"])
    }
    #expect(error.code == .outputConflict)
    #expect(error.message.hasPrefix("\(path) is a folder"))
    try FileSystem.removeTree(lake.absolute(path))
    #expect(try lake.ingest(Bars.few, by: entry).status == .success)
  }

  @Test(
    .timeLimit(.minutes(1)), arguments: Entry.allCases,
    [
      ".barlake/manifests/stocks_daily/2024-01-02.json",
      ".barlake/manifests/stocks_daily/2024-01-02.publishing", ".barlake/stocks_daily.json",
    ])
  func `a named pipe in the place of an own file is replaced`(
    _ entry: Entry, _ path: String
  ) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.ingest(Bars.few, date: "2024-01-03")
    try lake.remove(path)
    try TemporaryFolder.makePipe(lake.absolute(path))
    let result = try lake.ingest(Bars.few, by: entry, config: ["on_existing": "overwrite"])
    #expect(result.status == .success)
    #expect(try lake.remains() == [])
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
  }

  @Test func `what a dead run staged is removed, however deep it is`() throws {
    let lake = try Lake()
    let staging = ".barlake/staging/stocks_daily.2024-01-02.dead"
    try TemporaryFolder.makeDeep(lake.absolute(staging))
    #expect(try lake.ingest(Bars.few).status == .success)
    #expect(try lake.remains() == [])
  }
}
