internal import Bytes

/// The parts of the path of a published file, read back from their names. What is not written in
/// exactly our form is none of ours.
///
/// Source: `docs/spec.md`, PART-2 to PART-4.
package enum PartitionPath {
  /// The four digits of `year=YYYY`.
  package static func year(_ name: String) -> String? {
    digits(of: name, after: "year=", count: 4)
  }

  /// The two digits of `month=MM`.
  package static func month(_ name: String) -> String? {
    digits(of: name, after: "month=", count: 2).flatMap { ("01"..."12").contains($0) ? $0 : nil }
  }

  /// The day of `date=YYYY-MM-DD.parquet`.
  package static func date(_ name: String) -> CalendarDate? {
    guard name.hasPrefix("date="), name.hasSuffix(".parquet") else { return nil }
    return try? CalendarDate(String(name.dropFirst(5).dropLast(8)))
  }

  /// What the directories of a type that is partitioned by symbol are called: `symbol` or
  /// `underlying`.
  static func symbolKey(of type: MarketDataType) -> String {
    type.isOption ? "underlying" : "symbol"
  }

  /// The bytes of the symbol that the directory `symbol=S` or `underlying=U` stands for.
  package static func symbol(_ name: String, of type: MarketDataType) -> [UInt8]? {
    let prefix = symbolKey(of: type) + "="
    guard name.hasPrefix(prefix) else { return nil }
    let text = Array(name.utf8.dropFirst(prefix.utf8.count))
    var decoded: [UInt8] = []
    var position = 0
    while position < text.count {
      if text[position] == UInt8(ascii: "%") {
        guard position + 2 < text.count, let high = hexadecimal(text[position + 1]),
          let low = hexadecimal(text[position + 2])
        else { return nil }
        decoded.append(high << 4 | low)
        position += 3
      } else {
        guard isPlain(text[position]) else { return nil }
        decoded.append(text[position])
        position += 1
      }
    }
    let isDots = decoded.allSatisfy { $0 == UInt8(ascii: ".") } && (1...2).contains(decoded.count)
    let encodedCount = decoded.count { isDots || !isPlain($0) }
    // Each byte has one form only, or two directories would be one symbol.
    guard !decoded.isEmpty, text.count == decoded.count + 2 * encodedCount else { return nil }
    return decoded
  }

  /// Whether a byte stands for itself: `[A-Z0-9._-]`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func digits(of name: String, after prefix: String, count: Int) -> String? {
    guard name.hasPrefix(prefix) else { return nil }
    let rest = name.utf8.dropFirst(prefix.utf8.count)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard rest.count == count, rest.allSatisfy(digits.contains) else { return nil }
    return String(name.dropFirst(prefix.count))
  }
}
