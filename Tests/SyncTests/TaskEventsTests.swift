import BarLake
import BarLakeBytes
import BarLakeSync
import BarLakeTestSupport
import Foundation
import Testing

@Suite struct TaskEventsTests {
  private let bench: SyncBench
  private let folder: TemporaryFolder
  private var path: String { folder.path("events") }

  init() throws {
    bench = try SyncBench()
    folder = try TemporaryFolder()
  }

  private func objects() throws -> [[String: Any]] {
    try FileSystem.read(path).split(separator: UInt8(ascii: "\n")).map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }
  }

  private func texts(_ key: String) throws -> [String] {
    try objects().map { $0[key].map { "\($0)" } ?? "-" }
  }

  @Test func `a task is started, is so far, and is committed or has failed`() throws {
    try bench.put(at: "2024-01-02.csv")
    try bench.put(Array("x\n".utf8), at: "2024-01-03.csv")
    let events = try TaskEvents(path: path) { 1_704_200_000 }
    let plan = try bench.plan(bench.request(2, 3))
    let outcomes = bench.run(plan)
    let progress = try bench.progress(sourceByteCount: 5)
    for outcome in outcomes {
      events.began(outcome.task)
      events.progressed(outcome.task, progress)
      events.writeProgress()
      events.ended(outcome)
    }
    // What has ended is no more on its way.
    events.writeProgress()
    #expect(
      try texts("event") == [
        "started", "progress", "committed", "started", "progress", "failed",
      ])
    #expect(try texts("time") == Array(repeating: "2024-01-02T12:53:20Z", count: 6))
    #expect(try texts("task") == plan.tasks.flatMap { Array(repeating: $0.id, count: 3) })
    #expect(try texts("status") == ["-", "-", "success", "-", "-", "-"])
    #expect(try texts("code") == ["-", "-", "-", "-", "-", "missing_column"])
    #expect(try texts("source_bytes") == ["-", "5", "-", "-", "5", "-"])
    #expect(try texts("rows") == ["-", "1", "1", "-", "1", "-"])
    #expect(events.error == nil)
  }

  @Test func `a task that has said nothing yet is on its way, too`() throws {
    try bench.put(at: "2024-01-02.csv")
    let events = try TaskEvents(path: path)
    events.began(try bench.plan(bench.request(2, 2)).tasks[0])
    events.writeProgress()
    #expect(try texts("event") == ["started", "progress"] && texts("rows") == ["-", "0"])
  }

  @Test func `lines are appended, and an error is kept`() throws {
    try folder.write(Array("before\n".utf8), to: "events")
    try bench.put(at: "2024-01-02.csv")
    let task = try bench.plan(bench.request(2, 2)).tasks[0]
    try TaskEvents(path: path).began(task)
    #expect(try FileSystem.read(path).starts(with: Array("before\n{".utf8)))
    let full = try TaskEvents(path: "/dev/full")
    full.began(task)
    #expect(full.error != nil)
    #expect(throws: IngestError.self) { try TaskEvents(path: folder.path("missing/events")) }
  }
}
