internal import BarLakeBytes

/// One to eight characters of a number, all of them read by a few operations on one word.
///
/// The word holds the characters so that the last is in the highest byte; below the first one stand
/// zeros, as leading zeros would. A point is taken out by moving the bytes below it up by one.
package struct DigitWord {
  /// The digits as a number, without the point.
  package var value: UInt64
  package var digitCount: Int
  /// Digits after the point; nil without a point.
  package var fractionDigitCount: Int?

  /// Reads digits with at most one point among them; nil if there is anything else.
  ///
  /// `count` is 1 to 8, and the text goes on for at least eight bytes from `start` on, whatever
  /// they are.
  @inline(__always)
  package init?(_ text: Span<UInt8>, at start: Int, count: Int) {
    var word = Self.aligned(text, at: start, count: count)
    digitCount = count
    fractionDigitCount = nil
    let difference = word ^ Self.repeated(UInt8(ascii: "."))
    // The lowest marked byte is the first point; bytes above it may be marked without being one.
    let points = (difference &- Self.repeated(1)) & ~difference & Self.repeated(0x80)
    if points != 0 {
      let place = UInt64(truncatingIfNeeded: points.trailingZeroBitCount &- 7)
      let below = (1 &<< place) &- 1
      word = word & ~(below &<< 8 | 0xFF) | (word & below) &<< 8 | UInt64(UInt8(ascii: "0"))
      digitCount = count &- 1
      fractionDigitCount = 7 &- Int(truncatingIfNeeded: place &>> 3)
    }
    guard let value = Self.value(word) else { return nil }
    self.value = value
  }

  /// The number that `count` digits are, 1 to 8; nil if there is anything else. The text goes on
  /// for at least eight bytes from `start` on.
  @inline(__always)
  package static func digits(_ text: Span<UInt8>, at start: Int, count: Int) -> UInt64? {
    value(aligned(text, at: start, count: count))
  }

  @inline(__always)
  private static func aligned(_ text: Span<UInt8>, at start: Int, count: Int) -> UInt64 {
    let bitCount = UInt64(truncatingIfNeeded: count &* 8)
    // Two shifts, since one by 64 bits would be one by none.
    let zeros = (repeated(UInt8(ascii: "0")) &>> 8) &>> (bitCount &- 8)
    return text.littleEndianWord(at: start) &<< (64 &- bitCount) | zeros
  }

  /// The number that eight digits are, the first in the lowest byte; nil if one is no digit.
  @inline(__always)
  private static func value(_ word: UInt64) -> UInt64? {
    // The upper half of a digit's byte is 3, and still is with 6 more in the byte.
    let upperHalves = repeated(0xF0)
    let (own, raised) = (word & upperHalves, (word &+ repeated(6)) & upperHalves)
    guard own | raised &>> 4 == repeated(0x33) else { return nil }
    // Pairs of digits, then pairs of those, then the two halves.
    let digits = word &- repeated(UInt8(ascii: "0"))
    let pairs = digits &* 10 &+ digits &>> 8
    let everyOther: UInt64 = 0x0000_00FF_0000_00FF
    let first = (pairs & everyOther) &* (100 &+ 1_000_000 &<< 32)
    let second = (pairs &>> 16 & everyOther) &* (1 &+ 10_000 &<< 32)
    return (first &+ second) &>> 32
  }

  @inline(__always)
  private static func repeated(_ byte: UInt8) -> UInt64 {
    UInt64(byte) &* 0x0101_0101_0101_0101
  }
}
