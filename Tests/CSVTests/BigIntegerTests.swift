import BarLakeCSV
import Testing

@Suite struct BigIntegerTests {
  /// 2^bits.
  private func power(_ bits: Int) -> BigInteger {
    var value = BigInteger(1)
    value.shiftLeft(bits)
    return value
  }

  private func decimal(_ text: String) -> BigInteger {
    BigInteger(decimalDigits: text.utf8.map { $0 - UInt8(ascii: "0") })
  }

  @Test func `powers of two are what their digits say`() {
    #expect(power(0) == BigInteger(1))
    #expect(power(63) == BigInteger(1 << 63))
    #expect(power(64) == decimal("18446744073709551616"))
    #expect(power(128) == decimal("340282366920938463463374607431768211456"))
    for bits in [0, 1, 63, 64, 65, 127, 128, 200] { #expect(power(bits).bitWidth == bits + 1) }
    #expect(decimal("000") == BigInteger(0) && BigInteger(0).isZero)
    #expect(BigInteger(0).bitWidth == 0)
  }

  @Test func `products carry over words`() {
    var value = BigInteger(.max)
    value.multiply(by: .max, adding: .max)
    // (2^64 - 1)² + 2^64 - 1 = 2^128 - 2^64.
    #expect(value == decimal("340282366920938463444927863358058659840"))
    for exponent in [0, 1, 18, 19, 20, 40] {
      var value = BigInteger(7)
      value.multiply(byPowerOfTen: exponent)
      #expect(value == decimal("7" + String(repeating: "0", count: exponent)), "\(exponent)")
    }
  }

  @Test func `shifting to the right undoes shifting to the left`() {
    for bits in [1, 63, 64, 65, 130] {
      var value = decimal("123456789012345678901234567890")
      value.shiftLeft(bits)
      for _ in 0..<bits { value.shiftRightOne() }
      #expect(value == decimal("123456789012345678901234567890"), "\(bits)")
    }
    var one = BigInteger(1)
    one.shiftRightOne()
    #expect(one.isZero)
    var zero = BigInteger(0)
    zero.shiftLeft(70)
    #expect(zero.isZero)
  }

  /// The difference; nil where it would be below zero, and then the number has to stay.
  private func difference(_ minuend: BigInteger, _ subtrahend: BigInteger) -> BigInteger? {
    var value = minuend
    let isTaken = value.subtract(subtrahend)
    #expect(isTaken || value == minuend)
    return isTaken ? value : nil
  }

  @Test func `a difference is taken where it is not below zero`() throws {
    let below = decimal("340282366920938463463374607431768211455")
    #expect(difference(power(128), BigInteger(1)) == below)
    #expect(below.bitWidth == 128)
    #expect(difference(below, power(128)) == nil)
    #expect(difference(below, below) == BigInteger(0))
    #expect(difference(BigInteger(0), BigInteger(0)) == BigInteger(0))
    #expect(difference(BigInteger(0), BigInteger(1)) == nil)
    // A borrow goes through a word of zeros.
    #expect(difference(power(192), power(0)) == decimal(Self.ones))
  }

  /// 2^192 - 1.
  private static let ones = "6277101735386680763835789423207666416102355444464034512895"
}
