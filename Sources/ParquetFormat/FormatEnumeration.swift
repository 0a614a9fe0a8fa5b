/// An enumeration of `parquet.thrift`. Values that this version of the format does not define are
/// kept as numbers, and the code that uses them decides what to do.
package protocol FormatEnumeration: RawRepresentable<Int32>, Hashable, Sendable,
  CustomStringConvertible
{
  init(rawValue: Int32)
  /// The names in the format, at the position of their number; empty if a number has no name.
  static var names: [String] { get }
}

extension FormatEnumeration {
  /// The name of the value in the format, or its number: `RLE_DICTIONARY`, `77`.
  package var description: String {
    let names = Self.names
    guard rawValue >= 0, rawValue < names.count, !names[Int(rawValue)].isEmpty else {
      return String(rawValue)
    }
    return names[Int(rawValue)]
  }
}
