package import BarLakeAdapterProtocol
internal import BarLakeBytes
package import BarLakeConformanceKit

/// One line of `results.ndjson`: what came of one run.
///
/// Source: `docs/conformance.md`, "Results"; `Conformance/schemas/results.json`.
package struct RunResult: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable { case run }

  /// What was not as expected first.
  package struct FirstDifference: Codable, Equatable, Sendable {
    package var place: String
    package var expected: String
    package var found: String
    /// The physical line of the input that the place comes from, where it is a row.
    package var line: Int?
    /// That line's text.
    package var input: String?

    /// What is long is cut; the messages of the run have it whole.
    package init(place: String, expected: String, found: String) {
      self.place = place.shortened(to: Self.byteLimit)
      (self.expected, self.found) = Self.cut(expected, found)
    }

    private static let byteLimit = 500

    /// Both from where they differ, if one is long and they begin alike.
    private static func cut(_ expected: String, _ found: String) -> (String, String) {
      var (expected, found) = (expected, found)
      if max(expected.utf8.count, found.utf8.count) > byteLimit {
        let alike = zip(expected.unicodeScalars, found.unicodeScalars).prefix { $0 == $1 }.count
        let before = 20
        if alike > before {
          func end(_ text: String) -> String {
            "…" + String(text.unicodeScalars.dropFirst(alike - before))
          }
          (expected, found) = (end(expected), end(found))
        }
      }
      return (expected.shortened(to: byteLimit), found.shortened(to: byteLimit))
    }
  }

  package private(set) var type = Kind.run
  package var conformanceCase: String
  package var permutation: String
  package var level: ConformanceCase.Level
  /// The rules that the case asserts.
  package var rules: [String]
  package var verdict: Verdict
  package var difference: FirstDifference?
  /// Rules marked `ref` that the files break.
  package var reference: [String] = []
  /// What happened where the verdict does not come from a comparison.
  package var problem: String?
  /// The verdicts of a run that was done again, in order; the last one is ``verdict``.
  package var attempts: [Verdict]?
  package var milliseconds: Int
  /// The most memory of the adapter's processes during the run, in bytes, where it was measured.
  package var peakByteCount: Int?
  /// The end of what the adapter wrote to standard error, where the run did not pass.
  package var standardError: String?
  /// The command that does this run again.
  package var repro: String?
  /// Why a failure is expected.
  package var reason: String?

  private enum CodingKeys: String, CodingKey {
    case type, permutation, level, rules, verdict, difference, reference, problem, attempts
    case milliseconds, repro, reason
    case conformanceCase = "case"
    case peakByteCount = "peak_bytes"
    case standardError = "stderr"
  }

  package init(_ run: PlannedRun, _ verdict: Verdict, milliseconds: Int) {
    conformanceCase = run.conformanceCase.id
    permutation = run.permutation.description
    level = run.conformanceCase.level
    rules = run.conformanceCase.clauses.asserts
    self.verdict = verdict
    self.milliseconds = milliseconds
  }

  /// Whether everything was as the case expects, whatever the expectations say.
  package var isPassed: Bool { verdict == .pass || verdict == .unexpectedPass }

  /// What an expectation names besides the run: the place of the first difference.
  package var check: String? { difference?.place }
}

/// A line of `results.ndjson` about a run that was asked for and that the adapter does not support.
package struct NotRun: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable { case notRun = "not-run" }

  package private(set) var type = Kind.notRun
  package var conformanceCase: String
  package var permutation: String
  package var level: ConformanceCase.Level
  package var rules: [String]
  /// What the adapter does not support.
  package var missing: [AdapterFeature]

  private enum CodingKeys: String, CodingKey {
    case type, permutation, level, rules, missing
    case conformanceCase = "case"
  }

  package init(_ run: PlannedRun, missing: Set<AdapterFeature>) {
    conformanceCase = run.conformanceCase.id
    permutation = run.permutation.description
    level = run.conformanceCase.level
    rules = run.conformanceCase.clauses.asserts
    self.missing = missing.sorted()
  }
}

/// A line about one run.
package protocol RunLine {
  var conformanceCase: String { get }
  var permutation: String { get }
}

extension RunLine {
  package var name: String {
    RunName.text(conformanceCase: conformanceCase, permutation: permutation)
  }

  /// The area of the case.
  package var area: String { conformanceCase.parts(separatedBy: ".")[0] }
}

extension RunResult: RunLine {}
extension NotRun: RunLine {}
