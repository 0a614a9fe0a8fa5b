/// Bytes as two hexadecimal digits each.
package enum Hexadecimal {
  /// The digits of `bytes`, lower case unless asked otherwise.
  package static func text(_ bytes: some Sequence<UInt8>, uppercase: Bool = false) -> String {
    func digit(_ value: UInt8) -> UInt8 {
      if value < 10 { return UInt8(ascii: "0") + value }
      return (uppercase ? UInt8(ascii: "A") : UInt8(ascii: "a")) + value - 10
    }
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
