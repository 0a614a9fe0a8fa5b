internal import BarLakeBytes
internal import BarLakeConformanceKit
package import BarLakeConformanceRunning

/// How an implementation keeps a rule, by the runs of the cases that assert it.
package struct RuleScore: Equatable {
  package var passed = 0
  /// Runs that failed and were not expected to.
  package var failed = 0
  package var expectedFailures = 0
  /// Runs that the adapter does not support.
  package var notRun = 0
  /// Runs that show that a rule that is a SHOULD is not kept: those of a SHOULD that failed, and
  /// those that passed with files that do not keep a rule that binds the reference only.
  package var differences = 0
  /// The first case that failed.
  package var failedCase: String?

  var runs: Int { passed + failed + expectedFailures + differences }

  package enum Verdict {
    case pass, fail, expectedFail, notRun, differs
    /// Nothing was asked for that says anything of the rule.
    case unknown
  }

  package var verdict: Verdict {
    if failed > 0 { return .fail }
    if expectedFailures > 0 { return .expectedFail }
    if differences > 0 { return .differs }
    if passed > 0 { return .pass }
    return notRun > 0 ? .notRun : .unknown
  }
}

/// The rules of the specification, and how each implementation keeps each of them.
package struct RuleScores {
  /// Rules whose ids begin alike, such as `CSV`.
  package struct Family {
    package var name: String
    /// Positions in ``rules``.
    package var range: Range<Int>
  }

  /// By family, section and number.
  package let rules: [Suite.Clause]
  package let families: [Family]
  /// The number of cases that assert each rule.
  package let caseCounts: [Int]
  /// For each implementation, the score of each rule.
  package let scores: [[RuleScore]]

  package init(_ merged: MergedResults) {
    let rules = merged.suite.clauses.values.sorted { Self.order($0.id) < Self.order($1.id) }
    let positions = Dictionary(rules.enumerated().map { (ExactText($1.id), $0) }) { one, _ in one }
    var caseCounts = [Int](repeating: 0, count: rules.count)
    for rule in merged.suite.cases.flatMap(\.clauses.asserts) {
      if let position = positions[ExactText(rule)] { caseCounts[position] += 1 }
    }
    var families: [Family] = []
    for (index, rule) in rules.enumerated() {
      let name = Self.order(rule.id).family
      if let last = families.last, last.name.isSame(as: name) {
        families[families.count - 1].range = last.range.lowerBound..<index + 1
      } else {
        families.append(Family(name: name, range: index..<index + 1))
      }
    }
    self.rules = rules
    self.families = families
    self.caseCounts = caseCounts
    var scores = merged.implementations.map { Self.scores($0, positions) }
    // What the files of some run break is looked for in the files of every run.
    let results = merged.implementations.flatMap(\.results)
    let inFiles = Set(results.flatMap(\.reference).map(ExactText.init))
    let broken = rules.indices.filter { rule in
      inFiles.contains(ExactText(rules[rule].id))
        || (caseCounts[rule] == 0 && scores.contains { $0[rule].runs > 0 })
    }
    for (index, implementation) in merged.implementations.enumerated() {
      for rule in broken {
        scores[index][rule].passed = implementation.results.count { result in
          result.isPassed && !result.reference.contains { $0.isSame(as: rules[rule].id) }
        }
      }
    }
    self.scores = scores
  }

  /// `CSV-4.2` as its family and numbers.
  private static func order(_ id: String) -> (family: String, section: Int, number: Int) {
    let parts = id.parts(separatedBy: "-")
    let numbers = (parts.last ?? "").parts(separatedBy: ".").map { Int($0) ?? 0 }
    return (parts[0], numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 0)
  }

  private static func scores(
    _ implementation: MergedResults.Implementation, _ positions: [ExactText: Int]
  ) -> [RuleScore] {
    var scores = [RuleScore](repeating: RuleScore(), count: positions.count)
    for result in implementation.results {
      // A file that breaks a rule about all files is reported as that rule, which no case asserts.
      let broken = result.difference?.expected ?? ""
      for rule in Set((result.rules + [broken]).map(ExactText.init)) {
        guard let position = positions[rule] else { continue }
        switch result.verdict {
        case .pass, .unexpectedPass: scores[position].passed += 1
        case _ where result.level == .should: scores[position].differences += 1
        case .expectedFail: scores[position].expectedFailures += 1
        default: scores[position].failed += 1
        }
        if !result.isPassed, scores[position].failedCase == nil {
          scores[position].failedCase = result.conformanceCase
        }
      }
      for rule in Set(result.reference.map(ExactText.init)) where result.isPassed {
        if let position = positions[rule] { scores[position].differences += 1 }
      }
    }
    for run in implementation.notRun {
      for rule in run.rules {
        if let position = positions[ExactText(rule)] { scores[position].notRun += 1 }
      }
    }
    return scores
  }

  /// How many rules of a level an implementation keeps, of those that something was run for.
  package func count(
    _ implementation: Int, _ level: Suite.Clause.Binding, in range: Range<Int>
  ) -> (kept: Int, judged: Int) {
    var (kept, judged) = (0, 0)
    for index in range where rules[index].binding == level {
      switch scores[implementation][index].verdict {
      case .pass: (kept, judged) = (kept + 1, judged + 1)
      case .differs: (kept, judged) = (kept + (level == .must ? 1 : 0), judged + 1)
      case .fail, .expectedFail: judged += 1
      case .notRun, .unknown: break
      }
    }
    return (kept, judged)
  }
}

extension Suite.Clause {
  /// What a rule is for implementations other than the reference.
  package enum Binding: String { case must, should }

  /// A rule marked `ref` is a MUST for the reference and a SHOULD for others.
  var binding: Binding {
    level.isSame(as: "must") && !marks.contains { $0.isSame(as: "ref") } ? .must : .should
  }

  /// Whether the rule is about the inside of an implementation, so that no case can test it.
  var isUnit: Bool { marks.contains { $0.isSame(as: "unit") } }
}
