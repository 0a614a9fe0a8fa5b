internal import BarLakeBytes

/// Parses the parts of the path of a data file. Parts that are not in exactly the form that BarLake
/// writes are rejected.
///
/// Source: `docs/spec.md`, PART-2 to PART-4.
package enum PartitionPath {
  /// The four digits of `year=YYYY`, 0001 to 9999.
  package static func year(_ name: String) -> String? {
    digits(of: name, after: "year=", count: 4).flatMap { Int($0) == 0 ? nil : $0 }
  }

  /// The two digits of `month=MM`.
  package static func month(_ name: String) -> String? {
    digits(of: name, after: "month=", count: 2).flatMap { 1...12 ~= Int($0) ?? 0 ? $0 : nil }
  }

  /// The day of `date=YYYY-MM-DD.parquet`.
  package static func date(_ name: String) -> CalendarDate? {
    guard let date = name.dropping(prefix: "date=")?.dropping(suffix: ".parquet") else {
      return nil
    }
    return try? CalendarDate(date)
  }

  /// The symbol of a folder `symbol=S`, or the underlying of a folder `underlying=U`, in UTF-8.
  package static func symbol(_ name: String, of type: MarketDataType) -> [UInt8]? {
    guard let key = PartitionKey(type, .symbol), let value = name.dropping(prefix: "\(key.name)=")
    else { return nil }
    var decoded: [UInt8] = []
    var rest = value.utf8[...]
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
    // A value has exactly one name; otherwise two folders could hold one symbol.
    let isItsName = key.directoryName(decoded)?.isSame(as: name) ?? false
    return !decoded.isEmpty && isItsName ? decoded : nil
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) }
  }

  private static func digits(of name: String, after prefix: String, count: Int) -> String? {
    guard let rest = name.dropping(prefix: prefix) else { return nil }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return rest.utf8.count == count && rest.utf8.allSatisfy(digits.contains) ? rest : nil
  }
}
