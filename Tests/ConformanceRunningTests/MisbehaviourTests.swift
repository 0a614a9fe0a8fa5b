import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Adapters that behave in every way but the right one: each gets its verdict, disturbs no other
/// run and leaves no process.
@Suite(.serialized)
struct MisbehaviourTests {
  /// A case that an adapter passes that refuses everything as empty, and one that it fails.
  private static let emptyFile = "csv.empty-file"

  /// The results of ``outcome(_:stamp:reply:end:)``, of which every session must have ended well.
  private static func run(
    _ fault: String, stamp: String? = nil, reply: Double = 30
  ) async throws -> [RunResult] {
    let outcome = try await outcome(fault, stamp: stamp, reply: reply)
    #expect(outcome.sessionFaults == [], "\(fault)")
    return outcome.results
  }

  /// Runs two permutations of one case by one process after the other. The processes are looked for
  /// afterwards by what their command names.
  private static func outcome(
    _ fault: String, stamp: String? = nil, reply: Double = 30, end: Double = 5,
    report: @escaping @Sendable (RunResult) -> Void = { _ in }
  ) async throws -> SuiteExecution.Outcome {
    try await withCheckedThrowingContinuation { continuation in
      let isStarted = Workers.detach {
        continuation.resume(
          with: Result {
            let folder = try WorkFolder()
            defer { folder.remove() }
            let suite = try Suite(folder: "\(Repository.root)/Conformance")
            var selection = Selection()
            selection.only = [emptyFile]
            let script = "\(Repository.root)/Tests/ConformanceRunningTests/misbehaving.py"
            var run = SuiteExecution(
              suite: suite,
              adapter: try AdapterCommand(
                "python3 '\(script)' \(fault) \(stamp ?? "")", in: folder.path),
              runs: Array(try selection.runs(of: suite).prefix(2)), workFolder: folder.path)
            run.deadlines.start = 20
            run.deadlines.reply = reply
            run.deadlines.end = end
            let outcome = try run.run(report: report)
            #expect(try Self.processes() == [], "\(fault) left processes")
            return outcome
          })
      }
      if !isStarted { continuation.resume(throwing: CancellationError()) }
    }
  }

  /// Processes whose command names the adapter of these tests.
  private static func processes() throws -> [String] {
    try FileSystem.names(in: "/proc").filter { Int($0) != nil }.filter { number in
      let script = Array("misbehaving.py".utf8)
      let command = (try? FileSystem.read("/proc/\(number)/cmdline")) ?? []
      let status = (try? FileSystem.read("/proc/\(number)/stat")) ?? []
      let isZombie = String(decoding: status, as: UTF8.self).contains(") Z ")
      return command.contains(script) && !isZombie
    }
  }

  @Test func `an adapter that behaves passes`() async throws {
    #expect(try await Self.run("none").map(\.verdict) == [.pass, .pass])
  }

  static let faults: [(String, Verdict)] = [
    ("hang", .timeout), ("half-line-hang", .timeout), ("chatter", .protocol),
    ("exit", .crash), ("signal", .crash), ("half-line", .crash), ("close-output", .crash),
    ("long-line", .protocol), ("wrong-id", .protocol), ("wrong-code", .protocol),
    ("unsupported", .protocol), ("success-without-result", .protocol), ("lie", .fail),
    ("fork", .crash), ("fork-leaving", .crash), ("change-directory", .protocol),
  ]

  @Test(arguments: faults)
  func `a fault has its verdict, and the next run is not disturbed`(
    _ fault: String, _ verdict: Verdict
  ) async throws {
    let folder = try TemporaryFolder()
    let results = try await Self.run(
      fault, stamp: folder.path("stamp"), reply: verdict == .timeout ? 0.5 : 30)
    // What failed for want of time is done again, by a process that behaves.
    #expect(results.map(\.verdict) == [verdict == .timeout ? .pass : verdict, .pass])
    #expect(results[0].attempts == (verdict == .timeout ? [.timeout, .pass] : nil))
  }

