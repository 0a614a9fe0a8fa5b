/// From a decimal number to the nearest binary one, ties to even, in one rounding.
///
/// Source: IEEE 754-2019, section 5.12.2, "External decimal character sequences".
enum DecimalRounding {
  /// The value of a short number.
  @inline(__always)
  static func value(_ decimal: ShortDecimal, as type: Double.Type) -> Double {
    guard decimal.mantissa <= 1 << 53 else { return quotient(decimal) }
    // Both operands are exact, so the division rounds once, and correctly (Clinger's fast path).
    let magnitude = Double(decimal.mantissa) / PowersOfTen.doubles[decimal.scale]
    return decimal.isNegative ? -magnitude : magnitude
  }

  /// The value of a short number, rounded once.
  @inline(__always)
  static func value(_ decimal: ShortDecimal, as type: Float.Type) -> Float {
    guard decimal.mantissa <= 1 << 53 else { return quotient(decimal) }
    // A product is ready long before a quotient, and at most two units in its last place off: one
    // for each of the two roundings. Halfway points between two binary32 are numbers of binary64,
    // of whose last 29 bits only the first is set. So farther than that from all of them, the
    // product is on the same side as the number itself, and rounds to the same binary32.
    let product = Double(decimal.mantissa) * PowersOfTen.inverses[decimal.scale]
    let nearHalf = product.bitPattern & 0x1FFF_FFFF
    guard !(0x0FFF_FFFC...0x1000_0004).contains(nearHalf) else { return quotient(decimal) }
    return Float(decimal.isNegative ? -product : product)
  }

  /// The value of a short number by one exact division of integers.
  @inline(never)
  static func quotient<Value: BinaryFloatingPoint>(_ decimal: ShortDecimal) -> Value {
    guard decimal.mantissa != 0 else { return decimal.isNegative ? -0.0 : 0.0 }
    let divisor = PowersOfTen.integers[decimal.scale]
    let dividendShift = decimal.mantissa.leadingZeroBitCount
    let divisorShift = divisor.leadingZeroBitCount
    let dividend = decimal.mantissa << UInt64(dividendShift)
    // With the top bit of the divisor set and that of the dividend clear, the 128-bit division
    // cannot overflow and gives at least 63 bits: more than any of our formats keeps.
    let (quotient, remainder) = (divisor << UInt64(divisorShift)).dividingFullWidth(
      (dividend >> 1, dividend << 63))
    return rounded(
      quotient, hasRest: remainder != 0, exponent: divisorShift - dividendShift - 63,
      isNegative: decimal.isNegative)
  }

  /// The value of any number, by integers as long as it takes; infinite where it is too great.
  static func value<Value: BinaryFloatingPoint>(_ decimal: DecimalText) -> Value {
    guard !decimal.digits.isEmpty, decimal.magnitude > -400 else {
      return decimal.isNegative ? -0.0 : 0.0
    }
    guard decimal.magnitude < 400 else { return decimal.isNegative ? -.infinity : .infinity }
    var dividend = BigInteger(decimalDigits: decimal.digits)
    var divisor = BigInteger(1)
    if decimal.exponent >= 0 {
      dividend.multiply(byPowerOfTen: decimal.exponent)
    } else {
      divisor.multiply(byPowerOfTen: -decimal.exponent)
    }
    // Shift so that the quotient has 64 or 65 bits, then take its bits one by one; a 65th only
    // counts as a rest.
    let shift = 64 - (dividend.bitWidth - divisor.bitWidth)
    if shift >= 0 { dividend.shiftLeft(shift) } else { divisor.shiftLeft(-shift) }
    var quotient: UInt64 = 0
    var hasRest = false
    var droppedBitCount = 0
    divisor.shiftLeft(64)
    for _ in 0...64 {
      let bit: UInt64 = dividend.subtract(divisor) ? 1 : 0
      divisor.shiftRightOne()
      if quotient >> 63 == 1 {
        hasRest = bit == 1
        droppedBitCount = 1
      } else {
        quotient = quotient << 1 | bit
      }
    }
    return rounded(
      quotient, hasRest: hasRest || !dividend.isZero, exponent: droppedBitCount - shift,
      isNegative: decimal.isNegative)
  }

  /// `bits × 2^exponent`, and a little more if `hasRest`, rounded to `Value`. `bits` is at least
  /// 2^62, so that what is left of it after rounding to a normal value is known exactly.
  private static func rounded<Value: BinaryFloatingPoint>(
    _ bits: UInt64, hasRest: Bool, exponent: Int, isNegative: Bool
  ) -> Value {
    let topExponent = 63 - bits.leadingZeroBitCount + exponent
    let leastExponent = Value.leastNormalMagnitude.exponent
    let precision = Value.significandBitCount + 1
    // A subnormal value keeps fewer bits, down to none.
    let kept = min(precision, precision - (Int(leastExponent) - topExponent))
    let width = 64 - bits.leadingZeroBitCount
    guard kept >= 0 else { return isNegative ? -0.0 : 0.0 }
    let dropped = width - kept
    let (significand, half): (UInt64, UInt64) =
      dropped >= 64 ? (0, 1 << 63) : (bits >> UInt64(dropped), 1 << UInt64(dropped - 1))
    let rest = dropped >= 64 ? bits : bits & ((1 << UInt64(dropped)) - 1)
    let isUp = rest > half || (rest == half && (hasRest || significand & 1 == 1))
    let rounded = significand + (isUp ? 1 : 0)
    let lastExponent = exponent + dropped
    guard lastExponent <= Int(Value.greatestFiniteMagnitude.exponent) else {
      return isNegative ? -.infinity : .infinity
    }
    // Exact: the significand fits, and scaling by a power of two within range rounds nothing.
    let magnitude = scaled(Value(rounded), by: lastExponent)
    return isNegative ? -magnitude : magnitude
  }

  /// `value × 2^exponent`, in two steps where one power of two alone would be out of range.
  private static func scaled<Value: BinaryFloatingPoint>(_ value: Value, by exponent: Int) -> Value
  {
    let least = Int(Value.leastNormalMagnitude.exponent)
    if exponent >= least {
      return value * Value(sign: .plus, exponent: Value.Exponent(exponent), significand: 1)
    }
    return value * Value(sign: .plus, exponent: Value.Exponent(least), significand: 1)
      * Value(sign: .plus, exponent: Value.Exponent(exponent - least), significand: 1)
  }
}
