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
    var position = start
    isNegative = false
    guard position < end, end - position <= 19 else { return nil }
    if text[position] == UInt8(ascii: "-") {
      isNegative = true
      position += 1
    }
    var mantissa: UInt64 = 0
    var digitCount = 0
    var pointPosition = end
    while position < end {
      let digit = text[position] &- UInt8(ascii: "0")
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digitCount &+= 1
      } else if digit == UInt8(ascii: ".") &- UInt8(ascii: "0"), pointPosition == end {
        pointPosition = position
      } else {
        return nil
      }
      position &+= 1
    }
    guard digitCount > 0, digitCount <= 18 else { return nil }
    self.mantissa = mantissa
    scale = pointPosition == end ? 0 : end - pointPosition - 1
  }
}
