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

extension ConformanceCase: CustomTestStringConvertible {
  public var testDescription: String { id }
}

/// The suite as `barlake-conform run` runs it: against `$CONFORMANCE_ADAPTER` where that is set,
/// for the claims of `$CONFORMANCE_CLAIMS` (`core` by default) with the failures that the file
/// `$CONFORMANCE_EXPECTATIONS` expects; else against the reference's adapter, for all claims.
@Suite struct ConformanceTests {
  static let suite: Suite? = {
    do {
      return try Suite(folder: "\(Repository.root)/Conformance")
    } catch {
      Issue.record("the suite cannot be loaded: \(error)")
      return nil
    }
  }()

  static let allCases = suite?.cases ?? []
  /// Without those of memory, which take minutes: `Conformance/check_memory.py` and
  /// `barlake-conform run --claim bounded-memory` run them.
  static let cases = allCases.filter { $0.budget == nil }

  /// The variable of the environment, unless it is empty.
  private static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether it is the reference that is judged.
  static let isReference = variable("CONFORMANCE_ADAPTER") == nil

  private static let selection: Selection = {
    var selection = Selection()
    if isReference { selection.claims = suite?.claims.map(\.name) ?? [] }
    if let claims = variable("CONFORMANCE_CLAIMS") {
      selection.claims = claims.split(separator: ",").map(String.init)
    }
    return selection
  }()

  /// What came of all runs. They are done on threads of their own, which wait for processes.
  private static let outcome = Task {
    try await withCheckedThrowingContinuation { continuation in
      let isStarted = Workers.detach { continuation.resume(with: Result { try run() }) }
      if !isStarted { continuation.resume(throwing: NoThread()) }
    }
  }

  private struct NoThread: Error {}

  private static func run() throws -> SuiteExecution.Outcome {
    let suite = try #require(suite)
    let folder = try WorkFolder()
    defer { folder.remove() }
    let command =
      variable("CONFORMANCE_ADAPTER") ?? "'\(Products.folder)/barlake' adapter"
    var run = SuiteExecution(
      suite: suite, adapter: try AdapterCommand(command, in: FileSystem.currentDirectory),
      runs: try selection.runs(of: suite), workFolder: folder.path)
    run.jobs = Workers.processorCount
    run.deadlines = AdapterProcess.Deadlines().scaled(by: 3 * Calibration.factor())
    if let path = variable("CONFORMANCE_EXPECTATIONS") {
      run.expectations = try Expectations(
        path: path, today: String(Date().formatted(.iso8601).prefix(10)))
    }
    return try run.run()
  }

  @Test(arguments: cases)
  func `the implementation conforms`(_ conformanceCase: ConformanceCase) async throws {
    let outcome = try await Self.outcome.value
    for result in outcome.results where result.conformanceCase == conformanceCase.id {
      if !result.isAsExpected {
        Issue.record("\(result.name): \(result.verdict.rawValue), \(result.summary)")
      }
      if Self.isReference, !result.reference.isEmpty {
        Issue.record("\(result.name) breaks \(result.reference.joined(separator: ", "))")
      }
    }
    for run in outcome.notRun where run.conformanceCase == conformanceCase.id {
      Issue.record("\(run.name) was not run: the adapter does not support \(run.missing.list)")
    }
  }

  @Test func `every run of the claims was done`() async throws {
    let outcome = try await Self.outcome.value
    let runs = try Self.selection.runs(of: try #require(Self.suite))
    #expect(outcome.notReachedCount == 0)
    #expect(outcome.sessionFaults == [])
    #expect(outcome.results.count + outcome.notRun.count == runs.count)
    if Self.isReference {
      #expect(Self.cases.count >= 900)
      #expect(outcome.results.count >= 8_000)
      // The reference's claims are all there are, so no case is without one.
      let all = Self.cases.reduce(0) { $0 + $1.permutations.count }
      #expect(outcome.results.count == all)
    }
  }
}
