import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct StagedDateTests {
  @Test func `files are staged outside of what readers see, under the date's lock`() throws {
    let bench = try CommitBench()
    let date = try bench.staged()
    let staging = bench.layout.absolute("\(LakeLayout.stagingDirectory)/stocks_daily.2024-01-02.")
    #expect(date.stagingDirectory.hasPrefix(staging))
    #expect(try FileSystem.names(in: date.stagingDirectory) == [])
    #expect(try bench.isLocked())
    #expect(try bench.lake.tree().isEmpty)
    date.discard()
  }

  @Test(arguments: [false, true])
  func `a date that is discarded leaves everything as it was`(_ byBar: Bool) throws {
    let bench = try CommitBench(type: .stocksMinute, byBar: byBar)
    _ = try bench.locked()
    let before = try bench.everything()
    let date = try bench.staged()
    try FileSystem.createDirectory("\(date.stagingDirectory)/0")
    try FileSystem.write([1], to: "\(date.stagingDirectory)/0/0.staged")
    date.discard()
    #expect(try bench.everything() == before)
    #expect(try !bench.isLocked())
  }

  @Test func `if nothing can be staged, the lock is released`() throws {
    let bench = try CommitBench()
    let found = try bench.found()
    let date = try bench.locked()
    try bench.lake.remove(LakeLayout.stagingDirectory)
    do throws(SystemError) {
      try date.stage(found).discard()
      Issue.record("it was staged")
    } catch {
      #expect(error.operation == "mkdir")
    }
    #expect(try !bench.isLocked())
  }
}
