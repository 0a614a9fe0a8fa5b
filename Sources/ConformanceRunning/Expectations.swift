internal import BarLakeAdapterProtocol
internal import BarLakeBytes
package import BarLakeConformanceKit

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What an adapter is known not to do: each failure by its run and its first difference, with a
/// reason.
///
/// Source: `docs/conformance.md`, "Expectations"; `Conformance/schemas/expectations.json`.
package struct Expectations: Sendable {
  package struct Entry: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
      /// To be mended.
      case bug
      /// Meant to be so.
      case wontfix
      /// A limit of the machine or of a library.
      case platform
    }

    /// The name of a run.
    package var match: String
    /// The place of the first difference, or null where the verdict has none.
    package var check: String?
    package var verdict: Verdict
    package var kind: Kind
    package var reason: String
    /// The date from which on the entry no longer counts, `YYYY-MM-DD`.
    package var expires: String?

    private enum CodingKeys: String, CodingKey {
      case match, check, verdict, kind, reason, expires
    }

    package init(
      match: String, check: String?, verdict: Verdict, kind: Kind, reason: String,
      expires: String? = nil
    ) {
      self.match = match
      self.check = check
      self.verdict = verdict
      self.kind = kind
      self.reason = reason
      self.expires = expires
    }
  }

  package private(set) var entries: [Entry]
  private var positions: [ExactText: Int]

  /// A file of expectations that is wrong.
  package struct Malformed: Error, CustomStringConvertible {
    package var description: String
  }

  package init() {
    entries = []
    positions = [:]
  }

  /// `today` is a date, `YYYY-MM-DD`.
  package init(entries: [Entry], today: String) throws(Malformed) {
    self.init()
    for entry in entries {
      if entry.reason.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) {
        throw Malformed(description: "\(entry.match) has no reason")
      }
      if entry.verdict == .pass || entry.verdict == .expectedFail
        || entry.verdict == .unexpectedPass || entry.verdict == .unmeasurable
      {
        throw Malformed(description: "\(entry.match) expects \(entry.verdict.rawValue)")
      }
      if let expires = entry.expires, !today.precedesInBytes(expires) {
        throw Malformed(description: "the entry of \(entry.match) expired on \(expires)")
      }
      if positions.updateValue(self.entries.count, forKey: ExactText(entry.match)) != nil {
        throw Malformed(description: "\(entry.match) is there twice")
      }
      self.entries.append(entry)
    }
  }

  package init(path: String, today: String) throws {
    let bytes = try FileSystem.read(path)
    do {
      try self.init(
        entries: try JSONDecoder().decode([Entry].self, from: Data(bytes)), today: today)
    } catch {
      throw Malformed(description: "\(path): \(MalformedJSON(error))")
    }
  }

  /// Gives a result the verdict that it has in the light of what is expected.
  package func judge(_ result: inout RunResult) {
    guard let position = positions[ExactText(result.name)] else { return }
    let entry = entries[position]
    if result.verdict == .pass {
      result.verdict = .unexpectedPass
      result.problem = "the expectations name a failure: \(entry.reason)"
    } else if entry.verdict == result.verdict,
      entry.check.map({ result.check?.isSame(as: $0) == true }) ?? (result.check == nil)
    {
      result.verdict = .expectedFail
      result.reason = entry.reason
    }
  }

  /// Entries that are about no run of the suite.
  package func unknown(in suite: Suite) -> [String] {
    var known: Set<ExactText> = []
    for conformanceCase in suite.cases {
      for permutation in conformanceCase.permutations {
        known.insert(ExactText(conformanceCase.name(of: permutation)))
      }
    }
    return entries.map(\.match).filter { !known.contains(ExactText($0)) }
  }

  /// These with the entries that `results` ask for: one that passes or is not run any longer goes,
  /// a new failure comes with `kind` and `reason`. Reasons that are there are never touched, and
  /// entries of runs that `results` says nothing of stay.
  package func updated(
    by results: [RunResult], kind: Entry.Kind, reason: String
  ) -> [Entry] {
    var updated = entries
    var gone: Set<ExactText> = []
    for result in results {
      let position = positions[ExactText(result.name)]
      switch result.verdict {
      case .pass, .unexpectedPass: gone.insert(ExactText(result.name))
      case .expectedFail: break
      default:
        if let position {
          updated[position].check = result.check
          updated[position].verdict = result.verdict
        } else {
          updated.append(
            Entry(
              match: result.name, check: result.check, verdict: result.verdict, kind: kind,
              reason: reason))
        }
      }
    }
    return updated.filter { !gone.contains(ExactText($0.match)) }
      .sorted { $0.match.precedesInBytes($1.match) }
  }

  /// The file of these entries: one a line, so that a change is a line of a difference.
  package static func file(_ entries: [Entry]) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let lines = try entries.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    return Array(("[" + lines.map { "\n" + $0 }.joined(separator: ",") + "\n]\n").utf8)
  }
}

extension RunResult {
  /// Whether nothing has to be done about it.
  package var isAsExpected: Bool { verdict == .pass || verdict == .expectedFail }
}
