internal import BarLakeBytes
internal import Foundation

#if canImport(FoundationXML)
  internal import FoundationXML
#endif

/// An element of an XML document. Names are without prefixes, since the documents of S3 have one
/// namespace; attributes are left out.
package struct XMLElement: Equatable, Sendable {
  package var name: String
  /// The text directly inside, as it stands, blanks included.
  package var text = ""
  package var children: [XMLElement] = []

  /// The root of a document; nil if `bytes` are not a whole, well-formed document. External
  /// entities are not loaded.
  package init?(parsing bytes: [UInt8]) {
    let parser = XMLParser(data: Data(bytes))
    let collector = Collector()
    parser.shouldProcessNamespaces = true
    parser.shouldResolveExternalEntities = false
    parser.delegate = collector
    guard parser.parse(), collector.error == nil, let root = collector.root else { return nil }
    self = root
  }

  private init(name: String) {
    self.name = name
  }

  /// The elements directly inside that are called `name`, in order.
  package func children(_ name: String) -> [XMLElement] {
    children.filter { $0.name.isSame(as: name) }
  }

  /// The text of the first element directly inside that is called `name`.
  package func text(of name: String) -> String? { children(name).first?.text }

  private final class Collector: NSObject, XMLParserDelegate {
    var root: XMLElement?
    /// What the parser reported here and not as its result.
    var error: (any Error)?
    private var open: [XMLElement] = []

    func parser(
      _: XMLParser, didStartElement name: String, namespaceURI _: String?,
      qualifiedName _: String?, attributes _: [String: String]
    ) {
      open.append(XMLElement(name: name))
    }

    func parser(_: XMLParser, parseErrorOccurred error: any Error) { self.error = error }

    func parser(_: XMLParser, foundCharacters characters: String) {
      append(characters)
    }

    func parser(_: XMLParser, foundCDATA block: Data) {
      append(String(decoding: block, as: UTF8.self))
    }

    private func append(_ text: String) {
      if !open.isEmpty { open[open.count - 1].text += text }
    }

    func parser(
      _: XMLParser, didEndElement _: String, namespaceURI _: String?, qualifiedName _: String?
    ) {
      let ended = open.removeLast()
      if open.isEmpty {
        root = ended
      } else {
        open[open.count - 1].children.append(ended)
      }
    }
  }
}
