internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

/// Results of several implementations by one suite: what a report is about.
///
/// Nothing in results is taken for true that the suite or their own lines can tell better: the runs
/// are those of the suite, with its rules and levels, and claims are scored again.
package struct MergedResults: Sendable {
  /// One implementation, with its results.
  package struct Implementation: Sendable {
    /// The name that it has in the report, which no other one has: short, and on one line.
    package var label: String
    package var file: ResultFile
    /// Whether the end of the results is missing, and what else it would say is not known.
    package var isCut: Bool
    /// How many runs there are no lines of; nil where that is not known.
    package var missingCount: Int?

    fileprivate init(label: String, file: ResultFile, isCut: Bool) {
      self.label = label
      self.file = file
      self.isCut = isCut
    }

    /// Whole results, alone.
    init(_ file: ResultFile) {
      self.init(label: file.header.engine.name.labelText, file: file, isCut: false)
      missingCount = file.footer.notReached
    }

    package var header: ResultFile.Header { file.header }
    package var results: [RunResult] { file.results }
    package var notRun: [NotRun] { file.notRun }
    package var footer: ResultFile.Footer { file.footer }
  }

  /// Results that say nothing together, or that contradict the suite or themselves.
  package struct Refused: Error, Equatable, CustomStringConvertible {
    package var description: String
  }

  package let suite: Suite
  /// In the order in which their results were named.
  package private(set) var implementations: [Implementation]

  package init(_ files: [ReceivedResults], suite: Suite) throws(Refused) {
    try Self.checkSuites(files, suite)
    try Self.checkTwins(files)
    let labels = Self.labels(files.map(\.file.header))
    let runs = suite.cases.flatMap(PlannedRun.all)
    let known = Dictionary(runs.map { (ExactText($0.name), $0) }) { first, _ in first }
    self.suite = suite
    implementations = []
    for (received, label) in zip(files, labels) {
      implementations.append(try Self.judged(received, label, known, suite))
    }
  }

  // MARK: Which results go together

  private static func shown(_ suite: ResultFile.Header.SuiteName) -> String {
    "\(suite.version) (\(suite.digest.prefix(12)))"
  }

  private static func checkSuites(
    _ files: [ReceivedResults], _ suite: Suite
  ) throws(Refused) {
    guard let first = files.first else { throw Refused(description: "there are no results") }
    for other in files where other.file.header.suite.digest != first.file.header.suite.digest {
      throw Refused(
        description: "results by different suites are not merged: \(first.path) is by "
          + "\(shown(first.file.header.suite)), \(other.path) by "
          + shown(other.file.header.suite))
    }
    let given = ResultFile.Header.SuiteName(version: suite.version, digest: suite.digest)
    for file in files where file.file.header.suite != given {
      throw Refused(
        description: "\(file.path) is by the suite \(shown(file.file.header.suite)), and "
          + "\(suite.folder) is \(shown(given)): name the folder of that suite with --suite")
    }
  }

  /// The same versions of the same adapter and engine.
  private static func checkTwins(_ files: [ReceivedResults]) throws(Refused) {
    for (index, file) in files.enumerated() {
      for earlier in files[..<index]
      where earlier.file.header.adapter == file.file.header.adapter
        && earlier.file.header.engine == file.file.header.engine
      {
        throw Refused(
          description: "\(earlier.path) and \(file.path) are results of one implementation, "
            + "\(file.file.header.fullName): a report has each once")
      }
    }
  }

  /// A label for each: the engine's name, and as much more as tells it from the others.
  private static func labels(_ headers: [ResultFile.Header]) -> [String] {
    let forms: [(ResultFile.Header) -> String] = [
      { $0.engine.name.labelText },
      { "\($0.engine.name) \($0.engine.version)".labelText },
      { $0.fullName.labelText },
    ]
    return headers.indices.map { index in
      for form in forms {
        let label = form(headers[index])
        if !label.isEmpty, headers.count(where: { form($0).isSame(as: label) }) == 1 {
          return label
        }
      }
      // What is shown of the names is the same.
      return "\(forms[2](headers[index])) #\(index + 1)"
    }
  }

  // MARK: What the lines say

  private static func judged(
    _ received: ReceivedResults, _ label: String, _ known: [ExactText: PlannedRun], _ suite: Suite
  ) throws(Refused) -> Implementation {
    func refused(_ problem: String) -> Refused {
      Refused(description: "\(received.path): \(problem)")
    }
    let file = received.file
    func planned(
      _ line: some RunLine, _ level: ConformanceCase.Level, _ rules: [String]
    ) throws(Refused) -> PlannedRun {
      guard let run = known[ExactText(line.name)] else {
        throw refused("there is no run \(line.name) in the suite")
      }
      guard level == run.conformanceCase.level, rules == run.conformanceCase.clauses.asserts
      else { throw refused("\(line.name) has not the level and the rules of the suite's case") }
      return run
    }
    var runs: [PlannedRun] = []
    for line in file.results { runs.append(try planned(line, line.level, line.rules)) }
    for line in file.notRun { runs.append(try planned(line, line.level, line.rules)) }
    for record in file.memory where suite.conformanceCase(record.conformanceCase) == nil {
      throw refused("there is no case \(record.conformanceCase) in the suite")
    }
    var selection = Selection()
    selection.claims = file.header.claims
    let claims: [Claim]
    var asked = runs
    do {
      claims = try selection.claims(of: suite)
      if !file.header.isPartial { asked = try selection.plan(of: suite) }
    } catch {
      throw refused(error.description)
    }
    let names = Set(asked.map { ExactText($0.name) })
    if let stray = runs.first(where: { !names.contains(ExactText($0.name)) }) {
      throw refused("\(stray.name) is no part of the claims")
    }
    var implementation = Implementation(label: label, file: file, isCut: received.isCut)
    if !file.header.isPartial {
      implementation.missingCount = asked.count - runs.count
    } else if !received.isCut {
      implementation.missingCount = file.footer.notReached
    }
    let ready = Ready(
      adapter: file.header.adapter, engine: file.header.engine, supports: Set(file.header.supports))
    let outcome = SuiteExecution.Outcome(
      ready: ready, results: file.results, notRun: file.notRun,
      sessionFaults: file.footer.sessionFaults,
      notReachedCount: received.isCut ? 1 : file.footer.notReached)
    let scores = claims.map {
      ClaimScore($0, outcome, of: asked, isPartial: file.header.isPartial || received.isCut)
    }
    if received.isCut {
      implementation.file.footer.claims = scores
      implementation.file.footer.notReached = implementation.missingCount ?? 0
      return implementation
    }
    let counted = ResultFile.Footer(outcome, claims: scores, seconds: file.footer.seconds)
    if implementation.missingCount != file.footer.notReached {
      throw refused(
        "\(implementation.missingCount ?? 0) runs are missing, and the footer says "
          + "\(file.footer.notReached)")
    }
    // What was not reached of a part is not known by name, so its claims cannot be scored again.
    let isScorable = !file.header.isPartial || file.footer.isComplete
    if counted.isComplete != file.footer.isComplete || counted.notRun != file.footer.notRun
      || counted.verdicts != file.footer.verdicts
      || (isScorable && counted.claims != file.footer.claims)
    {
      throw refused("the footer does not say what the lines say")
    }
    return implementation
  }
}

extension MergedResults.Implementation {
  /// What a reader must know before any figure, if there is such a thing.
  package var warnings: [String] {
    var warnings: [String] = []
    if !footer.isComplete {
      let missing =
        switch missingCount {
        case nil: "an unknown number of runs is missing"
        case 1: "1 run is missing"
        case let count?: "\(count) runs are missing"
        }
      warnings.append("Incomplete: \(isCut ? "the results have no end; " : "")\(missing).")
    }
    return warnings + footer.sessionFaults.lines
  }
}

extension ResultFile.Header {
  /// Engine and adapter with their versions.
  var fullName: String {
    "\(engine.name) \(engine.version) (adapter \(adapter.name) \(adapter.version))"
  }
}

extension String {
  private static let labelLimit = 40

  /// This text on one line, cut where it is long.
  fileprivate var labelText: String {
    let text = escapingControls.trimmedOfBlanks
    if text.unicodeScalars.count <= Self.labelLimit { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.labelLimit - 1))) + "…"
  }

  private var trimmedOfBlanks: String {
    let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    var scalars = unicodeScalars.drop(while: isBlank)
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }
}
