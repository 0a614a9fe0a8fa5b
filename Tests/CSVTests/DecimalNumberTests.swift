import BarLakeCSV
import Testing

@Suite struct DecimalNumberTests {
  @Test func `a number that is known as integers is rounded once to each width`() {
    for (mantissa, scale, double, float): (UInt64, Int, Double, Float) in [
      (0, 0, 0, 0), (140_000, 3, 140, 140), (1, 3, 0.001, 0.001), (12_345, 2, 123.45, 123.45),
      // Above 2^53, and above 2^24, where the operands of a division are not exact.
      (999_999_999_999_999_999, 18, 1, 1), (16_777_217, 0, 16_777_217, 16_777_216),
      (16_777_219, 0, 16_777_219, 16_777_220),
      (9_007_199_254_740_993, 0, 9_007_199_254_740_992, 0x1p53),
    ] {
      #expect(DecimalNumber.nearest(mantissa, scale: scale) == double, "\(mantissa), \(scale)")
      #expect(DecimalNumber.nearest(mantissa, scale: scale) == float, "\(mantissa), \(scale)")
    }
  }
}
