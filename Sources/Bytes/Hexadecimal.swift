/// Bytes as two hexadecimal digits each.
package enum Hexadecimal {
  /// The digits of `bytes`, lower case unless asked otherwise.
  package static func text(_ bytes: some Sequence<UInt8>, uppercase: Bool = false) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16, uppercase: uppercase)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
