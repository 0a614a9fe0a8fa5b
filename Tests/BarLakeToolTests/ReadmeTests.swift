import BarLake
import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct ReadmeTests {
  @Test func `the Swift example is the program that is built for these tests`() throws {
    let readme = String(decoding: try Repository.read("README.md"), as: UTF8.self)
    let example = String(
      decoding: try Repository.read("Tests/ReadmeExample/main.swift"), as: UTF8.self)
    #expect(readme.contains("\n```swift\n\(example)```\n"))
    // `.ci/package` plans the build of the manifest before it.
    #expect(readme.contains("from: \"\(BarLakeVersion.version)\""))
  }

  @Test func `the Swift example does what it says`() async throws {
    let place = try Workplace()
    try place.put(
      Repository.read("Fixtures/raw/stocks_daily/2024-01-02.csv.gz"), at: "2024-01-02.csv.gz")
    try place.put(Workplace.wrongBars, at: "bars.csv")
    let outcome = try await Command(name: "ReadmeExample").run([], in: place.path)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 3)
    #expect(outcome.output.contains(" bars in [\"\(Workplace.file("2024-01-02"))\"]\n"))
    #expect(outcome.lines.dropFirst().first == "2400 bars in memory")
    #expect(outcome.output.hasSuffix(" 2 volume many\n"))
    #expect(try place.exists("data/lake/\(Workplace.file("2024-01-02"))"))
  }

  /// The lines of the README that begin with `prefix`, without it.
  private static func lines(after prefix: String) throws -> [String] {
    String(decoding: try Repository.read("README.md"), as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// Runs a line in a shell that finds the command.
  private static func run(_ line: String, in place: Workplace) async throws -> Command.Outcome {
    let script = "PATH=\"\(Products.folder):$PATH\"\n\(line)\n"
    return try await Command(path: "/bin/sh").run(["-euc", script], in: place.path)
  }

  @Test func `cron and the timer keep a lake up to date`() async throws {
    let cron = try #require(try Self.lines(after: "    30 17 * * * cd /srv/bars && ").first)
    let service = try Self.lines(after: "ExecStart=/usr/bin/")
    #expect(service == [cron])
    let store = ObjectStore()
    let dates = ["2024-01-02", "2024-01-03", "2024-01-05"]
    for date in dates {
      for feed in ["day_aggs_v1", "minute_aggs_v1"] {
        store.put(
          GzipDeflater.deflate(Workplace.bars),
          key: "us_stocks_sip/\(feed)/2024/01/\(date).csv.gz")
      }
    }
    let server = try await FaultServer.start(store)
    let place = try Workplace()
    try place.putConfiguration(endpoint: server.endpoint)
    let outcome = try await Self.run(cron, in: place)
    // Yesterday's file may still come.
    #expect([0, 75].contains(outcome.status), "\(outcome.error)")
    let status = try LakeStatus(root: "\(place.path)/data/lake")
    #expect(status.dataTypes.map { $0.done.map(\.description) } == [dates, dates])
    withExtendedLifetime(server) {}
  }

  @Test func `a plan is carried out in parts`() async throws {
    let lines = try Self.lines(after: "    barlake ").map { "barlake \($0)" }
    let plan = try #require(lines.first { $0.hasPrefix("barlake plan ") })
    let part = try #require(lines.first { $0.hasPrefix("barlake run-task ") })
    let store = ObjectStore()
    for day in ["02", "03"] {
      store.put(
        GzipDeflater.deflate(Workplace.bars),
        key: "us_stocks_sip/minute_aggs_v1/2024/01/2024-01-\(day).csv.gz")
    }
    let server = try await FaultServer.start(store)
    let place = try Workplace()
    try place.putConfiguration(endpoint: server.endpoint)
    let planned = try await Self.run(plan.replacing("/shared/lake", with: "lake"), in: place)
    #expect(planned.status == 0, "\(planned.error)")
    let carriedOut = try await Self.run(part, in: place)
    // Every fourth of two tasks.
    #expect(carriedOut.status == 0 && carriedOut.lines.count == 1, "\(carriedOut.error)")
    withExtendedLifetime(server) {}
  }
}
