internal import BarLakeBytes
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning
internal import BarLakePages

/// A verdict as the page shows it: a colour, a symbol and a word, so that none of them is needed.
struct Mark {
  var style: String
  var symbol: String
  var word: String

  static let pass = Mark(style: "pass", symbol: "✓", word: "pass")
  static let fail = Mark(style: "fail", symbol: "✗", word: "fail")
  static let known = Mark(style: "known", symbol: "≈", word: "expected failure")
  static let differs = Mark(style: "differs", symbol: "△", word: "SHOULD not kept")
  static let notRun = Mark(style: "none", symbol: "–", word: "not run")

  init(style: String, symbol: String, word: String) {
    self.style = style
    self.symbol = symbol
    self.word = word
  }

  init?(_ verdict: RuleScore.Verdict) {
    switch verdict {
    case .pass: self = .pass
    case .fail: self = .fail
    case .expectedFail: self = .known
    case .differs: self = .differs
    case .notRun: self = .notRun
    case .unknown: return nil
    }
  }

  init(_ verdict: Verdict) {
    switch verdict {
    case .pass: self = .pass
    case .expectedFail: self = .known
    case .unmeasurable: self = Mark(style: "none", symbol: "–", word: verdict.rawValue)
    default: self = Mark(style: "fail", symbol: "✗", word: verdict.rawValue)
    }
  }

  /// The symbol, with the word for those who do not see it, before more.
  var pieces: [HTML] {
    [
      .symbol(symbol),
      .element("span", ["class": "said"], word),
    ]
  }

  /// Symbol and text in a coloured box.
  func tag(_ text: String) -> HTML {
    .element("span", ["class": "tag \(style)"], [.symbol(symbol), HTML(text)])
  }
}

extension HTML {
  /// A table that scrolls in a box of its own where the page is too narrow for it.
  static func table(
    label: String, style: String = "", identifier: String = "", head: [HTML], bodies: [HTML]
  ) -> HTML {
    element(
      "div", ["class": "scroll \(style)", "tabindex": "0", "role": "region", "aria-label": label],
      [
        element(
          "table", identifier.isEmpty ? [:] : ["id": identifier],
          [element("thead", head)] + bodies)
      ])
  }

  static func columnHead(_ text: String, style: String = "") -> HTML {
    element("th", ["scope": "col", "class": style], text)
  }

  /// The head of the column of row heads.
  static func corner(_ text: String) -> HTML {
    element("th", ["scope": "col", "class": "corner"], text)
  }

  /// A head for the column of each implementation.
  static func columnHeads(of merged: MergedResults) -> [HTML] {
    merged.implementations.map { element("th", ["scope": "col"], [.name($0.label)]) }
  }

  static func rowHead(_ content: [HTML]) -> HTML { element("th", ["scope": "row"], content) }

  /// A name that others chose: on one line, cut by the page where it is long.
  static func name(_ text: String) -> HTML {
    element("bdi", ["class": "name", "title": text], text)
  }

  /// A rule's text, in which backticks enclose code.
  static func rule(_ text: String) -> [HTML] {
    text.parts(separatedBy: "`").enumerated().map { index, part in
      index % 2 == 0 ? HTML(part) : .element("code", part)
    }
  }
}
