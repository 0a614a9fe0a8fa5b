/// Decimal numbers as text, from their unscaled values.
///
/// Source: parquet-format `LogicalTypes.md`, "DECIMAL".
package enum DecimalText {
  /// The most bytes of an unscaled value, which then has at most 77 digits.
  package static let mostByteCount = 32

  /// `-0.05` for the unscaled value -5 and the scale 2.
  package static func text(_ unscaled: Int64, scale: Int) -> String {
    text(digits: String(unscaled.magnitude), isNegative: unscaled < 0, scale: scale)
  }

  /// The text of an unscaled value in two's complement, the highest byte first, of at most
  /// ``mostByteCount`` bytes.
  package static func text(bigEndian bytes: ArraySlice<UInt8>, scale: Int) -> String {
    precondition(bytes.count <= mostByteCount)
    let isNegative = bytes.first.map { $0 >= 0x80 } ?? false
    var magnitude = Array(bytes)
    if isNegative { negate(&magnitude) }
    var digits: [UInt8] = []
    while magnitude.contains(where: { $0 != 0 }) {
      digits.append(UInt8(ascii: "0") + divideByTen(&magnitude))
    }
    let text = String(decoding: digits.reversed(), as: UTF8.self)
    return self.text(digits: digits.isEmpty ? "0" : text, isNegative: isNegative, scale: scale)
  }

  private static func text(digits: String, isNegative: Bool, scale: Int) -> String {
    let padding = String(repeating: "0", count: max(0, scale + 1 - digits.count))
    let padded = padding + digits
    let sign = isNegative ? "-" : ""
    return scale == 0 ? sign + padded : "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
  }

  /// Replaces a number by its negative: all bits inverted, and one more.
  private static func negate(_ number: inout [UInt8]) {
    var carries = true
    for index in number.indices.reversed() {
      number[index] = carries ? 0 &- number[index] : ~number[index]
      carries = carries && number[index] == 0
    }
  }

  /// Divides an unsigned number by ten and returns the remainder.
  private static func divideByTen(_ number: inout [UInt8]) -> UInt8 {
    var remainder: UInt16 = 0
    for index in number.indices {
      let part = remainder << 8 | UInt16(number[index])
      number[index] = UInt8(part / 10)
      remainder = part % 10
    }
    return UInt8(remainder)
  }
}
