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

  /// The bytes of the symbol that the directory `symbol=S` stands for, of options the underlying of
  /// `underlying=U`.
  package static func symbol(_ name: String, of type: MarketDataType) -> [UInt8]? {
    guard let key = PartitionKey(type, .symbol), name.hasPrefix("\(key.name)=") else { return nil }
    var decoded: [UInt8] = []
    var rest = name.utf8.dropFirst(key.name.utf8.count + 1)
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexadecimal),
        let low = rest.popFirst().flatMap(hexadecimal)
      else { return nil }
      decoded.append(high << 4 | low)
    }
    // A value has one name only, or two directories would be one symbol.
    return !decoded.isEmpty && key.directoryName(decoded) == name ? decoded : nil
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) }
  }

  private static func digits(of name: String, after prefix: String, count: Int) -> String? {
    guard name.hasPrefix(prefix) else { return nil }
    let rest = name.utf8.dropFirst(prefix.utf8.count)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard rest.count == count, rest.allSatisfy(digits.contains) else { return nil }
    return String(name.dropFirst(prefix.count))
  }
}
