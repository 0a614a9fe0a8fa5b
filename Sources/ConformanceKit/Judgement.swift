/// What the suite says of one run of a case.
///
/// Source: `docs/conformance.md`, "Verdicts".
package enum Verdict: String, Codable, CaseIterable, Sendable {
  /// Everything was as expected.
  case pass
  /// Something was not.
  case fail
  /// The adapter's process ended.
  case crash
  /// The adapter did not reply in time.
  case timeout
  /// The adapter replied something that is no reply.
  case `protocol`
  /// The adapter says that it does not support what it did not list.
  case unsupported
  /// A failure that the expectations name, with a reason.
  case expectedFail = "expected-fail"
  /// A pass where the expectations name a failure.
  case unexpectedPass = "unexpected-pass"
  /// The suite, or the machine that it runs on, is at fault.
  case suiteBug = "suite-bug"
}

/// One run of a case, judged.
package struct Judgement: Equatable, Sendable {
  package var verdict: Verdict
  /// What was not as expected, of the rules that every implementation keeps.
  package var differences: [Difference] = []
  /// What breaks rules that are marked `ref`; they never change the verdict.
  package var referenceDifferences: [Difference] = []
  /// What happened where the verdict does not come from a comparison.
  package var problem: String?

  package init(_ verdict: Verdict, problem: String? = nil) {
    self.verdict = verdict
    self.problem = problem
  }

  package init(_ breakdown: Breakdown) {
    verdict =
      switch breakdown.kind {
      case .crash: .crash
      case .timeout: .timeout
      case .protocol: .protocol
      }
    problem = breakdown.problem
  }
}
