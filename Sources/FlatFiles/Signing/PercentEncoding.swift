internal import BarLakeBytes

/// The encoding of paths and queries in requests of S3: each byte of the UTF-8 but the unreserved
/// characters is written `%XX`, once.
///
/// Source: AWS, "Authenticating Requests: Using the Authorization Header (AWS Signature Version
/// 4)", `UriEncode`; RFC 3986, section 2.3.
package enum PercentEncoding {
  /// A name or value of a query.
  package static func encode(_ text: String) -> String { encode(text, keepingSlashes: false) }

  /// A key of an object as a path; its slashes stay.
  package static func encode(path: String) -> String { encode(path, keepingSlashes: true) }

  private static func encode(_ text: String, keepingSlashes: Bool) -> String {
    text.utf8.map { byte in
      let isKept = isUnreserved(byte) || (keepingSlashes && byte == UInt8(ascii: "/"))
      return isKept
        ? String(Unicode.Scalar(byte)) : "%" + Hexadecimal.text([byte], uppercase: true)
    }.joined()
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
