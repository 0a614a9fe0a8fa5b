import BarLake
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeFlatFileServers
import BarLakeTestSupport
import Testing

/// `barlake plan`, and `barlake run-task` with what it printed.
@Suite struct RunTaskCommandTests {
  private let place: Workplace
  private static let days = ["02", "03", "04", "05", "08", "09", "10"]

  /// A workplace with a folder of flat files, one per day.
  init() throws {
    place = try Workplace()
    try FileSystem.createDirectories("\(place.path)/flat")
    for (number, day) in Self.days.enumerated() {
      let bars = number.isMultiple(of: 2) ? Workplace.bars : Workplace.nextBars
      try place.put(GzipDeflater.deflate(bars), at: "flat/2024-01-\(day).csv.gz")
    }
  }

  /// Makes a plan and keeps it as a file.
  private func plan(_ arguments: String..., source: String = "flat") async throws {
    let outcome = try await Command.barlake.run(
      [
        "plan", "--type", "stocks_daily", "--lake", "lake", "--source", source, "--since",
        "2024-01-02", "--until", "2024-01-10",
      ] + arguments, in: place.path)
    #expect(outcome.status == 0, "\(outcome.error)")
    try place.put(Array(outcome.output.utf8), at: "plan.ndjson")
  }

  private func runTask(
    _ arguments: String..., variables: [String: String] = [:]
  ) async throws -> Command.Outcome {
    try await Command.barlake.run(
      ["run-task", "--plan", "plan.ndjson"] + arguments, in: place.path, variables: variables)
  }

  /// The files of a lake with their bytes, but locks, and the records of syncs.
  private func content(_ lake: String) throws -> [String: [UInt8]] {
    var content: [String: [UInt8]] = [:]
    for path in try place.allFiles(below: lake) {
      let inside = String(path.dropFirst(lake.count + 1))
      if inside.hasPrefix(".barlake/locks") || inside.hasPrefix(".barlake/syncs") { continue }
      content[inside] = try FileSystem.read("\(place.path)/\(path)")
    }
    return content
  }

  @Test func `a plan changes nothing, and has a line for each date`() async throws {
    try await plan()
    let lines = try Workplace.objects(
      String(decoding: try FileSystem.read("\(place.path)/plan.ndjson"), as: UTF8.self))
    #expect(lines.first?["kind"] == "plan")
    #expect(lines.count { $0["kind"] == "task" } == Self.days.count)
    #expect(try !place.exists("lake"))
  }

