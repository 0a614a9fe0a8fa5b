import BarLake
import BarLakeBytes
import BarLakeSync
import BarLakeTestSupport
import Foundation
import Testing

@Suite struct SyncPlanTests {
  private let bench: SyncBench

  init() throws {
    bench = try SyncBench()
  }

  @Test func `a lake that is not there lacks every file, in order of date and then of type`()
    throws
  {
    for day in ["02", "04", "03"] {
      try bench.put(at: "us_stocks_sip/day_aggs_v1/2024-01-\(day).csv")
    }
    try bench.put(at: "us_stocks_sip/minute_aggs_v1/2024-01-03.csv")
    let plan = try bench.plan(bench.request(2, 5, of: [.stocksMinute, .stocksDaily]))
    #expect(
      plan.taskTexts == [
        "2024-01-02 stocks_daily missing", "2024-01-03 stocks_daily missing",
        "2024-01-03 stocks_minute missing", "2024-01-04 stocks_daily missing",
      ])
    #expect(
      plan.tasks.map(\.output) == [
        Lake.file("2024-01-02"), Lake.file("2024-01-03"),
        "stocks_minute/year=2024/month=01/symbol=*/date=2024-01-03.parquet",
        Lake.file("2024-01-04"),
      ])
    #expect(plan.tasks[0].file.key == "us_stocks_sip/day_aggs_v1/2024-01-02.csv")
    #expect(try !bench.lake.exists(""))
  }

  @Test func `the newest date of the lake counts for nothing`() throws {
    for day in [2, 3, 4, 5] { try bench.put(at: "2024-01-0\(day).csv") }
    try bench.lake.ingest(.file("\(bench.root)/2024-01-05.csv"), date: "2024-01-05")
    try bench.lake.ingest(.file("\(bench.root)/2024-01-03.csv"), date: "2024-01-03")
    let plan = try bench.plan(bench.request(2, 5))
    #expect(
      plan.taskTexts == ["2024-01-02 stocks_daily missing", "2024-01-04 stocks_daily missing"])
    #expect(plan.doneCounts == [.stocksDaily: 2])
    // A date whose file was removed is not done.
    try bench.lake.remove(Lake.file("2024-01-05"))
    #expect(try bench.plan(bench.request(2, 5)).tasks.count == 3)
  }

  @Test func `files outside of the range, and days without trading, are as the range says`() throws
  {
    // The 1st is a holiday, the 6th a Saturday.
    for day in [1, 2, 5, 6, 8] { try bench.put(at: "2024-01-0\(day).csv") }
    #expect(
      try bench.plan(bench.request(1, 7)).taskTexts == [
        "2024-01-01 stocks_daily missing", "2024-01-02 stocks_daily missing",
        "2024-01-05 stocks_daily missing", "2024-01-06 stocks_daily missing",
      ])
    #expect(
      try bench.plan(bench.request(1, 7)).otherTexts == [
        "not published 2024-01-03", "not published 2024-01-04",
      ])
  }

  @Test func `a day may come until the end of the following one`() throws {
    try bench.put(at: "2024-01-02.csv")
    let now = ISO8601DateFormatter().date(from: "2024-01-05T23:59:59Z")
    let plan = try bench.plan(bench.request(2, 5), now: try #require(now))
    #expect(
      plan.otherTexts == ["not published 2024-01-03", "awaited 2024-01-04", "awaited 2024-01-05"])
  }

  @Test func `a day that the lake has and the source has no more is no matter`() throws {
    try bench.put(at: "2024-01-02.csv")
    try bench.lake.ingest(Bars.few, date: "2024-01-03")
    let plan = try bench.plan(bench.request(2, 3))
    #expect(plan.otherTexts == [] && plan.doneCounts == [.stocksDaily: 1])
  }

  @Test func `a file that was replaced is a task only if dates are updated`() throws {
    for day in [2, 3, 4] { try bench.put(at: "2024-01-0\(day).csv") }
    bench.run(try bench.plan(bench.request(2, 4)))
    try bench.put(SyncBench.bars("A", "B"), at: "2024-01-03.csv")
    // Of the same length.
    try bench.put(SyncBench.bars("B"), at: "2024-01-04.csv")
    let left = try bench.plan(bench.request(2, 4))
    #expect(left.taskTexts == [] && left.otherTexts == ["reissued 2024-01-03"])
    #expect(left.doneCounts == [.stocksDaily: 3])
    let updated = try bench.plan(bench.request(2, 4, onExisting: .update))
    #expect(
      updated.taskTexts == ["2024-01-03 stocks_daily reissued", "2024-01-04 stocks_daily reissued"])
    #expect(updated.otherTexts == [])
    let forced = try bench.plan(bench.request(2, 4, onExisting: .overwrite))
    #expect(forced.tasks.map(\.reason) == [.forced, .forced, .forced])
    bench.run(updated)
    #expect(try bench.plan(bench.request(2, 4, onExisting: .update)).taskTexts == [])
  }

  @Test func `a date that has other symbols than are asked for is a task, which says so`() throws {
    try bench.put(at: "2024-01-02.csv")
    try bench.lake.ingest(Bars.few, date: "2024-01-02", symbols: ["A"])
    #expect(try bench.plan(bench.request(2, 2, symbols: ["A"])).tasks.isEmpty)
    let plan = try bench.plan(bench.request(2, 2))
    #expect(plan.tasks.map(\.reason) == [.missing])
    let outcome = try #require(bench.run(plan).first)
    guard case .failure(let failure) = outcome.result else {
      Issue.record("\(outcome)")
      return
    }
    #expect(failure.error.code == .outputConflict)
  }

  @Test func `a date that was adopted is done, whatever its file is now`() throws {
    try bench.put(at: "2024-01-02.csv")
    bench.run(try bench.plan(bench.request(2, 2)))
    var manifest = try ManifestText.manifest(try bench.lake.read(Lake.manifest()))
    (manifest.source, manifest.adopted, manifest.plainTextChunks) = (nil, .own, nil)
    try bench.lake.put(ManifestText.bytes(manifest), at: Lake.manifest())
    try bench.put(SyncBench.bars("A", "B"), at: "2024-01-02.csv")
    let plan = try bench.plan(bench.request(2, 2, onExisting: .update))
    #expect(plan.tasks.isEmpty && plan.doneCounts == [.stocksDaily: 1])
  }

  @Test func `what a folder has and cannot be used is refused or passed over`() throws {
    for name in ["2024-01-02.csv", "2024-01-02.csv.gz", "2024-01-03.csv", "odd.txt"] {
      try bench.put(at: name)
    }
    let plan = try bench.plan(bench.request(2, 3))
    #expect(plan.taskTexts == ["2024-01-03 stocks_daily missing"])
    #expect(plan.otherTexts == ["refused 2024-01-02 invalid_argument"])
    #expect(plan.notes.count == 1 && plan.notes[0].contains("odd.txt"))
    #expect(plan.listedCounts == [.stocksDaily: 2])
    // What is not asked for is no matter.
    #expect(try bench.plan(bench.request(3, 3)).otherTexts == [])
  }

  @Test func `files of a type that is asked for, too, are not passed over`() throws {
    for feed in ["day", "minute"] {
      try bench.put(at: "us_stocks_sip/\(feed)_aggs_v1/2024-01-02.csv")
    }
    #expect(try bench.plan(bench.request(2, 2)).notes.count == 1)
    #expect(try bench.plan(bench.request(2, 2, of: [.stocksDaily, .stocksMinute])).notes == [])
  }

  @Test func `the profile and the layout are the lake's, or the call's`() throws {
    try bench.put(at: "2024-01-02.csv")
    try bench.put(at: "2024-01-03.csv")
    let classic: [String: ConfigValue] = ["profile": "classic"]
    #expect(try bench.plan(bench.request(2, 3, config: classic)).tasks[0].profile == .classic)
    try bench.lake.ingest(Bars.few, date: "2024-01-02", config: classic)
    let plan = try bench.plan(bench.request(2, 3))
    #expect(plan.tasks.map(\.profile) == [.classic])
  }

  @Test func `data files without manifests are an error that says what to do`() throws {
    try bench.put(at: "2024-01-02.csv")
    try bench.lake.ingest(Bars.few, date: "2024-01-03")
    try bench.lake.remove(".barlake")
    do {
      _ = try bench.plan(bench.request(2, 3))
      Issue.record("no error")
    } catch FlatFileSource.Failure.folder(let error) {
      #expect(error.code == .invalidArgument && error.message.contains("barlake adopt"))
    }
  }
}
