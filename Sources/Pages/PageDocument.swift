internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A page of HTML that needs nothing beside it: no other file, no network, and no script for
/// reading.
///
/// Its texts may come from anybody. They are texts of ``HTML``; besides, the page's policy allows
/// no script but its own, and no request.
package struct PageDocument {
  /// The title, which is the page's heading too.
  private let title: String
  /// What is below the heading.
  private let lead: [HTML]
  private let sections: [Section]
  /// What is below the sections.
  private let footer: [HTML]
  /// Beside ``PageStyle`` and ``PageScript``.
  private let style: StaticString
  private let script: StaticString

  /// A section of the page.
  package typealias Section = (identifier: String, title: String, content: [HTML])

  /// - Parameters:
  ///   - title: the title and heading.
  ///   - lead: what is below the heading.
  ///   - sections: the sections; from two on, the page begins with links to them.
  ///   - footer: what is below the sections.
  ///   - style: rules of style that no other page has.
  ///   - script: what only this page does for those who let it.
  package init(
    title: String, lead: [HTML], sections: [Section], footer: [HTML], style: StaticString,
    script: StaticString
  ) {
    self.title = title
    self.lead = lead
    self.sections = sections
    self.footer = footer
    self.style = style
    self.script = script
  }

  /// The whole page.
  package var text: String {
    let document = HTML.element(
      "html", ["lang": "en"], [.element("head", head), .element("body", body)])
    return "<!DOCTYPE html>\n\(document.source)\n"
  }

  private var head: [HTML] {
    // Both scripts are one element, whose digest the policy names.
    let digest = SHA256Digest.of(Array("\(PageScript.source)\n\(script)".utf8).span)
    let known = "sha256-\(Data(digest.bytes).base64EncodedString())"
    return [
      .void("meta", ["charset": "utf-8"]),
      .void(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'; script-src '\(known)'; "
            + "base-uri 'none'; form-action 'none'",
        ]),
      .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .void("meta", ["name": "color-scheme", "content": "light dark"]),
      .element("title", title),
      .element("style", [.verbatim(PageStyle.source), .verbatim("\n"), .verbatim(style)]),
    ]
  }

  private var body: [HTML] {
    let heading = HTML.element(
      "div", ["class": "title"],
      [
        .element("h1", title),
        .element("button", ["class": "theme", "type": "button", "hidden": "hidden"], "Dark"),
      ])
    let links = sections.map { section in
      HTML.element("li", [.link(to: section.identifier, [HTML(section.title)])])
    }
    let navigation = HTML.element(
      "nav", ["aria-label": "Sections"], [.element("ul", links)])
    return [
      .element(
        "header", ["class": "top"],
        [heading] + lead + (sections.count > 1 ? [navigation] : [])),
      .element(
        "main",
        sections.map { .section($0.identifier, $0.title, $0.content) }
          + [.element("footer", footer)]),
      .element(
        "script", [.verbatim(PageScript.source), .verbatim("\n"), .verbatim(script)]),
    ]
  }
}
