import BarLake
import BarLakeSync
import Testing

@Suite struct SyncProgressTests {
  private static func task(_ day: Int, byteCount: Int) throws -> SyncTask {
    SyncTask(
      file: ListedFile(
        dataType: .stocksDaily, date: try SyncBench.january(day), key: "\(day)",
        byteCount: byteCount),
      reason: .missing, profile: .portable, output: "")
  }

  @Test func `dates and bytes of all tasks are counted, with the time that is left`() throws {
    let tasks = [try Self.task(2, byteCount: 4_000_000), try Self.task(3, byteCount: 6_000_000)]
    let bench = try SyncBench()
    func read(_ byteCount: Int) throws -> IngestProgress {
      try bench.progress(sourceByteCount: byteCount)
    }
    var progress = SyncProgress(tasks)
    #expect(progress.text == "0 of 2 dates  0 bytes of 10.0 MB")
    progress.note(try read(0), of: tasks[0], seconds: 0)
    progress.note(try read(1_000_000), of: tasks[0], seconds: 1)
    progress.note(try read(1_000_000), of: tasks[1], seconds: 2)
    #expect(progress.text == "0 of 2 dates  2.0 MB of 10.0 MB  1.0 MB/s  8 s left for all")
    // One that is skipped has arrived nowhere, and is not waited for.
    progress.noteEnd(of: tasks[0])
    #expect(progress.text == "1 of 2 dates  5.0 MB of 10.0 MB  1.0 MB/s  5 s left for all")
    progress.noteEnd(of: tasks[1])
    #expect(progress.text == "2 of 2 dates  10.0 MB of 10.0 MB  1.0 MB/s")
  }
}
