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

@Suite struct DownloadCommandTests {
  private let place: Workplace
  private let store = ObjectStore()

  init() throws {
    place = try Workplace()
  }

  private static func key(_ date: String) -> String {
    "us_stocks_sip/day_aggs_v1/\(date.prefix(4))/\(date.dropFirst(5).prefix(2))/\(date).csv.gz"
  }

  private static func file(_ number: UInt64, byteCount: Int = 3_000) -> [UInt8] {
    GzipDeflater.deflate(Content.bytes(byteCount, seed: number))
  }

  /// A server with files of these days, and the configuration for it.
  private func serve(
    _ dates: [String], plan: @escaping FaultPlan = { _ in .none }
  ) async throws -> FaultServer {
    for (number, date) in dates.enumerated() {
      store.put(Self.file(UInt64(number)), key: Self.key(date))
    }
    let server = try await FaultServer.start(store, plan: plan)
    try place.putConfiguration(endpoint: server.endpoint)
    return server
  }

  private func download(_ arguments: String...) async throws -> Command.Outcome {
    let outcome = try await Command.barlake.run(
      ["download", "--type", "stocks_daily"] + arguments, in: place.path)
    try expectNoSecret(outcome)
    return outcome
  }

  /// Nothing that the command printed or wrote has the secret.
  private func expectNoSecret(_ outcome: Command.Outcome) throws {
    let secret = FakeCredentials.secretAccessKey
    #expect(!outcome.output.contains(secret) && !outcome.error.contains(secret))
    for root in ["data", "mirror"] where try place.exists(root) {
      for path in try place.allFiles(below: root) {
        let bytes = try FileSystem.read("\(place.path)/\(path)")
        #expect(!String(decoding: bytes, as: UTF8.self).contains(secret), "\(path)")
      }
    }
  }

  private func content(_ date: String, below root: String = "data/raw") throws -> [UInt8] {
    try FileSystem.read("\(place.path)/\(root)/\(Self.key(date))")
  }

  private static func objectRequests(_ server: FaultServer) -> [RequestRecord] {
    server.records.filter { $0.request.key != nil }
  }

  @Test func `a range is mirrored under the vendor's keys, and then skipped`() async throws {
    let dates = ["2024-01-11", "2024-01-12", "2024-01-16"]
    let server = try await serve(dates)
    let first = try await download("--since", "2024-01-11", "--until", "2024-01-16")
    #expect(first.status == 0, "\(first.error)")
    // Random bytes do not become shorter, and a gzip header is of 10 bytes.
    #expect(first.lines.count { $0.contains("  fetched  3.0 kB") } == 3)
    #expect(first.error.hasPrefix("3 files, 9.1 kB in "))
    for (number, date) in dates.enumerated() {
      #expect(try content(date) == Self.file(UInt64(number)))
    }
    let count = Self.objectRequests(server).count
    let second = try await download("--since", "2024-01-11", "--until", "2024-01-16")
    #expect(second.status == 0 && second.error == "")
    #expect(second.lines.count { $0.contains("  present  ") } == 3)
    #expect(Self.objectRequests(server).count == count)
  }

  @Test func `a file that the vendor has replaced is fetched again`() async throws {
    let server = try await serve(["2024-01-02"])
    _ = try await download("--date", "2024-01-02")
    store.put(Self.file(9), key: Self.key("2024-01-02"))
    let again = try await download("--date", "2024-01-02", "--json")
    let object = try #require(Workplace.objects(again.output).first)
    #expect(object["status"] == "fetched" && object["path"] != nil && object["etag"] != nil)
    #expect(try content("2024-01-02") == Self.file(9))
    withExtendedLifetime(server) {}
  }

