import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

/// What stands where a run is about to publish.
@Suite struct ObstacleTests {
  static let month = "stocks_minute/year=2024/month=01"
  static let name = "date=2024-01-02.parquet"

  struct Obstacle: Sendable, CustomStringConvertible {
    let description: String
    let code: ErrorCode
    let put: @Sendable (Lake) throws -> Void
  }

  /// In the way of the file of symbol D, or of its folder.
  static let ofNewSymbol = [
    Obstacle(description: "a folder", code: .outputConflict) {
      try $0.put([1], at: "\(month)/symbol=D/\(name)/in the way")
    },
    Obstacle(description: "a file for the folder", code: .ioError) {
      try $0.put([1], at: "\(month)/symbol=D")
    },
    Obstacle(description: "a link to nothing for the folder", code: .outputConflict) {
      try TemporaryFolder.makeLink($0.absolute("\(month)/symbol=D"), to: "nowhere")
    },
  ]

  @Test(arguments: Entry.allCases, ofNewSymbol)
  func `an overwrite that cannot publish a new symbol leaves a done date done`(
    _ entry: Entry, _ obstacle: Obstacle
  ) throws {
    let lake = try Lake()
    func ingest(_ data: ByteSource, _ config: [String: ConfigValue] = [:]) throws -> IngestResult {
      try lake.ingest(data, by: entry, type: "stocks_minute", config: config)
    }
    _ = try ingest(Bars.of("A", "B", "C"))
    try obstacle.put(lake)
    let before = try lake.tree()
    let error = try #require(throws: IngestError.self) {
      try ingest(Bars.of("A", "B", "C", "D", "E"), ["on_existing": "overwrite"])
    }
    #expect(error.code == obstacle.code)
    #expect(error.message.contains("symbol=D"))
    #expect(try lake.tree() == before)
    #expect(try lake.remains() == [])
    #expect(try ingest(Bars.of("A", "B", "C")).reason == .outputExists)
  }

  @Test(arguments: Entry.allCases)
  func `a folder at the path of the first file fixes nothing, with overwrite too`(
    _ entry: Entry
  ) throws {
    for onExisting in ["skip", "overwrite"] {
      let lake = try Lake()
      try lake.put([1], at: Lake.file() + "/in the way")
      let before = try lake.tree()
      let error = try #require(throws: IngestError.self) {
        try lake.ingest(
          Bars.few, by: entry, config: ["on_existing": .string(onExisting)])
      }
      #expect(error.code == .outputConflict)
      #expect(error.message == "\(Lake.file()) is a folder")
      #expect(try lake.tree() == before)
      #expect(try !lake.exists(Lake.settings))
    }
  }

  @Test(arguments: ["date", "symbol"], ["date", "symbol"])
  func `leftovers of either partitioning are removed before a date is done`(
    _ old: String, _ new: String
  ) throws {
    let dead = try Lake()
    try dead.ingest(
      Bars.of("A", "B"), type: "stocks_minute", config: ["partitioning": .string(old)])
    let lake = try Lake()
    let files = try dead.tree().compactMapValues { $0 }
    for (path, bytes) in files { try lake.put(bytes, at: path) }
    try lake.put(
      Array(files.keys.sorted().map { "\($0)\n" }.joined().utf8),
      at: ".barlake/manifests/stocks_minute/2024-01-02.publishing")
    let result = try lake.ingest(
      Bars.of("C"), type: "stocks_minute", config: ["partitioning": .string(new)])
    #expect(try Set(lake.tree().compactMapValues { $0 }.keys) == Set(result.files))
    #expect(try lake.remains() == [])
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
  }

  /// Memory is a file system of its own where there is a place for it.
  private static let otherFileSystem = TemporaryFolder.parent == "/tmp" ? "/dev/shm" : "/tmp"

  private static let hasOtherFileSystem =
    (try? FileSystem.fileSystemNumber(otherFileSystem))
    != (try? FileSystem.fileSystemNumber(TemporaryFolder.parent))
    && (try? FileSystem.status(otherFileSystem)) != nil

  @Test(.enabled(if: hasOtherFileSystem), arguments: Entry.allCases)
  func `a year on another disk is read, and nothing in it is replaced`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let (year, elsewhere) = (
      "stocks_daily/year=2024", "\(Self.otherFileSystem)/barlake-\(FileSystem.randomIdentifier())"
    )
    try FileSystem.createDirectories("\(elsewhere)/month=01")
    defer { try? FileSystem.removeTree(elsewhere) }
    try FileSystem.write(
      lake.read(Lake.file()), to: "\(elsewhere)/month=01/date=\(Lake.date).parquet")
    try lake.remove(year)
    try TemporaryFolder.makeLink(lake.absolute(year), to: elsewhere)
    let before = try lake.tree()
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
    #expect(try lake.ingest(Bars.few, by: entry).status == .skipped)
    for (date, policy) in [(Lake.date, "overwrite"), ("2024-01-03", "skip")] {
      let error = #expect(throws: IngestError.self) {
        try lake.ingest(Bars.few, date: date, by: entry, config: ["on_existing": .string(policy)])
      }
      #expect(error?.code == .outputConflict)
      #expect(error?.message.hasPrefix("stocks_daily/year=2024 is a symbolic link") == true)
      #expect(try lake.tree() == before)
      #expect(try lake.remains() == [])
    }
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
  }

  @Test func `a manifest of another date, or with files of one, makes nothing done`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let manifest = try lake.read(Lake.manifest())
    let text = String(decoding: manifest, as: UTF8.self)
    let dated = text.replacing("\"date\":\"2024-01-02\"", with: "\"date\":\"2024-01-03\"")
    #expect(dated != text)
    for copy in [manifest, Array(dated.utf8)] {
      try lake.put(copy, at: Lake.manifest("2024-01-03"))
      try lake.seal(Lake.manifest("2024-01-03"))
      #expect(try lake.ingest(Bars.few, date: "2024-01-03").status == .success)
      #expect(try lake.exists(Lake.file("2024-01-03")))
      try lake.remove(Lake.file("2024-01-03"))
    }
    #expect(try lake.ingest(Bars.few).status == .skipped)
  }

  @Test func `a manifest of any size is read no further than ours are long`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try TemporaryFolder.extend(lake.absolute(Lake.manifest()), to: 1 << 42)
    #expect(try lake.ingest(Bars.few).status == .success)
    try TemporaryFolder.extend(lake.absolute(Lake.manifest()), to: 1 << 42)
    let findings = try LakeVerifier(root: lake.root).verify().findings
    #expect(findings.contains { $0.kind == .manifest && $0.path == Lake.manifest() })
  }

  // MARK: Locks

  static let typeLock = ".barlake/locks/stocks_daily"

  @Test(.timeLimit(.minutes(1)))
  func `a run with nothing to undo does not wait for others to publish`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let held = try FileLock(lake.absolute(Self.typeLock))
    let error = #expect(throws: IngestError.self) {
      try lake.ingest(Bars.wrong, date: "2024-01-03")
    }
    #expect(error?.code == .badNumber)
    _ = consume held
  }

  @Test(.timeLimit(.minutes(1)))
  func `a run that waits for others to publish can be stopped`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let before = try lake.tree()
    let held = try FileLock(lake.absolute(Self.typeLock))
    let cancellation = Cancellation.requested(after: 0.3)
    let error = #expect(throws: IngestError.self) {
      try lake.ingest(Bars.few, date: "2024-01-03", cancellation: cancellation)
    }
    #expect(error?.code == .ioError)
    #expect(try lake.tree() == before)
    #expect(try lake.remains() == [])
    _ = consume held
  }
}
