import BarLake
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeFlatFileServers
import BarLakeTestSupport
import Foundation
import LakeInspection
import Subprocess
import Testing

@Suite struct SyncCommandTests {
  private let place: Workplace
  private let store = ObjectStore()

  init() throws {
    place = try Workplace()
  }

  private static func key(_ date: String) -> String {
    "us_stocks_sip/day_aggs_v1/2024/01/\(date).csv.gz"
  }

  private func put(_ bytes: [UInt8] = Workplace.bars, _ dates: String...) {
    for date in dates { store.put(GzipDeflater.deflate(bytes), key: Self.key(date)) }
  }

  private func serve(
    plan: @escaping FaultPlan = { _ in .none }
  ) async throws -> FaultServer {
    let server = try await FaultServer.start(store, plan: plan)
    try place.putConfiguration(endpoint: server.endpoint)
    return server
  }

  private func sync(_ arguments: String...) async throws -> Command.Outcome {
    let outcome = try await Command.barlake.run(
      ["sync", "--type", "stocks_daily", "--lake", "lake"] + arguments, in: place.path)
    let secret = FakeCredentials.secretAccessKey
    #expect(!outcome.output.contains(secret) && !outcome.error.contains(secret))
    return outcome
  }

  private static let january = ["--since", "2024-01-02", "--until", "2024-01-05"]

  private func syncJanuary(_ arguments: String...) async throws -> Command.Outcome {
    let all = ["sync", "--type", "stocks_daily", "--lake", "lake"] + Self.january + arguments
    return try await Command.barlake.run(all, in: place.path)
  }

  private func verify() async throws {
    let outcome = try await place.run("verify", "lake")
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(try place.staged() == [])
  }

  @Test func `what the lake lacks is fetched and ingested, and then there is nothing to do`()
    async throws
  {
    put(Workplace.bars, "2024-01-02", "2024-01-03", "2024-01-05")
    let server = try await serve()
    let first = try await syncJanuary()
    #expect(first.status == 0, "\(first.error)")
    #expect(first.lines.count { $0.contains("  success  3 rows") } == 3)
    #expect(first.error.contains("stocks_daily: 3 ingested, 0 done before, 0 failed\n"))
    #expect(first.error.contains("  not published: 1 date: 2024-01-04\n"))
    let count = server.records.count
    let second = try await syncJanuary()
    #expect(second.status == 0 && second.output == "")
    #expect(second.error.contains("stocks_daily: 0 ingested, 3 done before, 0 failed\n"))
    // One listing, and no object.
    #expect(server.records.count == count + 1)
    let record = try #require(SyncRecord.read(of: .stocksDaily, root: "\(place.path)/lake"))
    #expect(record.isWhole && record.notPublished.map(\.description) == ["2024-01-04"])
    #expect(record.source == "\(server.endpoint)/flatfiles")
    try await verify()
  }

