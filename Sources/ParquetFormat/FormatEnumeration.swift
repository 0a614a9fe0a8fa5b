/// An enumeration of `parquet.thrift`. Values that this version of the format does not name stay
/// readable: they are kept as numbers, and what to make of them is the reader's decision.
package protocol FormatEnumeration: RawRepresentable<Int32>, Hashable, Sendable,
  CustomStringConvertible
{
  init(rawValue: Int32)
  /// The names of the format, at the place of their number; empty where a number has none.
  static var names: [String] { get }
}

extension FormatEnumeration {
  /// The format's own name of the value, or its number: `RLE_DICTIONARY`, `77`.
  package var description: String {
    let names = Self.names
    guard rawValue >= 0, rawValue < names.count, !names[Int(rawValue)].isEmpty else {
      return String(rawValue)
    }
    return names[Int(rawValue)]
  }
}
