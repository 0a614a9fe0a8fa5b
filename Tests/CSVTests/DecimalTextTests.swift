import BarLakeCSV
import Testing

@Suite struct DecimalTextTests {
  private func decimal(_ text: String) -> DecimalText? {
    let bytes = Array("9\(text)9".utf8)
    return DecimalText(bytes.span, 1, bytes.count - 1)
  }

  @Test func `a number keeps its significant digits and their power of ten`() throws {
    for (text, isNegative, digits, exponent): (String, Bool, [UInt8], Int) in [
      ("120", false, [1, 2], 1), ("-0.05", true, [5], -2), ("+1.50", false, [1, 5], -1),
      ("0012.3400", false, [1, 2, 3, 4], -2), ("7e3", false, [7], 3), (".5E-1", false, [5], -2),
      ("1000.001", false, [1, 0, 0, 0, 0, 0, 1], -3), ("5.", false, [5], 0),
    ] {
      let found = try #require(decimal(text), "\(text)")
      #expect(found.isNegative == isNegative, "\(text)")
      #expect(found.digits == digits, "\(text)")
      #expect(found.exponent == exponent, "\(text)")
      #expect(found.lastDigitExponent == exponent, "\(text)")
      #expect(found.magnitude == digits.count + exponent, "\(text)")
    }
  }

  @Test func `zero has no digits, whatever its exponent`() throws {
    for text in ["0", "-0", "000.000", "0e999999999999999999", ".0"] {
      let found = try #require(decimal(text), "\(text)")
      #expect(found.digits == [] && found.exponent == 0 && !found.isFraction, "\(text)")
      #expect(found.isNegative == (text == "-0"))
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "e1", "1e", "1e+", "1e1.0", "1 ", " 1", "1.2.3", "--1", "0x1", "1,0", "a",
  ])
  func `what is no number is none`(_ text: String) {
    #expect(decimal(text) == nil)
  }

  @Test func `digits beyond the limit are one digit 1, if one of them is not 0`() throws {
    let limit = DecimalText.digitLimit
    let ones = String(repeating: "1", count: limit)
    let exact = try #require(decimal(ones + "000"))
    #expect(exact.digits.count == limit && exact.exponent == 3)
    let cut = try #require(decimal(ones + "002"))
    #expect(cut.digits == [UInt8](repeating: 1, count: limit + 1) && cut.exponent == 2)
    // The number of its digits does not change how great a number is.
    #expect(exact.magnitude == limit + 3 && cut.magnitude == limit + 3)
    #expect(cut.lastDigitExponent == 0)
  }

  @Test func `a magnitude is rounded half to even, up to 64 bits`() throws {
    for (text, expected): (String, UInt64?) in [
      ("0", 0), ("2.5", 2), ("3.5", 4), ("2.51", 3), ("0.5", 0), ("0.6", 1), ("0.05", 0),
      ("99.5", 100), ("-7", 7), ("1e19", 10_000_000_000_000_000_000),
      ("18446744073709551615", .max), ("18446744073709551615.4", .max),
      ("18446744073709551615.5", nil), ("18446744073709551616", nil), ("1e21", nil),
    ] {
      #expect(try #require(decimal(text)).roundedMagnitude == expected, "\(text)")
    }
    #expect(try #require(decimal("1.0")).isFraction == false)
    #expect(try #require(decimal("10e-1")).isFraction == false)
    #expect(try #require(decimal("1e-1")).isFraction)
  }
}
