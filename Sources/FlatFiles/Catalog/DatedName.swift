internal import BarLakeBytes

/// Names of files that begin with a date.
package enum DatedName {
  /// Whether the bytes have the form `YYYY-MM-DD`; the day need not exist.
  static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count == byteCount else { return false }
    return zip(bytes, form).allSatisfy { byte, expected in
      expected == UInt8(ascii: "-") ? byte == expected : (0x30...0x39).contains(byte)
    }
  }

  /// The date at the start of the name of the file `path`, before a dot; nil if the name does not
  /// begin so. The day need not exist.
  package static func date(of path: String) -> String? {
    let name = Array((path.parts(separatedBy: "/").last ?? "").utf8.prefix(byteCount + 1))
    guard name.count > byteCount, name[byteCount] == UInt8(ascii: "."), isDate(name[..<byteCount])
    else { return nil }
    return String(decoding: name[..<byteCount], as: UTF8.self)
  }

  private static let form = Array("YYYY-MM-DD".utf8)
  private static let byteCount = form.count
}
