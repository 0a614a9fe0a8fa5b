internal import BarLakeBytes

/// A piece of HTML that is well formed whatever its texts are.
///
/// Names of elements and of attributes are literals of the source, and so is what is verbatim;
/// every other text is escaped. Characters that a page would not show, or that would change the
/// order of others, are shown as `\u{…}`.
package struct HTML: Equatable, Sendable {
  package private(set) var source: String

  private init(source: String) { self.source = source }

  /// A text.
  package init(_ text: String) { source = Self.escaped(text) }

  /// Pieces, one after the other.
  package init(_ pieces: [HTML]) { source = pieces.map(\.source).joined() }

  /// Attributes in order; those without a text are left out.
  package typealias Attributes = KeyValuePairs<StaticString, String>

  package static func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ content: [HTML]
  ) -> HTML {
    HTML(
      source: tag(name, attributes) + content.map(\.source).joined() + "</\(name)>")
  }

  package static func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ text: String
  ) -> HTML {
    element(name, attributes, [HTML(text)])
  }

  /// An element that has no content and no end.
  package static func void(_ name: StaticString, _ attributes: Attributes) -> HTML {
    HTML(source: tag(name, attributes))
  }

  /// A link to the element of the page that has this identifier.
  package static func link(to identifier: String, _ content: [HTML]) -> HTML {
    element("a", ["href": "#\(identifier)"], content)
  }

  /// Source that this program has as a literal.
  package static func verbatim(_ source: StaticString) -> HTML { HTML(source: "\(source)") }

  private static func tag(_ name: StaticString, _ attributes: Attributes) -> String {
    let texts = attributes.filter { !$0.value.isEmpty }
      .map { " \($0.key)=\"\(escaped($0.value))\"" }
    return "<\(name)\(texts.joined())>"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.escapingControlsInLines.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;".unicodeScalars
      case ">": escaped += "&gt;".unicodeScalars
      case "&": escaped += "&amp;".unicodeScalars
      case "\"": escaped += "&quot;".unicodeScalars
      case "'": escaped += "&#39;".unicodeScalars
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