  static let endings: [(String, Verdict, String)] = [
    ("bye-stay", .timeout, "the process did not end after bye"),
    ("bye-silent", .timeout, "no reply in time"),
    ("bye-status", .crash, "the process ended with status 4 after bye"),
    ("bye-signal", .crash, "the process ended by signal 15 after bye"),
    ("bye-unanswered", .crash, "the process ended with status 0"),
    ("bye-error", .protocol, "bye is answered with"),
  ]

  @Test(arguments: endings)
  func `an adapter that does not end as it should fails no run, and is told of`(
    _ fault: String, _ verdict: Verdict, _ problem: String
  ) async throws {
    let outcome = try await Self.outcome(
      fault, reply: verdict == .timeout ? 1 : 30, end: verdict == .timeout ? 0.5 : 5)
    #expect(outcome.results.map(\.verdict) == [.pass, .pass])
    #expect(outcome.notReachedCount == 0)
    #expect(outcome.sessionFaults.map(\.session) == ["first", "worker-0"])
    #expect(outcome.sessionFaults.map(\.verdict) == [verdict, verdict])
    for found in outcome.sessionFaults { #expect(found.problem.contains(problem)) }
    #expect(outcome.sessionFaults.lines.count == 1)
    let wrote = outcome.sessionFaults[0].standardError
    #expect(wrote == (fault == "bye-status" ? "leaving\n" : nil))
    // It conforms to nothing until it ends well.
    let suite = try #require(SelectionTests.suite)
    var selection = Selection()
    selection.only = [Self.emptyFile]
    let runs = Array(try selection.runs(of: suite).prefix(2))
    var claim = try #require(suite.claims.first)
    claim.features = [.stocksDaily, .portable, .gzip]
    func conforms(_ outcome: SuiteExecution.Outcome, isPartial: Bool = false) -> Bool {
      ClaimScore(claim, outcome, of: runs, isPartial: isPartial).isConformant
    }
    #expect(!conforms(outcome))
    var ended = outcome
    ended.sessionFaults = []
    #expect(conforms(ended))
    #expect(!conforms(ended, isPartial: true))
  }

  @Test func `a process that an adapter leaves behind is ended with its session`() async throws {
    #expect(try await Self.run("bye-child").map(\.verdict) == [.pass, .pass])
  }

  @Test func `an adapter that is too slow twice is too slow`() async throws {
    let reported = Monitor<[String]>([])
    let results = try await Self.outcome("hang", reply: 0.3) { result in
      reported.withLock { $0.append(result.name) }
    }.results
    #expect(results.map(\.verdict) == [.timeout, .timeout])
    #expect(results[0].attempts == [.timeout, .timeout])
    #expect(reported.withLock { $0 } == results.map(\.name), "each is told once")
  }

  @Test func `what comes after a reply is found with the next request`() async throws {
    let folder = try TemporaryFolder()
    let results = try await Self.run("chatter-after", stamp: folder.path("stamp"))
    #expect(results.map(\.verdict) == [.protocol, .pass])
    #expect(results[0].problem?.contains("done") == true)
  }

  @Test func `an adapter that starts slowly, or deletes its inputs, is judged by its replies`()
    async throws
  {
    #expect(try await Self.run("slow-start").map(\.verdict) == [.pass, .pass])
    #expect(try await Self.run("delete-inputs").map(\.verdict) == [.pass, .pass])
  }

  @Test func `a crash is no rejection, and says how the process ended`() async throws {
    let results = try await Self.run("signal")
    #expect(results.map(\.verdict) == [.crash, .crash])
    #expect(results[0].problem == "the process ended by signal 11")
    #expect(results[0].difference == nil)
  }

  @Test func `a session that does not begin is no verdict`() async throws {
    await #expect(throws: SuiteExecutionError.self) { try await Self.run("banner") }
  }
}
