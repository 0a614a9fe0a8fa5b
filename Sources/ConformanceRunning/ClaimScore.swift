package import BarLakeAdapterProtocol
package import BarLakeConformanceKit

/// Whether an implementation conforms to a claim, and how often it does.
package struct ClaimScore: Codable, Equatable, Sendable {
  package struct Count: Codable, Equatable, Sendable {
    package var passed = 0
    package var runs = 0
  }

  package var name: String
  /// Whether the adapter supports every feature of the claim, every run of it was done, and none of
  /// a MUST failed, and every session ended as the protocol says. Of a part of a claim it is never
  /// said.
  package var isConformant: Bool
  /// Features of the claim that the adapter does not support.
  package var missing: [AdapterFeature]
  package var must: Count
  package var should: Count
  /// Files of runs that keep every rule marked `ref`.
  package var reference: Count
  /// Runs of the claim that were not done.
  package var notRun: Int

  private enum CodingKeys: String, CodingKey {
    case name, missing, must, should, reference
    case isConformant = "conformant"
    case notRun = "not_run"
  }

  /// Scores `claim` on what was done of it. `isPartial` says that less was asked for than the whole
  /// of it.
  package init(
    _ claim: Claim, _ outcome: SuiteExecution.Outcome, of runs: [PlannedRun], isPartial: Bool
  ) {
    name = claim.name
    missing = claim.features.subtracting(outcome.ready.supports).sorted()
    must = Count()
    should = Count()
    reference = Count()
    let results = Dictionary(
      outcome.results.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
    notRun = 0
    // A run that needs features of two claims counts for both.
    for run in runs
    where run.requirements.isSubset(of: claim.features)
      || !run.requirements.isDisjoint(with: claim.ownFeatures)
    {
      guard let result = results[run.name] else {
        notRun += 1
        continue
      }
      let passed = result.isPassed ? 1 : 0
      switch result.level {
      case .must:
        must.runs += 1
        must.passed += passed
      case .should:
        should.runs += 1
        should.passed += passed
      }
      if result.isPassed {
        reference.runs += 1
        reference.passed += result.reference.isEmpty ? 1 : 0
      }
    }
    isConformant =
      !isPartial && missing.isEmpty && notRun == 0 && must.passed == must.runs && must.runs > 0
      && outcome.sessionFaults.isEmpty
  }
}
