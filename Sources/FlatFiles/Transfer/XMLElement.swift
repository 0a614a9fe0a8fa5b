internal import BarLakeBytes

/// An element of an XML document. Names are without prefixes, since the documents of S3 have one
/// namespace; attributes are left out.
///
/// Source: W3C, "Extensible Markup Language (XML) 1.0", as far as services that speak S3 use it:
/// documents in UTF-8 without a document type, so the only entities are the five that XML has.
package struct XMLElement: Equatable, Sendable {
  package var name: String
  /// The text directly inside, as it stands, blanks included.
  package var text = ""
  package var children: [XMLElement] = []

  /// The root of a document; nil if `bytes` are not a whole, well-formed document.
  package init?(parsing bytes: [UInt8]) {
    var reader = XMLReader(bytes)
    guard let root = try? reader.document() else { return nil }
    self = root
  }

  init(name: String) {
    self.name = name
  }

  /// The elements directly inside that are called `name`, in order.
  package func children(_ name: String) -> [XMLElement] {
    children.filter { $0.name.isSame(as: name) }
  }

  /// The text of the first element directly inside that is called `name`.
  package func text(of name: String) -> String? { children(name).first?.text }
}
