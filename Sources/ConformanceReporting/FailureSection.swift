internal import BarLakeBytes
internal import BarLakeCommandSupport
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning
internal import BarLakePages

/// Each failure, with its first difference and the command that repeats it.
struct FailureSection {
  private let merged: MergedResults

  init(_ merged: MergedResults) { self.merged = merged }

  /// The identifier of a case's failures.
  static func identifier(_ implementation: Int, _ conformanceCase: String) -> String {
    "failure-\(implementation)-\(conformanceCase)"
  }

  var html: [HTML] {
    merged.implementations.enumerated().flatMap { index, implementation in
      let failed = implementation.results.filter { $0.verdict != .pass }
      let groups = failed.grouped { $0.conformanceCase }
      var content: [HTML] = [
        .element("h3", [.element("bdi", implementation.label)])
      ]
      content.append(
        .element(
          "p", ["class": "note"],
          failed.isEmpty
            ? "Every run that was done passed."
            : "\(Text.count(failed.count, "run")) of \(Text.count(groups.count, "case")) "
              + "did not pass."))
      if failed.isEmpty { return content }
      return content + [
        .element("div", ["class": "list"], groups.map { list($0, of: index) })
      ]
    }
  }

  /// The failures of one case.
  private func list(_ runs: [RunResult], of implementation: Int) -> HTML {
    let id = runs[0].conformanceCase
    let all = merged.implementations[implementation].results
      .count { $0.conformanceCase.isSame(as: id) }
    let worst = runs.first { !$0.isAsExpected } ?? runs[0]
    let differences = runs.grouped { run in
      [
        run.verdict.rawValue, run.difference?.place, run.difference?.expected,
        run.difference?.found, run.problem,
      ].map { $0 ?? "" }.joined(separator: "\u{0}")
    }
    let title = merged.suite.conformanceCase(id)?.title ?? ""
    return .element(
      "details", ["id": Self.identifier(implementation, id)],
      [
        .element(
          "summary",
          [
            Mark(worst.verdict).tag(worst.verdict.rawValue), HTML(" "), .element("code", id),
            HTML(" "),
            .element("span", ["class": "muted"], "\(runs.count) of \(all) runs. \(title)"),
          ]),
        .element(
          "div", ["class": "inside"],
          [
            .element(
              "p", ["class": "muted"],
              [HTML("It asserts ")]
                + runs[0].rules.enumerated().flatMap { index, rule in
                  [HTML(index == 0 ? "" : ", "), .link(to: rule, [HTML(rule)])]
                } + [HTML(".")])
          ] + differences.map(difference)),
      ])
  }

  /// Runs that failed in the same way.
  private func difference(_ runs: [RunResult]) -> HTML {
    let run = runs[0]
    var facts: [(String, HTML)] = []
    func add(_ name: String, _ text: String?) {
      if let text { facts.append((name, .element("code", text))) }
    }
    if let difference = run.difference {
      facts.append(("where", HTML(difference.place)))
      add("expected", difference.expected)
      add("found", difference.found)
      if let line = difference.line { add("input, line \(line)", difference.input ?? "") }
    }
    if let problem = run.problem { facts.append(("problem", HTML(problem))) }
    if let reason = run.reason { facts.append(("expected because", HTML(reason))) }
    if let attempts = run.attempts {
      facts.append(("attempts", HTML(attempts.map(\.rawValue).joined(separator: ", then "))))
    }
    let names = runs.map(\.permutation)
    facts.append((names.count == 1 ? "run" : "runs", HTML(names.joined(separator: "\n"))))
    if let text = run.standardError {
      facts.append(("standard error", .element("pre", text)))
    }
    return .element(
      "div", ["class": "difference"],
      [.facts(facts.map { ($0, [$1]) })]
        + (run.repro.map { [.element("pre", [.element("code", $0)])] } ?? []))
  }
}

extension Sequence where Element == RunResult {
  /// The runs that have the same key, in the order of the first of them.
  fileprivate func grouped(by key: (RunResult) -> String) -> [[RunResult]] {
    var groups: [[RunResult]] = []
    var positions: [ExactText: Int] = [:]
    for run in self {
      let key = ExactText(key(run))
      if let position = positions[key] {
        groups[position].append(run)
      } else {
        positions[key] = groups.count
        groups.append([run])
      }
    }
    return groups
  }
}