  @Test func `the last days are asked for before today`() async throws {
    let yesterday = CalendarDate(daysSinceEpoch: Self.today.daysSinceEpoch - 1)
    let days = TradingCalendar.tradingDays(
      from: CalendarDate(daysSinceEpoch: yesterday.daysSinceEpoch - 14), through: yesterday)
    let server = try await serve(days.map(\.description))
    let outcome = try await download("--last", "3", "--raw", "mirror")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(
      try place.allFiles(below: "mirror").count { $0.hasSuffix(".csv.gz") } == 3)
    #expect(try content(try #require(days.last).description, below: "mirror").isEmpty == false)
    withExtendedLifetime(server) {}
  }

  private static var today: CalendarDate {
    CalendarDate(daysSinceEpoch: Int32((Date().timeIntervalSince1970 / 86_400).rounded(.down)))
  }

  @Test func `a dry run says what it would do, and writes nothing`() async throws {
    let server = try await serve(["2024-01-11", "2024-01-16"])
    let outcome = try await download(
      "--since", "2024-01-11", "--until", "2024-01-16", "--dry-run", "--json")
    #expect(outcome.status == 0)
    #expect(
      try Workplace.objects(outcome.output).map { $0["status"] }
        == ["would_fetch", "unlisted", "would_fetch"])
    #expect(Self.objectRequests(server).isEmpty)
    #expect(try !place.exists("data"))
  }

  @Test func `a day without a file is an error, and the others are there`() async throws {
    let server = try await serve(["2024-01-11", "2024-01-16"])
    let outcome = try await download("--since", "2024-01-11", "--until", "2024-01-16")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("\(Self.key("2024-01-12"))  not_published: "))
    #expect(try content("2024-01-16") == Self.file(1))
    let holiday = try await download("--date", "2024-01-15", "--json")
    #expect(holiday.status == 1)
    let object = try #require(Workplace.objects(holiday.output).first)
    #expect(object["code"] == "holiday" && object["may_help_to_retry"] == false)
    withExtendedLifetime(server) {}
  }

  @Test func `what may be there later ends with 75`() async throws {
    let next = try #require(
      TradingCalendar.tradingDays(
        from: Self.today, through: CalendarDate(daysSinceEpoch: Self.today.daysSinceEpoch + 10)
      ).first)
    let server = try await serve(["2024-01-02"])
    let early = try await download("--date", next.description)
    #expect(early.status == 75, "\(early.error)")
    #expect(early.error.contains("  not_yet_published: "))
    try place.put(
      Array("source: {s3: {max_retries: 0}}\n".utf8), at: "config/pipeline_config.yaml")
    server.follow { $0.isListing ? .none : .internalError }
    #expect(try await download("--date", "2024-01-02").status == 75)
    server.follow { _ in .internalError }
    let listing = try await download("--date", "2024-01-02", "--json")
    #expect(listing.status == 75)
    #expect(try Workplace.objects(listing.output).first?["code"] == "unavailable")
    server.follow { $0.isListing ? .none : .accessDenied }
    let refused = try await download("--date", "2024-01-02")
    #expect(refused.status == 1 && refused.error.contains("  forbidden: "))
  }

  @Test func `a wrong secret is told apart, and not shown`() async throws {
    let server = try await SeaweedFS.shared
    try place.putConfiguration(endpoint: server.endpoint)
    let outcome = try await Command.barlake.run(
      ["download", "--type", "stocks_daily", "--date", "2024-01-02"], in: place.path,
      variables: ["BARLAKE_S3_SECRET_ACCESS_KEY": "fake-wrong-secret"])
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("  credentials: "), "\(outcome.error)")
    #expect(!outcome.error.contains("fake-wrong-secret") && outcome.output == "")
    try expectNoSecret(outcome)
  }

  @Test func `without credentials the error says where to write them`() async throws {
    let outcome = try await download("--date", "2024-01-02")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("config/credentials.yaml, or set BARLAKE_S3_ACCESS_KEY_ID"))
  }

  /// A file of two parts, of which the first has 4 MiB.
  private static let large = file(2, byteCount: 5_000_000)
  private static let partByteCount = 4 << 20

  /// The second part of the large file comes slowly, so that there is time for a signal.
  private static let slowEnd: FaultPlan = { request in
    let isEnd = request.range.map { $0.lowerBound >= partByteCount } ?? false
    return isEnd ? .drip(byteCount: 1_000, milliseconds: 100) : .none
  }

  @Test func `after a kill only what was not whole is fetched`() async throws {
    let dates = ["2024-01-11", "2024-01-12"]
    let server = try await serve([dates[0]], plan: Self.slowEnd)
    store.put(Self.large, key: Self.key(dates[1]))
    let arguments = [
      "download", "--type", "stocks_daily", "--since", dates[0], "--until", dates[1],
    ]
    let folder = "data/raw/us_stocks_sip/day_aggs_v1/2024/01"
    let state = "\(folder)/.\(dates[1]).csv.gz.partial.json"
    let killed = try await Command.barlake.run(
      arguments, in: place.path, sendingAtOnce: [.kill]
    ) { try place.exists(state) && place.exists("\(folder)/\(dates[0]).csv.gz") }
    #expect(killed.status == nil)
    let first = server.records.count
    server.follow { _ in .none }
    let outcome = try await Command.barlake.run(arguments + ["--json"], in: place.path)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try content(dates[1]) == Self.large)
    let later = server.records.dropFirst(first).filter { $0.request.key != nil }
    #expect(later.allSatisfy { $0.request.key == Self.key(dates[1]) })
    let fetched = try #require(
      Workplace.objects(outcome.output).first { $0["status"] == "fetched" })
    guard case .integer(let resumed) = fetched["resumed_byte_count"] else {
      Issue.record("\(fetched)")
      return
    }
    // What had arrived of the second part when the first was recorded is there, too.
    #expect(Self.partByteCount..<Self.large.count ~= resumed)
    #expect(later.reduce(0) { $0 + $1.sentByteCount } == Self.large.count - resumed)
    try expectNoSecret(outcome)
  }

  @Test func `an interruption ends with 130, and what arrived is kept`() async throws {
    let server = try await serve([], plan: Self.slowEnd)
    store.put(Self.large, key: Self.key("2024-01-12"))
    let state = "data/raw/us_stocks_sip/day_aggs_v1/2024/01/.2024-01-12.csv.gz.partial.json"
    let outcome = try await Command.barlake.run(
      ["download", "--type", "stocks_daily", "--date", "2024-01-12"], in: place.path,
      sendingAtOnce: [.interrupt]
    ) { try place.exists(state) }
    #expect(outcome.status == 130, "\(outcome)")
    #expect(outcome.error.contains("  cancelled: "))
    #expect(try place.exists(state))
    withExtendedLifetime(server) {}
  }

  @Test func `a range without a trading day is nothing to do`() async throws {
    let server = try await serve([])
    let outcome = try await download("--since", "2024-01-13", "--until", "2024-01-15")
    #expect(outcome.status == 0 && outcome.output == "")
    #expect(outcome.error == "there is no trading day in this range\n")
    #expect(server.records.isEmpty)
  }

  @Test func `a wrong command line is 64, and a wrong value is 1`() async throws {
    for arguments in [
      [], ["--date", "2024-01-02", "--last", "1"], ["--until", "2024-01-02"], ["--last", "x"],
      ["--date", "2024-01-02", "--raw", ""],
    ] {
      let outcome = try await Command.barlake.run(
        ["download", "--type", "stocks_daily"] + arguments, in: place.path)
      #expect(outcome.status == 64, "\(arguments)")
    }
    try place.putConfiguration(endpoint: "http://127.0.0.1:1")
    for arguments in [
      ["--date", "2024-02-30"], ["--last", "0"], ["--last", "-1"],
      ["--since", "2024-01-03", "--until", "2024-01-02"],
      ["--date", "2024-01-02", "--raw", "s3://bucket"],
    ] {
      let outcome = try await Command.barlake.run(
        ["download", "--type", "stocks_daily"] + arguments, in: place.path)
      #expect(outcome.status == 1, "\(arguments) \(outcome.error)")
    }
    #expect(try await place.run("download", "--type", "x", "--last", "1").status == 1)
  }
}
