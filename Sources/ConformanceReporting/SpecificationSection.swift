internal import BarLakeCommandSupport
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning
internal import BarLakePages

/// Each rule of the specification: how many implementations keep it, and which no case tests.
struct SpecificationSection {
  private let merged: MergedResults
  private let scores: RuleScores
  private let reasons: UncoveredRules

  init(_ merged: MergedResults, _ scores: RuleScores) {
    self.merged = merged
    self.scores = scores
    reasons = UncoveredRules(of: merged.suite)
  }

  var html: [HTML] {
    let without = scores.rules.indices.filter { scores.caseCounts[$0] == 0 }
    let inside = without.count { scores.rules[$0].isUnit }
    return [
      .element(
        "p", ["class": "note"],
        "How many of the implementations that a rule was run for keep it. "
          + "\(without.count) of \(Text.count(scores.rules.count, "rule")) have no case: "
          + "\(inside) of these are marked [unit], which is about the inside of an implementation. "
          + "The lists of rules say how those without a case are tested.")
    ] + scores.families.flatMap(html)
  }

  private func html(of family: RuleScores.Family) -> [HTML] {
    [
      .element("h3", family.name),
      .element("ul", ["class": "heat"], family.range.map(tile)),
      .details(
        [HTML("The \(Text.count(family.range.count, "rule")) of \(family.name)")],
        [.element("ul", ["class": "rules"], family.range.map(text))]),
    ]
  }

  /// How many implementations keep a rule, of those that something was run for.
  private func kept(_ index: Int) -> (kept: Int, judged: Int) {
    let verdicts = scores.scores.map { $0[index].verdict }
    return (
      verdicts.count { $0 == .pass }, verdicts.count { $0 != .notRun && $0 != .unknown }
    )
  }

  private func tile(_ index: Int) -> HTML {
    let rule = scores.rules[index]
    let (kept, judged) = kept(index)
    let (style, text): (String, String) =
      if judged > 0 {
        (
          kept == judged ? "pass" : kept == 0 ? "fail" : "known",
          "\(kept == judged ? "✓" : kept == 0 ? "✗" : "≈") \(kept) of \(judged)"
        )
      } else if scores.caseCounts[index] == 0 {
        ("none", rule.isUnit ? "[unit]" : "no case")
      } else {
        ("none", "not run")
      }
    return .element(
      "li", ["class": style],
      [
        .element(
          "a", ["class": "rule", "href": "#\(rule.id)", "title": rule.text], rule.id),
        HTML(text),
      ])
  }

  private func text(_ index: Int) -> HTML {
    let rule = scores.rules[index]
    let marks = rule.marks.map { " [\($0)]" }.joined()
    let keeping = zip(merged.implementations, scores.scores)
      .filter { $1[index].verdict == .pass }.map(\.0.label)
    let count = scores.caseCounts[index]
    let last =
      count == 0 ? "No case. \(reasons.reason(of: rule)) " : "\(Text.count(count, "case")). "
    let kept = keeping.isEmpty ? "" : "Kept by \(keeping.joined(separator: ", "))."
    return .element(
      "li", ["id": rule.id],
      [
        .element("span", ["class": "rule"], rule.id),
        .element("span", ["class": "binding"], " \(rule.level.uppercased())\(marks) "),
        HTML(HTML.rule(rule.text)), HTML(" "),
        .element("span", ["class": "muted"], HTML.rule(last) + [HTML(kept)]),
      ])
  }
}
