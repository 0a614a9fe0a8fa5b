internal import BarLakeBytes

/// Reads the bytes of an XML document from the first to the last, and ends with the first one that
/// is not well-formed.
///
/// A library would be libxml2 by way of FoundationXML: a shared library with ICU behind it, which a
/// packaged command could not count on, and 1.4 MB of memory in every ingest.
struct XMLReader {
  /// The document is not well-formed, or not one that ``XMLElement`` takes.
  struct Malformed: Error {}

  /// The deepest nesting that is read; the documents of S3 have four levels.
  private static let depthLimit = 64

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads the whole document and returns its root.
  mutating func document() throws(Malformed) -> XMLElement {
    _ = take("\u{FEFF}")
    try passMiscellany()
    guard take("<") else { throw Malformed() }
    let root = try element(depth: 1)
    try passMiscellany()
    if position < bytes.count { throw Malformed() }
    return root
  }

  /// Passes blanks, comments and processing instructions, which may be around the root.
  private mutating func passMiscellany() throws(Malformed) {
    while true {
      passBlanks()
      if take("<!--") {
        try pass("-->")
      } else if take("<?") {
        try pass("?>")
      } else {
        return
      }
    }
  }

  /// Reads an element behind its `<`.
  private mutating func element(depth: Int) throws(Malformed) -> XMLElement {
    if depth > Self.depthLimit { throw Malformed() }
    let name = try qualifiedName()
    var element = XMLElement(name: try text(localName(name)))
    if try passAttributes() { return element }
    var text: [UInt8] = []
    while true {
      if take("<![CDATA[") {
        let start = position
        try pass("]]>")
        text += bytes[start..<(position - 3)]
      } else if take("<!--") {
        try pass("-->")
      } else if take("<?") {
        try pass("?>")
      } else if take("</") {
        guard try qualifiedName() == name else { throw Malformed() }
        passBlanks()
        guard take(">") else { throw Malformed() }
        element.text = try self.text(Self.withLineFeeds(text)[...])
        return element
      } else if take("<") {
        element.children.append(try self.element(depth: depth + 1))
      } else if take("&") {
        text += Array(String(try reference()).utf8)
      } else if position < bytes.count {
        text.append(bytes[position])
        position += 1
      } else {
        throw Malformed()
      }
    }
  }

  /// Passes the attributes of a start tag and its end. Returns whether the element is empty.
  private mutating func passAttributes() throws(Malformed) -> Bool {
    while true {
      let hadBlanks = passBlanks()
      if take("/>") { return true }
      if take(">") { return false }
      guard hadBlanks else { throw Malformed() }
      _ = try qualifiedName()
      passBlanks()
      guard take("=") else { throw Malformed() }
      passBlanks()
      guard let quote = ["\"", "'"].first(where: { take($0) }) else { throw Malformed() }
      let start = position
      try pass(quote)
      if bytes[start..<position].contains(UInt8(ascii: "<")) { throw Malformed() }
    }
  }

  /// Reads what is between `&` and `;`.
  private mutating func reference() throws(Malformed) -> Character {
    let start = position
    try pass(";")
    let name = String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
    if let digits = name.dropping(prefix: "#x") { return try character(digits, radix: 16) }
    if let digits = name.dropping(prefix: "#") { return try character(digits, radix: 10) }
    guard let entity = Self.entities.first(where: { $0.name.isSame(as: name) }) else {
      throw Malformed()
    }
    return entity.character
  }

  private static let entities: [(name: String, character: Character)] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"),
  ]

  private func character(_ digits: String, radix: Int) throws(Malformed) -> Character {
    // A sign is none of XML's digits.
    guard digits.utf8.first.map({ $0 != UInt8(ascii: "+") }) == true,
      let number = UInt32(digits, radix: radix), number > 0, let scalar = Unicode.Scalar(number)
    else { throw Malformed() }
    return Character(scalar)
  }

  /// Reads a name with its prefix.
  private mutating func qualifiedName() throws(Malformed) -> ArraySlice<UInt8> {
    let start = position
    while position < bytes.count, Self.isPartOfName(bytes[position]) { position += 1 }
    let name = bytes[start..<position]
    guard let first = name.first, !Self.mayNotBegin.contains(first) else { throw Malformed() }
    return name
  }

  private func localName(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    name.firstIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"),
      UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
      true
    default: false
    }
  }

  private static let mayNotBegin = Set("0123456789-.".utf8)

  @discardableResult
  private mutating func passBlanks() -> Bool {
    let start = position
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
    return position > start
  }

  /// Takes `text` if it is next.
  private mutating func take(_ text: String) -> Bool {
    let isNext = bytes[position...].starts(with: text.utf8)
    if isNext { position += text.utf8.count }
    return isNext
  }

  /// Passes everything up to `end`, which is passed too.
  private mutating func pass(_ end: String) throws(Malformed) {
    while position < bytes.count {
      if take(end) { return }
      position += 1
    }
    throw Malformed()
  }

  /// The bytes as a text, which must be UTF-8.
  private func text(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
    return text
  }

  /// Line ends as XML has them: `\n` for `\r\n` and `\r`.
  private static func withLineFeeds(_ text: [UInt8]) -> [UInt8] {
    if !text.contains(0x0D) { return text }
    var result: [UInt8] = []
    for (index, byte) in text.enumerated() {
      if byte == 0x0A, index > 0, text[index - 1] == 0x0D { continue }
      result.append(byte == 0x0D ? 0x0A : byte)
    }
    return result
  }
}