  @Test func `a reissue is reported, and replaced only with update`() async throws {
    put(Workplace.bars, "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05")
    let server = try await serve()
    _ = try await syncJanuary()
    put(Workplace.nextBars, "2024-01-03")
    let file = "\(place.path)/lake/\(Workplace.file("2024-01-03"))"
    let bytes = try FileSystem.read(file)
    let left = try await syncJanuary()
    #expect(left.status == 0 && left.output == "")
    #expect(
      left.error.contains(
        "  reissued, and left as they are without --on-existing update: 1 date: 2024-01-03\n"))
    #expect(try FileSystem.read(file) == bytes)
    let quiet = try await syncJanuary("--quiet")
    #expect(quiet.status == 0 && quiet.output == "" && quiet.error.contains("  reissued, and left"))
    let dry = try await syncJanuary("--on-existing", "update", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("2024-01-03  would_ingest  reissued"))
    #expect(try FileSystem.read(file) == bytes)
    let replaced = try await syncJanuary("--on-existing", "update")
    #expect(replaced.status == 0 && replaced.output.contains("2024-01-03  success  3 rows"))
    #expect(replaced.output.hasSuffix("  reissued\n"))
    #expect(replaced.error.contains("1 ingested (1 of them replaced), 3 done before"))
    #expect(try await syncJanuary("--quiet").error == "")
    #expect(try FileSystem.read(file) != bytes)
    try await verify()
    withExtendedLifetime(server) {}
  }

  @Test func `the exit status says whether another attempt helps`() async throws {
    put(Workplace.bars, "2024-01-02", "2024-01-03", "2024-01-05")
    let refused = Self.key("2024-01-03")
    let server = try await serve { $0.key == refused ? .accessDenied : .none }
    let forbidden = try await syncJanuary()
    #expect(forbidden.status == 1)
    #expect(forbidden.error.contains("stocks_daily 2024-01-03  forbidden: "))
    #expect(forbidden.error.contains("  forbidden: 1 date: 2024-01-03\n"))
    #expect(forbidden.error.contains("2 ingested, 0 done before, 1 failed"))
    try place.put(
      Array("source: {s3: {max_retries: 0}}\n".utf8), at: "config/pipeline_config.yaml")
    server.follow { $0.isListing ? .none : .internalError }
    let unavailable = try await syncJanuary()
    #expect(unavailable.status == 75 && unavailable.error.contains("unavailable: "))
    server.follow { _ in .internalError }
    let unlisted = try await syncJanuary("--json")
    #expect(unlisted.status == 75)
    #expect(try Workplace.objects(unlisted.output).first?["code"] == "unavailable")
    server.follow { _ in .accessDenied }
    let credentials = try await syncJanuary()
    #expect(credentials.status == 1 && credentials.error.hasPrefix("credentials: "))
    server.follow { _ in .none }
    #expect(try await syncJanuary().status == 0)
    try await verify()
  }

  @Test func `a range of which nothing is listed is an error, and an early day is none yet`()
    async throws
  {
    store.put([1], key: "us_stocks_sip/trades_v1/2024/01/2024-01-02.csv.gz")
    let server = try await serve()
    let nothing = try await syncJanuary()
    #expect(nothing.status == 1 && nothing.error.contains("not published: 4 dates"))
    #expect(try !place.exists("lake"))
    let yesterday = CalendarDate(daysSinceEpoch: Self.today.daysSinceEpoch - 1)
    let day = TradingCalendar.isTradingDay(yesterday) == true ? yesterday : Self.today
    let early = try await sync("--date", day.description)
    #expect(early.status == (TradingCalendar.isTradingDay(day) == true ? 75 : 0))
    let weekend = try await sync("--date", "2024-01-06")
    #expect(weekend.status == 0)
    #expect(weekend.error.hasPrefix("there is no trading day in this range\n"))
    withExtendedLifetime(server) {}
  }

  private static var today: CalendarDate {
    CalendarDate(daysSinceEpoch: Int32((Date().timeIntervalSince1970 / 86_400).rounded(.down)))
  }

  @Test func `a folder is a source without any network, and several types are at once`()
    async throws
  {
    for (type, date) in [("day", "2024-01-02"), ("minute", "2024-01-02"), ("day", "2024-01-03")] {
      let folder = "\(place.path)/flat/us_stocks_sip/\(type)_aggs_v1/2024/01"
      try FileSystem.createDirectories(folder)
      try FileSystem.write(GzipDeflater.deflate(Workplace.bars), to: "\(folder)/\(date).csv.gz")
    }
    let outcome = try await Command.barlake.run(
      [
        "sync", "--type", "stocks_daily,stocks_minute", "--lake", "lake", "--source", "flat",
        "--since", "2024-01-02", "--until", "2024-01-03", "--partition-by", "date",
      ], in: place.path)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.contains("stocks_daily: 2 ingested"))
    #expect(outcome.error.contains("stocks_minute: 1 ingested"))
    #expect(outcome.error.contains("  not published: 1 date: 2024-01-03\n"))
    try await verify()
    let missing = try await sync("--date", "2024-01-02", "--source", "nowhere")
    #expect(missing.status == 1 && missing.error.hasPrefix("io_error: "))
  }

  @Test func `the summary and each date are objects of JSON`() async throws {
    put(Workplace.bars, "2024-01-02", "2024-01-03")
    put(Workplace.wrongBars, "2024-01-04")
    let server = try await serve()
    let outcome = try await syncJanuary("--json")
    #expect(outcome.status == 1)
    let objects = try Workplace.objects(outcome.output)
    let kinds = objects.compactMap { object -> String? in
      if case .string(let kind)? = object["kind"] { kind } else { nil }
    }
    #expect(kinds.sorted() == ["date", "date", "failed", "not_published", "summary"])
    let date = try #require(objects.first { $0["kind"] == "date" })
    #expect(Workplace.resultKeys.isSubset(of: date.keys) && date["etag"] != nil)
    let failed = try #require(objects.first { $0["kind"] == "failed" })
    #expect(failed["code"] == "bad_number" && failed["line"] == 2)
    #expect(objects.last?["kind"] == "summary")
    let quiet = try await syncJanuary("--quiet")
    #expect(quiet.output == "" && quiet.error.contains("bad_number"))
    withExtendedLifetime(server) {}
  }

  @Test func `a terminal shows dates, bytes and the time that is left`() async throws {
    // Numbers that do not become shorter, so that the bytes arrive block by block.
    let lines = (0..<40_000).map { number in
      "A\(number * 7919 % 1_000_003),\(number * 104_729 % 999_983),1,1,1,1,1704171600000000000,1\n"
    }
    let header = "ticker,volume,open,close,high,low,window_start,transactions\n"
    put(Array((header + lines.joined()).utf8), "2024-01-02", "2024-01-03")
    let server = try await FaultServer.start(store, bytesPerSecond: 200_000)
    try place.putConfiguration(endpoint: server.endpoint)
    let shown = try await Command.barlake.runOnTerminal(
      ["sync", "--type", "stocks_daily", "--lake", "lake"] + Self.january, in: place.path)
    #expect(shown.status == 0)
    #expect(shown.error.contains(" of 2 dates  ") && shown.error.contains("/s"), "\(shown.error)")
    #expect(shown.error.contains("left for all"), "\(shown.error)")
    withExtendedLifetime(server) {}
  }

  @Test func `an interruption ends with 130, and the same call goes on`() async throws {
    put(Workplace.bars, "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05")
    let held = Self.key("2024-01-03")
    let server = try await serve { $0.key == held ? .silence : .none }
    let outcome = try await Command.barlake.run(
      ["sync", "--type", "stocks_daily", "--lake", "lake", "--jobs", "1"] + Self.january,
      in: place.path, sendingAtOnce: [.interrupt]
    ) { server.records.contains { $0.request.key == held } }
    #expect(outcome.status == 130, "\(outcome.error)")
    #expect(outcome.error.contains("interrupted: 1 date not finished, 2 dates not started"))
    #expect(try place.staged() == [])
    server.follow { _ in .none }
    #expect(try await syncJanuary().status == 0)
    #expect(server.records.count { $0.request.key == Self.key("2024-01-02") } == 1)
    try await verify()
  }

  @Test func `two calls at once do each date once`() async throws {
    put(Workplace.bars, "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05")
    let server = try await serve()
    async let one = syncJanuary()
    async let other = syncJanuary()
    let outcomes = try await [one, other]
    #expect(outcomes.map(\.status) == [0, 0])
    for date in ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"] {
      #expect(server.records.count { $0.request.key == Self.key(date) } == 1)
      let count = outcomes.flatMap(\.lines).count {
        $0.hasPrefix("stocks_daily \(date)  success")
      }
      #expect(count == 1)
    }
    try await verify()
  }

  @Test(arguments: [
    [], ["--date", "2024-01-02", "--last", "1"], ["--last", "1", "--jobs", "0"],
    ["--last", "1", "--on-existing", "error"], ["--until", "2024-01-02"],
    ["--last", "1", "--chunk-size", "5"],
  ])
  func `a wrong command line is 64`(_ arguments: [String]) async throws {
    let outcome = try await Command.barlake.run(
      ["sync", "--type", "stocks_daily", "--lake", "lake"] + arguments, in: place.path)
    #expect(outcome.status == 64, "\(outcome.error)")
  }

  @Test func `a wrong value is 1`() async throws {
    for arguments in [
      ["--date", "2024-13-01"], ["--last", "0"], ["--last", "1", "--source", "s3://b"],
    ] {
      let outcome = try await Command.barlake.run(
        ["sync", "--type", "stocks_daily", "--lake", "lake"] + arguments, in: place.path)
      #expect(outcome.status == 1, "\(arguments) \(outcome.error)")
    }
    let type = try await place.run("sync", "--type", "stocks", "--lake", "lake", "--last", "1")
    #expect(type.status == 1 && type.error.hasPrefix("unknown_data_type: "))
    let credentials = try await sync("--date", "2024-01-02")
    #expect(credentials.status == 1 && credentials.error.contains("credentials.yaml"))
    #expect(try !place.exists("lake"))
  }
}
