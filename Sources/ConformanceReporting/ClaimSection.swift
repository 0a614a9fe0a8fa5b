internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeCommandSupport
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning
internal import BarLakePages

/// Who conforms to what, and what else is known of each implementation.
struct ClaimSection {
  private let merged: MergedResults

  init(_ merged: MergedResults) { self.merged = merged }

  var html: [HTML] {
    let heads = ["version", "claim", "verdict"].map { HTML.columnHead($0) }
    let numbers = ["MUST", "SHOULD", "[ref]", "not run"].map {
      HTML.columnHead($0, style: "number")
    }
    return [
      .element(
        "p", ["class": "note"],
        "MUST and SHOULD count runs that passed, of those that were done; only a MUST decides. "
          + "[ref] counts runs whose files keep every rule that binds the reference alone."),
      .table(
        label: "Table of claims",
        head: [.element("tr", [.corner("implementation")] + heads + numbers)],
        bodies: [.element("tbody", merged.implementations.flatMap(rows))]),
    ] + warnings + [
      .details([HTML("Adapters, machines and commands")], merged.implementations.flatMap(facts))
    ]
  }

  private var warnings: [HTML] {
    merged.implementations.flatMap { implementation in
      implementation.warnings.map { text in
        .element(
          "p", ["class": "warning"],
          [.element("bdi", implementation.label), HTML(": \(text)")])
      }
    }
  }

  private func rows(_ implementation: MergedResults.Implementation) -> [HTML] {
    implementation.footer.claims.map { claim in
      .element(
        "tr",
        [
          .rowHead([.name(implementation.label)]),
          .element("td", [.name(implementation.header.engine.version)]),
          .element("td", [.name(claim.name)]),
          .element("td", [verdict(claim, implementation)]),
          number(claim.must), number(claim.should), number(claim.reference),
          .element("td", ["class": "number"], Text.grouped(claim.notRun)),
        ])
    }
  }

  private func number(_ count: ClaimScore.Count) -> HTML {
    .element(
      "td", ["class": "number"],
      count.runs == 0 ? "–" : "\(Text.grouped(count.passed))/\(Text.grouped(count.runs))")
  }

  private func verdict(
    _ claim: ClaimScore, _ implementation: MergedResults.Implementation
  ) -> HTML {
    if claim.isConformant { return Mark.pass.tag("conformant") }
    if implementation.header.isPartial { return Mark.notRun.tag("not judged: a part was run") }
    if !implementation.footer.isComplete { return Mark.notRun.tag("not judged: incomplete") }
    return Mark.fail.tag("not conformant")
  }

  /// Engine, adapter, machine and what is to be known about the results.
  private func facts(_ implementation: MergedResults.Implementation) -> [HTML] {
    let (header, footer) = (implementation.header, implementation.footer)
    var facts: [(String, String)] = [
      ("engine", "\(header.engine.name) \(header.engine.version)"),
      ("adapter", "\(header.adapter.name) \(header.adapter.version)"),
      ("started", header.started),
      ("machine", "\(header.host.system), \(Text.count(header.host.processors, "processor"))"),
    ]
    if let contact = header.contact { facts.append(("contact", contact)) }
    facts.append(("command", header.command))
    facts.append(("supports", header.supports.list))
    let lacking = Set(footer.claims.flatMap(\.missing)).sorted()
    if !lacking.isEmpty { facts.append(("lacks of its claims", lacking.list)) }
    return [
      .element("h3", [.element("bdi", implementation.label)]),
      .facts(facts.map { ($0, [HTML($1)]) }),
    ]
  }
}
