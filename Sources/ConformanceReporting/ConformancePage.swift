internal import BarLakeCommandSupport
internal import BarLakeConformanceKit
package import BarLakeConformanceRunning
internal import BarLakePages

/// Results of one or several implementations as one page of HTML. Names and texts of results come
/// from adapters that nobody vouches for.
package struct ConformancePage {
  private let merged: MergedResults
  private let scores: RuleScores

  package init(_ merged: MergedResults) {
    self.merged = merged
    scores = RuleScores(merged)
  }

  package var text: String {
    PageDocument(
      title: title,
      lead: [.element("p", ["class": "muted"], lead)],
      sections: [
        ("claims", "Claims", ClaimSection(merged).html),
        ("areas", "Areas", AreaSection(merged).html),
        ("rules", "Rules", RuleSection(merged, scores).html),
        ("failures", "Failures", FailureSection(merged).html),
        ("memory", "Memory", MemorySection(merged).html),
        ("specification", "The specification", SpecificationSection(merged, scores).html),
        ("time", "Time", TimeSection(merged).html),
      ],
      footer: footer, style: ReportStyle.source, script: ReportScript.source
    ).text
  }

  private var title: String {
    let names = merged.implementations.map(\.label)
    return names.count == 1 ? "Conformance of \(names[0])" : "BarLake conformance"
  }

  private var lead: [HTML] {
    let suite = merged.suite
    let runs = merged.implementations.reduce(0) { $0 + $1.results.count }
    return [
      HTML(
        "\(Text.count(merged.implementations.count, "implementation")) and "
          + "\(Text.grouped(runs)) runs, judged from outside by the BarLake suite "
          + "\(suite.version) with \(suite.cases.count) cases, digest "),
      .element("code", ["title": suite.digest], String(suite.digest.prefix(12))),
      HTML("."),
    ]
  }

  private var footer: [HTML] {
    [
      .element(
        "p",
        [
          HTML("Made from results by the suite with the digest "),
          .element("code", merged.suite.digest),
          HTML(". Every figure is computed again from the lines of the results; "),
          .element("code", "barlake-conform explain ID"),
          HTML(" prints a case or a rule."),
        ])
    ]
  }
}
