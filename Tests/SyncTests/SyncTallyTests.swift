import BarLake
import BarLakeSync
import BarLakeTestSupport
import FlatFiles
import Foundation
import LakeInspection
import Testing

@Suite struct SyncTallyTests {
  private let bench: SyncBench

  init() throws {
    bench = try SyncBench()
  }

  private static func failure(_ code: DownloadError.Code) -> TaskFailure {
    TaskFailure(
      error: IngestError(code: .ioError, message: "x"),
      download: DownloadError(code, message: "x", remedy: "y"))
  }

  private static func success(_ date: CalendarDate, _ status: IngestResult.Status) -> IngestResult {
    var result = IngestResult(date: date.description, status: status)
    if status == .success { (result.records, result.fileSizeMB) = (1_000, 1) }
    return result
  }

  /// The tally of a plan, whose tasks end as `results` say, day by day.
  private func tally(
    _ plan: SyncPlan, _ results: [Int: Result<IngestResult.Status, TaskFailure>]
  ) -> SyncTally {
    let tally = SyncTally(plan)
    for task in plan.tasks {
      guard let result = results[task.file.date.day] else { continue }
      tally.ended(
        TaskOutcome(
          task: task, file: task.file, result: result.map { Self.success(task.file.date, $0) },
          seconds: 1))
    }
    return tally
  }

  @Test func `dates are counted, and what is not as it should be is named`() throws {
    for day in [2, 3, 4, 5, 8, 9] { try bench.put(at: "2024-01-0\(day).csv") }
    bench.run(try bench.plan(bench.request(2, 3)))
    try bench.put(SyncBench.bars("A", "B"), at: "2024-01-03.csv")
    let plan = try bench.plan(bench.request(2, 10, onExisting: .update))
    let tally = tally(
      plan,
      [
        3: .success(.success), 4: .success(.success), 5: .success(.skipped),
        8: .failure(Self.failure(.forbidden)),
        9: .failure(TaskFailure(error: IngestError(code: .badNumber, message: "x"))),
      ])
    let lines = tally.lines(.whole, seconds: 2)
    let byteCount = 2 * SyncBench.bars("A").count
    #expect(
      lines.dropLast() == [
        "stocks_daily: 2 ingested (1 of them replaced), 2 done before, 2 failed",
        "  failed: 1 date: 2024-01-09", "  forbidden: 1 date: 2024-01-08",
        "  not published: 1 date: 2024-01-10",
      ])
    #expect(byteCount > 0 && lines.last?.hasPrefix("2,000 rows; ") == true)
    #expect(lines.last?.hasSuffix("2.1 MB written; 2.00 s") == true)
    #expect(tally.ending == .failed)
    let record = tally.record(
      of: .stocksDaily, .whole, try bench.request(2, 10), from: bench.source,
      ended: "2024-01-02T12:53:20Z")
    #expect(record.ended == "2024-01-02T12:53:20Z" && record.source == bench.root)
    #expect(record.ingested == 2 && record.replaced.map(\.day) == [3])
    #expect(record.forbidden.map(\.day) == [8] && record.failed.map(\.day) == [9])
    #expect(record.notPublished.map(\.day) == [10] && record.isWhole)
    #expect(record.since.day == 2 && record.until.day == 10)
  }

  @Test func `reissued dates that stay are named`() throws {
    for day in [2, 3] { try bench.put(at: "2024-01-0\(day).csv") }
    bench.run(try bench.plan(bench.request(2, 3)))
    try bench.put(SyncBench.bars("A", "B"), at: "2024-01-03.csv")
    let tally = SyncTally(try bench.plan(bench.request(2, 3)))
    #expect(
      tally.lines(.whole, seconds: 1)[0] == "stocks_daily: 0 ingested, 2 done before, 0 failed")
    #expect(tally.lines(.whole, seconds: 1)[1].contains("reissued"))
    #expect(
      tally.lines(.whole, seconds: 1)[1].hasSuffix("--on-existing update: 1 date: 2024-01-03"))
    #expect(tally.ending == .succeeded)
    // One whose replacement failed stays, too.
    let plan = try bench.plan(bench.request(2, 3, onExisting: .update))
    let failed = self.tally(plan, [3: .failure(Self.failure(.unavailable))])
    let record = failed.record(
      of: .stocksDaily, .whole, try bench.request(2, 3), from: bench.source,
      ended: "2024-01-02T12:53:20Z")
    #expect(record.reissued.map(\.day) == [3] && record.failed.map(\.day) == [3])
  }

  @Test func `the ending is 75 only if nothing else than another attempt helps`() throws {
    for day in [2, 3] { try bench.put(at: "2024-01-0\(day).csv") }
    let plan = try bench.plan(bench.request(2, 3))
    #expect(tally(plan, [2: .success(.success), 3: .success(.success)]).ending == .succeeded)
    let passing = Result<IngestResult.Status, TaskFailure>.failure(Self.failure(.unavailable))
    #expect(tally(plan, [2: .success(.success), 3: passing]).ending == .retryLater)
    #expect(tally(plan, [2: .failure(Self.failure(.forbidden)), 3: passing]).ending == .failed)
    let now = try #require(ISO8601DateFormatter().date(from: "2024-01-05T06:00:00Z"))
    let early = try bench.plan(bench.request(2, 4), now: now)
    #expect(tally(early, [:]).ending == .retryLater)
    // A day that is missing for ever changes nothing; if all are, the wrong thing is asked for.
    #expect(tally(try bench.plan(bench.request(2, 4)), [:]).ending == .succeeded)
    #expect(tally(try bench.plan(bench.request(8, 9)), [:]).ending == .failed)
  }

  @Test func `what was not begun is said`() throws {
    try bench.put(at: "2024-01-02.csv")
    let tally = SyncTally(try bench.plan(bench.request(2, 2)))
    #expect(
      tally.lines(.interrupted(leftCount: 1), seconds: 1).contains(
        "interrupted: 0 dates not finished, 1 date not started"))
    #expect(
      tally.lines(.gaveUp(leftCount: 2), seconds: 1).contains {
        $0.hasSuffix("2 dates not started")
      }
    )
    let record = tally.record(
      of: .stocksDaily, .gaveUp(leftCount: 2), try bench.request(2, 2), from: bench.source,
      ended: "2024-01-02T12:53:20Z")
    #expect(!record.isWhole)
    let summary = try JSON.line(tally.summary(.interrupted(leftCount: 1), seconds: 1))
    #expect(summary.contains("\"not_started\":1") && summary.contains("\"kind\":\"summary\""))
  }
}
