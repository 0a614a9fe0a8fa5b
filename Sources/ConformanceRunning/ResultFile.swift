package import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What is in `results.ndjson`: a header, a line for each run, for each run that was not done and
/// for each measurement of memory, and a footer.
///
/// Source: `docs/conformance.md`, "Results"; `Conformance/schemas/results.json`.
package struct ResultFile: Sendable {
  package struct Header: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable { case header }

    package struct SuiteName: Codable, Equatable, Sendable {
      package var version: String
      package var digest: String
    }

    package struct Host: Codable, Equatable, Sendable {
      package var system: String
      package var processors: Int
      /// By how much deadlines were longer than on the author's machine.
      package var slowness: Double
      /// What the system said of the memory of ``Calibration/probeByteCount`` bytes, if it is to be
      /// believed.
      package var probeByteCount: Int?

      private enum CodingKeys: String, CodingKey {
        case system, processors, slowness
        case probeByteCount = "probe_bytes"
      }
    }

    package private(set) var type = Kind.header
    package var format = 1
    package var suite: SuiteName
    package var command: String
    package var adapter: Ready.Program
    package var engine: Ready.Program
    package var supports: [AdapterFeature]
    package var claims: [String]
    /// Whether only a part of the claims was asked for.
    package var isPartial: Bool
    /// When it began, ISO 8601 in UTC.
    package var started: String
    package var host: Host

    private enum CodingKeys: String, CodingKey {
      case type, format, suite, command, adapter, engine, supports, claims, started, host
      case isPartial = "partial"
    }

    package init(
      suite: Suite, command: String, ready: Ready, selection: Selection, slowness: Double,
      probeByteCount: Int? = nil, started: String
    ) {
      self.suite = SuiteName(version: suite.version, digest: suite.digest)
      self.command = command
      adapter = ready.adapter
      engine = ready.engine
      supports = ready.supports.sorted()
      claims = selection.claims
      isPartial = selection.isPartial
      self.started = started
      #if os(macOS)
        let system = "macOS"
      #else
        let system = "Linux"
      #endif
      host = Host(
        system: system, processors: Workers.processorCount,
        slowness: (slowness * 100).rounded() / 100, probeByteCount: probeByteCount)
    }
  }

  package struct Footer: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable { case footer }

    package private(set) var type = Kind.footer
    /// Whether every run that was asked for and is supported was done.
    package var isComplete: Bool
    /// How many of them were not.
    package var notReached: Int
    package var seconds: Double
    /// Runs by their verdict.
    package var verdicts: [String: Int]
    /// Runs that the adapter does not support.
    package var notRun: Int
    /// Sessions that did not end as the protocol says.
    package var sessionFaults: [SessionFault]
    package var claims: [ClaimScore]

    private enum CodingKeys: String, CodingKey {
      case type, seconds, verdicts, claims
      case isComplete = "complete"
      case notRun = "not_run"
      case notReached = "not_reached"
      case sessionFaults = "session_faults"
    }

    package init(_ outcome: SuiteExecution.Outcome, claims: [ClaimScore], seconds: Double) {
      isComplete = outcome.notReachedCount == 0
      notReached = outcome.notReachedCount
      self.seconds = (seconds * 10).rounded() / 10
      verdicts = [:]
      for result in outcome.results { verdicts[result.verdict.rawValue, default: 0] += 1 }
      notRun = outcome.notRun.count
      sessionFaults = outcome.sessionFaults
      self.claims = claims
    }
  }

  package var header: Header
  package var results: [RunResult]
  package var notRun: [NotRun]
  package var memory: [MemoryResult]
  package var footer: Footer

  package init(
    header: Header, results: [RunResult], notRun: [NotRun], memory: [MemoryResult] = [],
    footer: Footer
  ) {
    self.header = header
    self.results = results
    self.notRun = notRun
    self.memory = memory
    self.footer = footer
  }

  /// A file that holds no results, or results of another form.
  package struct Malformed: Error, CustomStringConvertible {
    package var description: String
  }

  package func bytes() throws -> [UInt8] {
    var bytes = try AdapterProtocol.line(header)
    for result in results { bytes += try AdapterProtocol.line(result) }
    for run in notRun { bytes += try AdapterProtocol.line(run) }
    for measured in memory { bytes += try AdapterProtocol.line(measured) }
    return bytes + (try AdapterProtocol.line(footer))
  }

  private struct Kind: Decodable { var type: String }

  package init(path: String) throws {
    let bytes = try FileSystem.read(path)
    var header: Header?
    var footer: Footer?
    results = []
    notRun = []
    memory = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      do {
        switch try AdapterProtocol.message(Kind.self, from: line).type {
        case "header": header = try AdapterProtocol.message(Header.self, from: line)
        case "run": results.append(try AdapterProtocol.message(RunResult.self, from: line))
        case "not-run": notRun.append(try AdapterProtocol.message(NotRun.self, from: line))
        case "memory": memory.append(try AdapterProtocol.message(MemoryResult.self, from: line))
        case "footer": footer = try AdapterProtocol.message(Footer.self, from: line)
        case let other: throw Malformed(description: "there is no line of the type \(other)")
        }
      } catch {
        throw Malformed(description: "\(path), line \(index + 1): \(error)")
      }
    }
    guard let header, let footer else {
      throw Malformed(description: "\(path): there is no header, or no footer")
    }
    self.header = header
    self.footer = footer
  }
}