  @Test func `parts at once, one of them twice, make the lake of one sync`() async throws {
    try await plan()
    let bytes = try FileSystem.read("\(place.path)/plan.ndjson")
    async let parts = [
      runTask("--shard", "1/4"), runTask("--shard", "2/4"), runTask("--shard", "3/4"),
      runTask("--shard", "4/4"), runTask("--shard", "1/4"),
    ]
    for outcome in try await parts { #expect(outcome.status == 0, "\(outcome.error)") }
    let sync = try await place.run(
      "sync", "--type", "stocks_daily", "--lake", "other", "--source", "flat", "--since",
      "2024-01-02", "--until", "2024-01-10")
    #expect(sync.status == 0)
    #expect(try content("lake") == content("other"))
    #expect(try content("lake").count == 2 * Self.days.count + 1)
    #expect(try FileSystem.read("\(place.path)/plan.ndjson") == bytes)
    // Again: everything is done.
    let again = try await runTask()
    #expect(again.status == 0 && again.lines.count == Self.days.count)
    #expect(again.lines.allSatisfy { $0.hasSuffix("skipped  output_exists") })
  }

  @Test func `an index is of one task, and the variables of a scheduler are of a part`()
    async throws
  {
    try await plan()
    let one = try await runTask("--index", "1")
    #expect(one.status == 0 && one.lines.count == 1)
    #expect(one.output.hasPrefix("stocks_daily 2024-01-03  success"))
    #expect(try await runTask("--index", "7").status == 1)
    let slurm = ["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "7"]
    let part = try await runTask(variables: slurm)
    #expect(part.output.hasPrefix("stocks_daily 2024-01-02  success") && part.lines.count == 1)
    let halved = try await runTask(variables: ["SLURM_ARRAY_TASK_ID": "0"])
    #expect(halved.status == 1 && halved.error.contains("--shards"))
    let job = try await runTask("--shards", "7", variables: ["JOB_COMPLETION_INDEX": "6"])
    #expect(job.output.hasPrefix("stocks_daily 2024-01-10  success") && job.lines.count == 1)
    #expect(try await runTask("--shards", "7").status == 1)
    // What is given counts, whatever variables there are.
    #expect(try await runTask("--shard", "7/7", variables: slurm).output.contains("2024-01-10"))
    #expect(try await runTask("--shard", "1/2", "--index", "0").status == 64)
    #expect(try await runTask("--shard", "0/2").status == 1)
  }

  @Test func `events are appended, and the lake may be another`() async throws {
    try await plan()
    try place.put(GzipDeflater.deflate(Workplace.wrongBars), at: "flat/2024-01-04.csv.gz")
    let outcome = try await runTask("--lake", "elsewhere", "--events", "events", "--json")
    #expect(outcome.status == 1)
    #expect(try !place.exists("lake") && place.exists("elsewhere/.barlake"))
    // Only a sync knows what it was for.
    #expect(try !place.exists("elsewhere/.barlake/syncs"))
    let events = try Workplace.objects(
      String(decoding: try FileSystem.read("\(place.path)/events"), as: UTF8.self))
    #expect(events.count { $0["event"] == "started" } == 7)
    #expect(events.count { $0["event"] == "committed" } == 6)
    let failed = try #require(events.first { $0["event"] == "failed" })
    #expect(failed["code"] == "bad_number" && failed["date"] == "2024-01-04")
    let unwritable = try await runTask("--lake", "elsewhere", "--events", "/dev/full")
    #expect(unwritable.status == 1 && unwritable.error.contains("warning: events are missing"))
    #expect(try await runTask("--events", "none/events").status == 1)
  }

  @Test func `an object that is none of the plan is an error, and a new plan helps`() async throws {
    let store = ObjectStore()
    let key = "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz"
    store.put(GzipDeflater.deflate(Workplace.bars), key: key)
    let server = try await FaultServer.start(store)
    try place.putConfiguration(endpoint: server.endpoint)
    try await plan(source: "s3")
    let text = String(decoding: try FileSystem.read("\(place.path)/plan.ndjson"), as: UTF8.self)
    #expect(!text.contains(FakeCredentials.secretAccessKey) && text.contains(server.endpoint))
    store.put(GzipDeflater.deflate(Workplace.nextBars), key: key)
    let outcome = try await runTask()
    #expect(outcome.status == 75 && outcome.error.contains("object_replaced: "))
    #expect(try place.files() == [])
    let elsewhere = try await runTask("--endpoint", "http://127.0.0.1:9")
    #expect(elsewhere.status == 1 && elsewhere.error.contains(server.endpoint))
    try await plan(source: "s3")
    #expect(try await runTask().status == 0)
    withExtendedLifetime(server) {}
  }

  @Test func `a plan that was changed is an error, and nothing is done`() async throws {
    try await plan()
    var text = String(decoding: try FileSystem.read("\(place.path)/plan.ndjson"), as: UTF8.self)
    text = text.replacing("2024-01-03.csv.gz", with: "2024-01-04.csv.gz")
    try place.put(Array(text.utf8), at: "plan.ndjson")
    let outcome = try await runTask()
    #expect(outcome.status == 1 && outcome.error.contains("line 3 of plan.ndjson"))
    #expect(try !place.exists("lake"))
  }
}
