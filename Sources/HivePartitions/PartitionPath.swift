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

  private static func digits(of name: String, after prefix: String, count: Int) -> String? {
    guard let rest = name.dropping(prefix: prefix) else { return nil }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return rest.utf8.count == count && rest.utf8.allSatisfy(digits.contains) ? rest : nil
  }
}
