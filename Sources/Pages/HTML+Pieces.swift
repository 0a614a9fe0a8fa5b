/// What pages consist of.
extension HTML {
  package static func element(_ name: StaticString, _ content: [HTML]) -> HTML {
    element(name, [:], content)
  }

  package static func element(_ name: StaticString, _ text: String) -> HTML {
    element(name, [:], [HTML(text)])
  }

  /// A section of the page, with its heading.
  package static func section(_ identifier: String, _ title: String, _ content: [HTML]) -> HTML {
    element(
      "section", ["id": identifier, "aria-labelledby": "\(identifier)-title"],
      [element("h2", ["id": "\(identifier)-title"], title)] + content)
  }

  /// Names and what belongs to them, as a list.
  package static func facts(_ facts: [(name: String, content: [HTML])]) -> HTML {
    element("dl", facts.flatMap { [element("dt", $0.name), element("dd", $0.content)] })
  }

  /// A line that opens to `content`.
  package static func details(_ summary: [HTML], _ content: [HTML]) -> HTML {
    element(
      "details", [element("summary", summary), element("div", ["class": "inside"], content)])
  }

  /// A symbol that only those see who see the colour beside it; the text says the same.
  package static func symbol(_ symbol: String) -> HTML {
    element("span", ["class": "symbol", "aria-hidden": "true"], symbol)
  }
}
