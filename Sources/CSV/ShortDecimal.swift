/// A number written plainly with at most 18 digits, as almost all are: `mantissa × 10^-scale`.
///
/// The fast half of number reading: it knows a sign, digits and one point; whatever else is written
/// is left to ``DecimalText``.
package struct ShortDecimal {
  var isNegative: Bool
  /// Below 10^18.
  var mantissa: UInt64
  /// Digits after the point, 0 to 18.
  var scale: Int

  init(isNegative: Bool, mantissa: UInt64, scale: Int) {
    self.isNegative = isNegative
    self.mantissa = mantissa
    self.scale = scale
  }

  /// The number in `start..<end`, or nil if it is not of this short form.
  @inline(__always)
  init?(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    guard start < end else { return nil }
    let isNegative = text[start] == UInt8(ascii: "-")
    let start = isNegative ? start &+ 1 : start
    let count = end &- start
    // Words are read whole, so the last numbers of a text are left to the loop.
    guard count >= 1, count <= 16, start &+ 16 <= text.count else {
      guard let decimal = Self.digitByDigit(text, start, end, isNegative: isNegative)
      else { return nil }
      self = decimal
      return
    }
    guard let first = DigitWord(text, at: start, count: min(count, 8)) else { return nil }
    if count <= 8 {
      guard first.digitCount > 0 else { return nil }
      self.init(
        isNegative: isNegative, mantissa: first.value, scale: first.fractionDigitCount ?? 0)
      return
    }
    guard let second = DigitWord(text, at: start &+ 8, count: count &- 8) else { return nil }
    let mantissa = first.value &* PowersOfTen.integers[second.digitCount] &+ second.value
    var scale = second.fractionDigitCount ?? 0
    if let fractionDigitCount = first.fractionDigitCount {
      guard second.fractionDigitCount == nil else { return nil }
      scale = fractionDigitCount &+ second.digitCount
    }
    self.init(isNegative: isNegative, mantissa: mantissa, scale: scale)
  }

  /// The same for the text after a sign, of any length, in plain code.
  @inline(never)
  private static func digitByDigit(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, isNegative: Bool
  ) -> ShortDecimal? {
    guard end - start <= 19 else { return nil }
    var mantissa: UInt64 = 0
    var digitCount = 0
    var pointPosition = end
    for position in start..<end {
      let digit = text[position] &- UInt8(ascii: "0")
      if digit <= 9 {
        // Nineteen nines are below 2^64.
        mantissa = mantissa * 10 + UInt64(digit)
        digitCount += 1
      } else if text[position] == UInt8(ascii: "."), pointPosition == end {
        pointPosition = position
      } else {
        return nil
      }
    }
    guard digitCount > 0, digitCount <= 18 else { return nil }
    return ShortDecimal(
      isNegative: isNegative, mantissa: mantissa,
      scale: pointPosition == end ? 0 : end - pointPosition - 1)
  }
}
