import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct RollbackTests {
  /// An obstacle that a test puts into the lake while the input is read.
  struct Obstacle: Sendable, CustomStringConvertible {
    let description: String
    let code: ErrorCode
    /// The path that the obstacle adds to what readers see.
    var visiblePath: String?
    let put: @Sendable (Lake) throws -> Void
  }

  static let obstacles = [
    Obstacle(
      description: "a file for a data type's folder", code: .ioError,
      visiblePath: "stocks_daily"
    ) { try $0.put([1], at: "stocks_daily") },
    Obstacle(
      description: "a foreign file in the date's place", code: .outputConflict,
      visiblePath: Lake.file()
    ) { try $0.put([1], at: Lake.file()) },
    Obstacle(description: "a directory for the manifest", code: .ioError) {
      try $0.put([1], at: Lake.manifest() + "/in the way")
    },
    Obstacle(description: "a directory for the list of what is published", code: .ioError) {
      try $0.put([1], at: ".barlake/manifests/stocks_daily/2024-01-02.publishing/in the way")
    },
    Obstacle(description: "no staged file", code: .ioError) { lake in
      for folder in try FileSystem.names(in: lake.absolute(".barlake/staging")) {
        try lake.remove(".barlake/staging/\(folder)/data.staged")
      }
    },
    Obstacle(description: "settings of another shape", code: .outputConflict) { lake in
      let other = try Lake()
      try other.ingest(Bars.few, date: "2024-01-03", config: ["profile": "classic"])
      for path in [Lake.settings, Lake.manifest("2024-01-03")] {
        try lake.put(try other.read(path), at: path)
      }
    },
  ]

  @Test(arguments: Entry.allCases, obstacles)
  func `after any failure nothing new is visible, and the call can be repeated`(
    _ entry: Entry, _ obstacle: Obstacle
  ) throws {
    let lake = try Lake()
    // A date of another type: its folders and files must stay.
    try lake.ingest(Bars.few, by: entry, type: "stocks_minute")
    let before = try lake.tree()
    let isPut = Monitor(false)
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(
        Bars.few, by: entry,
        progress: { _ in
          isPut.withLock { isPut in
            do {
              if !isPut { try obstacle.put(lake) }
            } catch {
              Issue.record(error)
            }
            isPut = true
          }
        })
    }
    #expect(error.code == obstacle.code)
    #expect(error.date == Lake.date)
    #expect(error.line == nil && error.column == nil && error.token == nil)
    if let path = obstacle.visiblePath {
      #expect(try lake.read(path) == [1])
      try lake.remove("stocks_daily")
    }
    #expect(try lake.tree() == before)
    #expect(try FileSystem.names(in: lake.absolute(".barlake/staging")) == [])
    try lake.remove(".barlake/manifests/stocks_daily")
    try lake.remove(Lake.settings)
    #expect(try lake.ingest(Bars.few, by: entry).status == .success)
    #expect(try lake.remains() == [])
  }

  @Test(arguments: [".barlake", ".barlake/staging", ".barlake/locks", ".barlake/manifests"])
  func `a file for one of our own folders is an error before anything is done`(
    _ path: String
  ) throws {
    for entry in Entry.allCases {
      let lake = try Lake()
      try lake.put([1], at: path)
      let error = try #require(throws: IngestError.self) { try lake.ingest(Bars.few, by: entry) }
      #expect(error.code == .ioError)
      #expect(error.message.contains(path))
      #expect(!error.message.contains(lake.root), "paths are relative to the lake")
      #expect(try lake.tree().isEmpty)
    }
  }

  @Test(arguments: Entry.allCases)
  func `wrong input leaves an empty lake empty and a done date done`(_ entry: Entry) throws {
    let lake = try Lake()
    let error = try #require(throws: IngestError.self) { try lake.ingest(Bars.wrong, by: entry) }
    #expect(error.code == .badNumber)
    #expect(try lake.tree().isEmpty)
    try lake.ingest(Bars.few, by: entry)
    let before = try lake.tree()
    let manifest = try lake.read(Lake.manifest())
    #expect(throws: IngestError.self) {
      try lake.ingest(Bars.wrong, by: entry, config: ["on_existing": "overwrite"])
    }
    #expect(try lake.tree() == before)
    #expect(try lake.read(Lake.manifest()) == manifest)
    #expect(try lake.remains() == [])
    #expect(try lake.ingest(Bars.few, by: entry).status == .skipped)
  }

  @Test(arguments: Entry.allCases)
  func `an overwrite that fails before it replaces anything leaves no list of files`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry)
    let before = try lake.tree()
    let isPut = Monitor(false)
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(
        Bars.of("A"), by: entry, config: ["on_existing": "overwrite"],
        progress: { _ in
          isPut.withLock { isPut in
            do {
              if !isPut {
                try lake.remove(Lake.manifest())
                try lake.put([1], at: Lake.manifest() + "/in the way")
              }
            } catch {
              Issue.record(error)
            }
            isPut = true
          }
        })
    }
    #expect(error.code == .ioError)
    #expect(error.message.contains(Lake.manifest()))
    #expect(try lake.tree() == before)
    #expect(try lake.remains() == [])
  }

  @Test(arguments: Entry.allCases)
  func `a leftover stays when the run that would replace it fails`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry)
    try lake.remove(Lake.manifest())
    let before = try lake.tree()
    #expect(throws: IngestError.self) { try lake.ingest(Bars.wrong, by: entry) }
    #expect(try lake.tree() == before)
  }

  @Test(arguments: Entry.allCases)
  func `a request to stop leaves nothing`(_ entry: Entry) throws {
    let lake = try Lake()
    let cancellation = Cancellation()
    cancellation.cancel()
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(Bars.few, by: entry, cancellation: cancellation)
    }
    #expect(error.code == .ioError)
    #expect(try lake.tree().isEmpty)
    #expect(try lake.remains() == [])
  }

  @Test(arguments: Entry.allCases)
  func `an input that cannot be opened comes before the state of the lake`(_ entry: Entry) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, by: entry)
    for path in [lake.absolute("missing.csv"), lake.root] {
      let error = try #require(throws: IngestError.self) {
        try lake.ingest(.file(path), by: entry)
      }
      #expect(error.code == .ioError)
      #expect(error.line == nil && error.column == nil && error.token == nil)
    }
  }
}
