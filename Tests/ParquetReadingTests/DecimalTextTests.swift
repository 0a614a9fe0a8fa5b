import BarLakeParquetReading
import Testing

@Test func `a decimal has all digits of its scale`() {
  let cases: [(Int64, Int, String)] = [
    (0, 0, "0"), (0, 2, "0.00"), (-5, 2, "-0.05"), (12_345, 2, "123.45"), (-1, 0, "-1"),
    (.min, 3, "-9223372036854775.808"), (.max, 18, "9.223372036854775807"),
  ]
  for (unscaled, scale, text) in cases {
    #expect(DecimalText.text(unscaled, scale: scale) == text)
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: unscaled >> Int64(56 - 8 * $0)) }
    #expect(DecimalText.text(bigEndian: bytes[...], scale: scale) == text)
    // The sign may fill any number of bytes.
    let wide = [UInt8](repeating: unscaled < 0 ? 0xFF : 0, count: 24) + bytes
    #expect(DecimalText.text(bigEndian: wide[...], scale: scale) == text)
  }
}

@Test func `the smallest value of 32 bytes is the negative of no other`() {
  let smallest: [UInt8] = [0x80] + [UInt8](repeating: 0, count: 31)
  #expect(
    DecimalText.text(bigEndian: smallest[...], scale: 1)
      == "-5789604461865809771178549250434395392663499233282028201972879200395656481996.8")
  #expect(DecimalText.text(bigEndian: [0xFF], scale: 0) == "-1")
  #expect(DecimalText.text(bigEndian: [], scale: 0) == "0")
}
