internal import BarLakeBytes
package import BarLakeConformanceKit

/// A session that did not end as the protocol says: every run of it was done, and then the adapter
/// did not reply to `bye`, did not end, or ended otherwise than with 0.
///
/// Source: `docs/adapter-protocol.md`, "bye".
package struct SessionFault: Codable, Equatable, Sendable {
  /// The name of the session, which its files in the report have.
  package var session: String
  /// `crash`, `timeout` or `protocol`.
  package var verdict: Verdict
  package var problem: String
  /// The end of what the adapter wrote to standard error, if it did.
  package var standardError: String?

  private enum CodingKeys: String, CodingKey {
    case session, verdict, problem
    case standardError = "stderr"
  }

  package init(session: String, _ breakdown: Breakdown, standardError: String? = nil) {
    self.session = session
    verdict = Judgement(breakdown).verdict
    problem = breakdown.problem
    self.standardError = standardError
  }
}

extension [SessionFault] {
  /// A line for each problem, with the number of sessions that have it.
  package var lines: [String] {
    var texts: [String] = []
    for fault in self where !texts.contains(where: { $0.isSame(as: fault.problem) }) {
      texts.append(fault.problem)
    }
    return texts.map { text in
      let number = count { $0.problem.isSame(as: text) }
      return "\(number) \(number == 1 ? "session" : "sessions"): \(text)"
    }
  }
}
