/// The verdict on one run of a case.
///
/// Source: `docs/conformance.md`, "Verdicts".
package enum Verdict: String, Codable, CaseIterable, Sendable {
  /// Everything was as expected.
  case pass
  /// Something was not as expected.
  case fail
  /// The adapter's process ended.
  case crash
  /// The adapter did not reply in time.
  case timeout
  /// The adapter sent something that is not a reply.
  case `protocol`
  /// An ingest took more memory than its case allows, or did not survive with that.
  case overBudget = "over-budget"
  /// The memory of the adapter could not be measured, so nothing is said of it.
  case unmeasurable
  /// The adapter does not support something, although the case needs only features that it listed.
  case unsupported
  /// A failure that the expectations name, with a reason.
  case expectedFail = "expected-fail"
  /// A pass where the expectations name a failure.
  case unexpectedPass = "unexpected-pass"
  /// The suite, or the machine that it runs on, is at fault.
  case suiteBug = "suite-bug"
}

/// The result of judging one run of a case.
package struct Judgement: Equatable, Sendable {
  package var verdict: Verdict
  /// Differences that concern rules for every implementation.
  package var differences: [Difference] = []
  /// Differences that concern rules marked `ref`. They never change the verdict.
  package var referenceDifferences: [Difference] = []
  /// What happened, if the verdict does not come from a comparison.
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
