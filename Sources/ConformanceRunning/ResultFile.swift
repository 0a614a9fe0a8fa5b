package import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

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
    /// Whom to ask about the results, if they say: a name, an address.
    package var contact: String?

    private enum CodingKeys: String, CodingKey {
      case type, format, suite, command, adapter, engine, supports, claims, started, host, contact
      case isPartial = "partial"
    }

    package init(
      suite: Suite, command: String, ready: Ready, selection: Selection, slowness: Double,
      probeByteCount: Int? = nil, started: String, contact: String? = nil
    ) {
      self.suite = SuiteName(version: suite.version, digest: suite.digest)
      self.command = command
      adapter = ready.adapter
      engine = ready.engine
      supports = ready.supports.sorted()
      claims = selection.claims
      isPartial = selection.isPartial
      self.started = started
      self.contact = contact
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

    /// Of results that broke off: how much is missing, and how long it took, is not known.
    init(cutAfter results: [RunResult], _ notRun: [NotRun]) {
      isComplete = false
      notReached = 0
      seconds = 0
      verdicts = [:]
      for result in results { verdicts[result.verdict.rawValue, default: 0] += 1 }
      self.notRun = notRun.count
      sessionFaults = []
      claims = []
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

  package func bytes() throws -> [UInt8] {
    var bytes = try AdapterProtocol.line(header)
    for result in results { bytes += try AdapterProtocol.line(result) }
    for run in notRun { bytes += try AdapterProtocol.line(run) }
    for record in memory { bytes += try AdapterProtocol.line(record) }
    return bytes + (try AdapterProtocol.line(footer))
  }
}

extension [ResultFile] {
  /// The areas of all runs, done or not, in the order of their bytes.
  package var areas: [String] {
    let areas = flatMap { $0.results.map(\.area) + $0.notRun.map(\.area) }
    return Set(areas.map(ExactText.init)).map(\.text).sorted { $0.precedesInBytes($1) }
  }
}
