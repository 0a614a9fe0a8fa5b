/// The encoding of paths and queries that Signature V4 asks for: of each byte that is not a letter,
/// a digit or one of `-._~`.
///
/// Source: RFC 3986, section 2.
package enum URIEncoding {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// `text` encoded; slashes stay if they separate parts of a path.
  package static func encoded(_ text: some StringProtocol, keepsSlashes: Bool) -> String {
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        [byte]
      case UInt8(ascii: "/") where keepsSlashes: [byte]
      default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What `text` stands for; nil if it is not encoded right.
  package static func decoded(_ text: some StringProtocol, isPlusBlank: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2,
          let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(isPlusBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
