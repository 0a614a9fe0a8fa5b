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

  /// Runs the permutations of one case by one process after the other, and returns the results.
  /// The processes are looked for afterwards by a variable of their environment.
  private static func run(
    _ fault: String, stamp: String? = nil, id: String = emptyFile, reply: Double = 30
  ) async throws -> [RunResult] {
    try await withCheckedThrowingContinuation { continuation in
      let isStarted = Workers.detach {
        continuation.resume(
          with: Result {
            let folder = try WorkFolder()
            defer { folder.remove() }
            let suite = try Suite(folder: "\(Repository.root)/Conformance")
            var selection = Selection()
            selection.only = [id]
            let script = "\(Repository.root)/Tests/ConformanceRunningTests/misbehaving.py"
            var run = SuiteExecution(
              suite: suite,
              adapter: try AdapterCommand(
                "python3 '\(script)' \(fault) \(stamp ?? "")", in: folder.path),
              runs: Array(try selection.runs(of: suite).prefix(2)), workFolder: folder.path)
            run.deadlines.start = 20
            run.deadlines.reply = reply
            let results = try run.run().results
            #expect(try Self.processes(naming: folder.path) == [], "\(fault) left processes")
            return results
          })
      }
      if !isStarted { continuation.resume(throwing: CancellationError()) }
    }
  }

  /// Processes whose working directory was below `folder`, or whose command names it.
  private static func processes(naming folder: String) throws -> [String] {
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

  @Test func `an adapter that is too slow twice is too slow`() async throws {
    let results = try await Self.run("hang", reply: 0.3)
    #expect(results.map(\.verdict) == [.timeout, .timeout])
    #expect(results[0].attempts == [.timeout, .timeout])
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
    #expect(results[0].problem?.contains("11") == true)
    #expect(results[0].difference == nil)
  }

  @Test func `a session that does not begin is no verdict`() async throws {
    for fault in ["banner"] {
      await #expect(throws: SuiteExecutionError.self) { try await Self.run(fault) }
    }
  }

  @Test func `a command that is no program is no verdict`() throws {
    let folder = try WorkFolder()
    defer { folder.remove() }
    let suite = try Suite(folder: "\(Repository.root)/Conformance")
    #expect(throws: AdapterCommand.Malformed.self) { try AdapterCommand("'", in: folder.path) }
    #expect(throws: AdapterCommand.Malformed.self) { try AdapterCommand(" ", in: folder.path) }
    _ = suite
  }
}
