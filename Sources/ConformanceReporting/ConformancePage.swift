internal import BarLakeBytes
internal import BarLakeCommandSupport
internal import BarLakeConformanceKit
package import BarLakeConformanceRunning

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Results of one or several implementations as one page of HTML that needs nothing beside it: no
/// other file, no network, and no script for reading.
///
/// Names and texts of results come from adapters that nobody vouches for. They are texts of
/// ``HTML``; besides, the page's policy allows no script but its own, and no request.
package struct ConformancePage {
  private let merged: MergedResults
  private let scores: RuleScores

  package init(_ merged: MergedResults) {
    self.merged = merged
    scores = RuleScores(merged)
  }

  package var text: String {
    let document = HTML.element(
      "html", ["lang": "en"], [.element("head", head), .element("body", body)])
    return "<!DOCTYPE html>\n\(document.source)\n"
  }

  private var title: String {
    let names = merged.implementations.map(\.label)
    return names.count == 1 ? "Conformance of \(names[0])" : "BarLake conformance"
  }

  private var head: [HTML] {
    let digest = SHA256Digest.of(Array("\(PageScript.source)".utf8).span)
    let script = "sha256-\(Data(digest.bytes).base64EncodedString())"
    return [
      .void("meta", ["charset": "utf-8"]),
      .void(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'; script-src '\(script)'; "
            + "base-uri 'none'; form-action 'none'",
        ]),
      .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .void("meta", ["name": "color-scheme", "content": "light dark"]),
      .element("title", title),
      .element("style", [.verbatim(PageStyle.source)]),
    ]
  }

  private var body: [HTML] {
    let memory = MemorySection(merged).html
    let sections: [(identifier: String, title: String, content: [HTML])] = [
      ("claims", "Claims", ClaimSection(merged).html),
      ("areas", "Areas", AreaSection(merged).html),
      ("rules", "Rules", RuleSection(merged, scores).html),
      ("failures", "Failures", FailureSection(merged).html),
      ("memory", "Memory", memory),
      ("specification", "The specification", SpecificationSection(merged, scores).html),
      ("time", "Time", TimeSection(merged).html),
    ]
    let links = sections.map { section in
      HTML.element("li", [.link(to: section.identifier, [HTML(section.title)])])
    }
    let top = HTML.element(
      "header", ["class": "top"],
      [
        .element(
          "div", ["class": "title"],
          [
            .element("h1", title),
            .element("button", ["class": "theme", "type": "button", "hidden": "hidden"], "Dark"),
          ]),
        .element("p", ["class": "muted"], lead),
        .element("nav", ["aria-label": "Sections"], [.element("ul", links)]),
      ])
    let main = HTML.element(
      "main",
      sections.map { .section($0.identifier, $0.title, $0.content) } + [footer])
    return [top, main, .element("script", [.verbatim(PageScript.source)])]
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

  private var footer: HTML {
    .element(
      "footer",
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
      ])
  }
}
