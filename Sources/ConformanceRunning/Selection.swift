package import BarLakeAdapterProtocol
internal import BarLakeBytes
package import BarLakeConformanceKit

/// One run of one case: what a verdict is about.
package struct PlannedRun: Sendable {
  package var conformanceCase: ConformanceCase
  package var permutation: Permutation
  package var requirements: Set<AdapterFeature>

  /// `csv.ticker-na@polars,plain,threads=2`, as `--only` takes it.
  package var name: String { conformanceCase.name(of: permutation) }

  /// All runs of a case.
  package static func all(of conformanceCase: ConformanceCase) -> [PlannedRun] {
    conformanceCase.permutations.map { permutation in
      PlannedRun(
        conformanceCase: conformanceCase, permutation: permutation,
        requirements: conformanceCase.requirements(of: permutation))
    }
  }
}

/// Which runs of a suite are asked for.
package struct Selection: Sendable {
  package var claims: [String] = ["core"]
  /// Ids of cases, or names of runs.
  package var only: [String] = []
  package var areas: [String] = []
  /// Ids of rules, or of sections, which are all of their rules.
  package var rules: [String] = []
  package var level: ConformanceCase.Level?
  /// Whether memory is measured, also where no claim asks for it.
  package var measuresMemory = false

  /// What was asked for and is not there.
  package struct Unknown: Error, CustomStringConvertible {
    package var description: String
  }

  package init() {}

  /// Whether less was asked for than all that the claims mean.
  package var isPartial: Bool {
    !only.isEmpty || !areas.isEmpty || !rules.isEmpty || level != nil
  }

  /// The claims, in the order in which they were asked for.
  package func claims(of suite: Suite) throws(Unknown) -> [Claim] {
    var claims: [Claim] = []
    for name in self.claims {
      guard let claim = suite.claims.first(where: { $0.name.isSame(as: name) }) else {
        let names = suite.claims.map(\.name).joined(separator: ", ")
        throw Unknown(description: "there is no claim \(name); there are \(names)")
      }
      claims.append(claim)
    }
    return claims
  }

  /// What an implementation that the claims are made of can do.
  package func features(of suite: Suite) throws(Unknown) -> Set<AdapterFeature> {
    try claims(of: suite).reduce(into: Set()) { $0.formUnion($1.features) }
  }

  /// The runs, in the order of the suite, without those of memory.
  package func runs(of suite: Suite) throws(Unknown) -> [PlannedRun] {
    try plan(of: suite).filter { $0.conformanceCase.budget == nil }
  }

  /// The runs in which memory is measured: those of the claims, and with ``measuresMemory`` all.
  package func budgets(of suite: Suite) throws(Unknown) -> [PlannedRun] {
    try plan(of: suite).filter { $0.conformanceCase.budget != nil }
  }

  /// All of these. Everything that was asked for by its name is among them, and there is one at
  /// least.
  package func plan(of suite: Suite) throws(Unknown) -> [PlannedRun] {
    let features = try features(of: suite)
    try checkNames(suite)
    let asked = Set(only.map(ExactText.init))
    var wanted = asked
    let rules = Set(self.rules.flatMap(suite.rules(named:)).map { ExactText($0.id) })
    var runs: [PlannedRun] = []
    for conformanceCase in suite.cases where includes(conformanceCase, asserting: rules) {
      for run in PlannedRun.all(of: conformanceCase) {
        let names = [ExactText(conformanceCase.id), ExactText(run.name)]
        guard only.isEmpty || names.contains(where: asked.contains) else { continue }
        let isMeasured = measuresMemory && conformanceCase.budget != nil
        if isMeasured || run.requirements.isSubset(of: features) {
          runs.append(run)
          wanted.subtract(names)
        }
      }
    }
    if let left = only.first(where: { wanted.contains(ExactText($0)) }) {
      throw Unknown(description: try reason(whyNot: left, in: suite, features))
    }
    if runs.isEmpty { throw Unknown(description: "nothing of the suite is selected") }
    return runs
  }

  private func includes(
    _ conformanceCase: ConformanceCase, asserting rules: Set<ExactText>
  ) -> Bool {
    let clauses = conformanceCase.clauses
    return (level == nil || level == conformanceCase.level)
      && (areas.isEmpty || areas.contains { $0.isSame(as: conformanceCase.area) })
      && (rules.isEmpty || clauses.asserts.contains { rules.contains(ExactText($0)) })
  }

  private func checkNames(_ suite: Suite) throws(Unknown) {
    for area in areas where !suite.cases.contains(where: { $0.area.isSame(as: area) }) {
      throw Unknown(description: "there is no area \(area)")
    }
    for rule in rules where suite.rules(named: rule).isEmpty {
      throw Unknown(description: "there is no rule \(rule)")
    }
  }

  private func reason(
    whyNot name: String, in suite: Suite, _ features: Set<AdapterFeature>
  ) throws(Unknown) -> String {
    let id = name.parts(separatedBy: "@")[0]
    guard let conformanceCase = suite.conformanceCase(id) else { return "there is no case \(id)" }
    let runs = conformanceCase.permutations.filter {
      id.isSame(as: name) || conformanceCase.name(of: $0).isSame(as: name)
    }
    if runs.isEmpty {
      return "the case \(id) has no permutation \(name.dropping(prefix: "\(id)@") ?? "")"
    }
    let missing =
      runs.map { conformanceCase.requirements(of: $0).subtracting(features) }
      .min { $0.count < $1.count } ?? []
    if missing.isEmpty { return "\(name) is not in the areas, rules and level that were asked for" }
    return "\(name) is no part of the claims \(claims.joined(separator: ", ")): it requires "
      + missing.sorted().list
      + (conformanceCase.budget == nil ? "" : "; --memory measures it all the same")
  }
}

extension ConformanceCase {
  /// The first part of the id.
  package var area: String { id.parts(separatedBy: ".")[0] }
}
