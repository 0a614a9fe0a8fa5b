internal import BarLakeCommandSupport
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning
internal import BarLakePages

/// The matrix of rules and implementations.
struct RuleSection {
  private let merged: MergedResults
  private let scores: RuleScores

  init(_ merged: MergedResults, _ scores: RuleScores) {
    self.merged = merged
    self.scores = scores
  }

  /// Rules that some run was about, or was to be.
  private func isShown(_ rule: Int) -> Bool {
    scores.scores.contains { $0[rule].verdict != .unknown }
  }

  var html: [HTML] {
    let heads = HTML.columnHeads(of: merged)
    let text = HTML.element("th", ["scope": "col", "class": "text"], "what it says")
    let whole = 0..<scores.rules.count
    let totals = [Suite.Clause.Binding.must, .should].map { binding in
      HTML.element(
        "tr", ["class": "family"],
        [.rowHead([HTML("\(binding.word) rules kept")])]
          + merged.implementations.indices.map { implementation in
            .element("td", [HTML(count(implementation, binding, in: whole))])
          } + [.element("td", ["class": "text"], "of those that something was run for")])
    }
    let shown = whole.count(where: isShown)
    return [
      .element(
        "p", ["class": "note"],
        "The \(Text.count(shown, "rule")) that some run was about. A cell counts runs of the cases "
          + "that assert the rule. A rule marked [ref] is a SHOULD for everybody but the reference."
      ),
      legend, controls,
      .table(
        label: "Rules and implementations", style: "matrix", identifier: "matrix",
        head: [.element("tr", [.corner("rule")] + heads + [text])],
        bodies: [.element("tbody", totals)] + scores.families.map(group)),
    ]
  }

  private var legend: HTML {
    let marks: [(Mark, String)] = [
      (.pass, "every run passed"), (.fail, "passed / runs"), (.known, "expected failures"),
      (.differs, "a SHOULD is not kept"), (.notRun, "not run"),
    ]
    return .element(
      "ul", ["class": "legend"], marks.map { .element("li", [$0.tag($1)]) })
  }

  private var controls: HTML {
    let states = [
      ("", "all rules"), ("fail", "some fail"), ("differ", "implementations differ"),
      ("unrun", "some not run"),
    ]
    return .element(
      "div", ["class": "controls", "hidden": "hidden"],
      [
        .element(
          "label",
          [
            HTML("Filter"),
            .void(
              "input",
              ["id": "filter-text", "type": "search", "placeholder": "CSV-4, gzip, symbol…"]),
          ]),
        .element(
          "label",
          [
            HTML("Show"),
            .element(
              "select", ["id": "filter-state"],
              states.map { value, text in
                // Without a value the text would be it.
                value.isEmpty
                  ? .verbatim("<option value=\"\">all rules</option>")
                  : .element("option", ["value": value], text)
              }),
          ]),
        .element("span", ["id": "filter-count", "class": "muted", "role": "status"], ""),
      ])
  }

  private func group(_ family: RuleScores.Family) -> HTML {
    let shown = family.range.filter(isShown)
    if shown.isEmpty { return HTML("") }
    let head = HTML.element(
      "tr", ["class": "family"],
      [.element("th", ["scope": "rowgroup"], family.name)]
        + merged.implementations.indices.map { implementation in
          let must = count(implementation, .must, in: family.range)
          let should = count(implementation, .should, in: family.range)
          let text = should == "–" ? must : "\(must) + \(should)"
          return .element("td", ["class": "muted"], text)
        } + [.element("td", ["class": "text"], "MUST + SHOULD rules kept")])
    return .element("tbody", [head] + shown.map(row))
  }

  private func count(
    _ implementation: Int, _ binding: Suite.Clause.Binding, in range: Range<Int>
  ) -> String {
    let (kept, judged) = scores.count(implementation, binding, in: range)
    return judged == 0 ? "–" : "\(kept)/\(judged)"
  }

  private func row(_ index: Int) -> HTML {
    let rule = scores.rules[index]
    let mine = scores.scores.map { $0[index] }
    var states: [String] = []
    if mine.contains(where: { $0.verdict == .fail }) { states.append("fail") }
    if let first = mine.first, mine.contains(where: { $0.verdict != first.verdict }) {
      states.append("differ")
    }
    if mine.contains(where: { $0.verdict == .notRun || $0.verdict == .unknown }) {
      states.append("unrun")
    }
    return .element(
      "tr", ["data-state": states.isEmpty ? "same" : states.joined(separator: " ")],
      [
        .rowHead([
          .element(
            "a", ["class": "rule", "href": "#\(rule.id)", "title": rule.text], rule.id),
          .element("span", ["class": "binding"], " \(rule.binding.word)"),
        ])
      ]
        + mine.enumerated().map { cell($1, of: $0) }
        + [.element("td", ["class": "text", "title": rule.text], HTML.rule(rule.text))])
  }

  private func cell(_ score: RuleScore, of implementation: Int) -> HTML {
    guard let mark = Mark(score.verdict) else { return .element("td", "") }
    if score.verdict == .notRun { return .element("td", ["class": mark.style], mark.pieces) }
    let text = score.verdict == .pass ? "\(score.passed)" : "\(score.passed)/\(score.runs)"
    let content = mark.pieces + [HTML(text)]
    return .element(
      "td", ["class": mark.style],
      score.failedCase.map {
        [.link(to: FailureSection.identifier(implementation, $0), content)]
      } ?? content)
  }
}

extension Suite.Clause.Binding {
  var word: String { rawValue.uppercased() }
}
