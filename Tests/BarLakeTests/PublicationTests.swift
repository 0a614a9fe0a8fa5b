import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct PublicationTests {
  private typealias Tree = [String: [UInt8]?]

  @Test(arguments: [false, true])
  func `a published date is like that of any ingest, and nothing else is left`(_ byBar: Bool) throws
  {
    let bench = try CommitBench(type: .stocksMinute, byBar: byBar)
    _ = try bench.ready().publish()
    let model = try bench.model.entries(below: "") { _ in true }
    #expect(try bench.lake.entries(below: "") { _ in true } == model)
    #expect(try bench.lake.remains() == [])
    #expect(try !bench.isLocked() && !bench.isTypeLocked())
    #expect(try bench.lake.tree().keys.contains { $0.contains("symbol=") } == byBar)
  }

  /// Something in the way of one step, put there while the files are staged.
  struct Obstacle: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var byBar = false
    var code = ErrorCode.ioError
    /// How the message begins.
    let message: String
    /// What it adds to the lake.
    var path: String?
    /// Whether it looks as if a date were done, so that settings stay.
    var keepsSettings = false
    var put: @Sendable (CommitBench, [StagedPartition]) throws -> Void = { _, _ in }
  }

  private static func directory(
    _ description: String, at path: String, _ message: String
  ) -> Obstacle {
    Obstacle(testDescription: description, message: message, path: path) { bench, _ in
      try FileSystem.createDirectories(bench.lake.absolute(path))
    }
  }

  /// In the order of the steps.
  static let obstacles = [
    directory("the type's lock", at: ".barlake/locks/stocks_minute", "open"),
    Obstacle(
      testDescription: "the settings", code: .outputConflict,
      message: ".barlake/stocks_minute.json is not readable", path: ".barlake/stocks_minute.json"
    ) { bench, _ in try bench.lake.put([1], at: ".barlake/stocks_minute.json/in the way") },
    Obstacle(
      testDescription: "a place that is taken", code: .outputConflict, message: "stocks_minute",
      path: Lake.file(type: "stocks_minute")
    ) { bench, _ in try bench.lake.put([1], at: Lake.file(type: "stocks_minute")) },
    directory(
      "the list", at: ".barlake/manifests/stocks_minute/2024-01-02.publishing",
      "rename .barlake/manifests"),
    Obstacle(
      testDescription: "the folders", message: "mkdir stocks_minute", path: "stocks_minute"
    ) { bench, _ in try bench.lake.put([1], at: "stocks_minute") },
    Obstacle(
      testDescription: "the old manifest", message: "unlink .barlake/manifests",
      keepsSettings: true
    ) { bench, _ in
      try bench.lake.put([1], at: bench.layout.manifest + "/in the way")
    },
    Obstacle(testDescription: "the only file", message: "open .barlake/staging") { _, staged in
      try FileSystem.removeFile(staged[0].stagedPath)
    },
    Obstacle(testDescription: "the last of three files", byBar: true, message: "open .barlake") {
      _, staged in
      try FileSystem.removeFile(staged[2].stagedPath)
    },
  ]

  @Test(arguments: obstacles)
  func `a step that fails leaves all as it was, and the same commit can be made again`(
    _ obstacle: Obstacle
  ) throws {
    let bench = try CommitBench(type: .stocksMinute, byBar: obstacle.byBar)
    var before: Tree = [:]
    let publication = try bench.ready { staged in
      try obstacle.put(bench, staged)
      before = try bench.everything().filter { !$0.key.hasPrefix(".barlake/staging/") }
    }
    let error = CommitBench.failure(of: publication)
    #expect(error?.code == obstacle.code)
    #expect(error?.message.hasPrefix(obstacle.message) == true, "\(error?.message ?? "")")
    var after = try bench.everything()
    if obstacle.keepsSettings { #expect(after.removeValue(forKey: bench.layout.settings) != nil) }
    #expect(after == before)
    #expect(try !bench.isLocked())
    if let path = obstacle.path { try bench.lake.remove(path) }
    try bench.lake.remove(bench.layout.manifest)
    try bench.lake.remove("stocks_minute")
    _ = try bench.ready().publish()
    #expect(try bench.lake.tree() == bench.model.tree())
    #expect(try bench.lake.remains() == [])
  }

  /// The first file replaces one of a done date, which cannot be restored.
  @Test func `a loss leaves whole files, a date that is not done, and its list`() throws {
    let bench = try CommitBench(
      type: .stocksMinute, byBar: true, config: ["on_existing": "overwrite"])
    let type = bench.layout.dataType.rawValue
    try bench.lake.ingest(
      Bars.of("AAp", "BRK.B", "Z"), type: type, config: ["partitioning": "symbol"])
    let before = try bench.lake.tree()
    let new = try bench.model.tree()
    let publication = try bench.ready { staged in
      // A folder can be synced, but takes the place of no file.
      try FileSystem.removeFile(staged[2].stagedPath)
      try FileSystem.createDirectory(staged[2].stagedPath)
    }
    let error = CommitBench.failure(of: publication)
    #expect(error?.code == .ioError && error?.message.hasPrefix("rename") == true)
    let left = try bench.lake.tree()
    #expect(Set(left.keys) == Set(before.keys), "the new file and its folder are gone again")
    #expect(left.filter { before[$0.key] != $0.value }.count == 1)
    #expect(left.allSatisfy { before[$0.key] == $0.value || new[$0.key] == $0.value })
    #expect(try !bench.lake.exists(bench.layout.manifest))
    #expect(try bench.lake.exists(bench.layout.settings))
    #expect(try bench.lake.remains() == [bench.layout.intent])
    _ = try bench.ready().publish()
    #expect(try bench.lake.tree() == new)
    #expect(try bench.lake.remains() == [])
  }

  @Test func `settings and folders that another date uses stay after a failure`() throws {
    let bench = try CommitBench()
    let publication = try bench.ready { _ in
      try bench.lake.ingest(Bars.few, date: "2024-01-03")
      try bench.lake.put([1], at: bench.layout.manifest + "/in the way")
    }
    let before = try bench.lake.tree()
    let error = CommitBench.failure(of: publication)
    #expect(error?.code == .ioError)
    #expect(try bench.lake.tree() == before)
    #expect(try bench.lake.exists(Lake.settings))
  }

  @Test func `settings that others fixed meanwhile are a conflict`() throws {
    let bench = try CommitBench()
    let publication = try bench.ready { _ in
      try bench.lake.ingest(Bars.few, date: "2024-01-03", config: ["profile": "classic"])
    }
    let error = CommitBench.failure(of: publication)
    #expect(error?.code == .outputConflict)
    #expect(error?.message.contains("meanwhile") == true)
    #expect(try bench.lake.remains() == [])
  }

  @Test func `files that an earlier run left at other paths are removed when the date is done`()
    throws
  {
    let bench = try CommitBench(type: .stocksMinute, byBar: true)
    try bench.lake.ingest(
      Bars.of("OLD"), type: bench.layout.dataType.rawValue, config: ["partitioning": "symbol"])
    let old = try #require(bench.layout.file(Array("OLD".utf8)))
    try bench.lake.remove(bench.layout.manifest)
    try bench.lake.put(Array("\(old)\n".utf8), at: bench.layout.intent)
    _ = try bench.ready().publish()
    #expect(try bench.lake.tree() == bench.model.tree())
  }
}
