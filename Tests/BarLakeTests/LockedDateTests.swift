import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct LockedDateTests {
  @Test func `the lock is held as long as the date exists, and others wait for it`() throws {
    let bench = try CommitBench()
    do {
      let date = try bench.locked()
      #expect(try bench.isLocked())
      let cancellation = Cancellation()
      cancellation.cancel()
      let error = #expect(throws: SystemError.self) { _ = try bench.locked(cancellation) }
      #expect(error?.isInterruption == true)
      _ = consume date
    }
    #expect(try !bench.isLocked())
    _ = try bench.locked()
  }

  @Test func `staged files of dead runs of the date are removed, and nothing else`() throws {
    let bench = try CommitBench()
    let other = ".barlake/staging/stocks_daily.2024-01-03.x/data.staged"
    try bench.lake.put([1], at: other)
    try bench.lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-02.x/data.staged")
    _ = try bench.locked()
    #expect(try bench.lake.remains() == [FileSystem.parent(of: other), other])
  }

  @Test func `a date of an empty lake is to be ingested, and the decision changes nothing`() throws
  {
    let bench = try CommitBench()
    let found = try bench.found()
    #expect(!found.isDone && found.recordedPaths.isEmpty && found.earlierPaths.isEmpty)
    #expect(found.layout.file == Lake.file())
    let before = try bench.everything()
    _ = try bench.found()
    #expect(try bench.everything() == before)
  }

  @Test func `a done date is skipped, or found with its files if it is overwritten`() throws {
    for isToOverwrite in [false, true] {
      let bench = try CommitBench(config: isToOverwrite ? ["on_existing": "overwrite"] : [:])
      try bench.lake.ingest(Bars.few)
      switch try bench.locked().decide(filter: nil, source: .unknown) {
      case .skip(let reason): #expect(!isToOverwrite && reason == .outputExists)
      case .ingest(let found):
        #expect(isToOverwrite && found.isDone)
        #expect(found.recordedPaths == [ExactText(Lake.file())])
        #expect(found.earlierPaths == found.recordedPaths)
      }
    }
  }

  @Test func `the list of a dead run has the paths at which files of the date may be`() throws {
    let bench = try CommitBench(type: .stocksMinute, byBar: true)
    let own = try #require(bench.layout.file(Array("A".utf8)))
    try bench.lake.put(Array("\(own)\n../elsewhere\n".utf8), at: bench.layout.intent)
    let found = try bench.found()
    #expect(found.recordedPaths.isEmpty)
    #expect(found.earlierPaths == [ExactText(own)])
  }

  @Test func `a foreign file in the place of the only file is a conflict at once`() throws {
    let bench = try CommitBench()
    try bench.lake.put([1], at: Lake.file())
    let error = #expect(throws: IngestError.self) { _ = try bench.found() }
    #expect(error?.code == .outputConflict)
    #expect(try !bench.isLocked())
  }
}
