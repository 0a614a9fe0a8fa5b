import BarLakeBytes
import BarLakeParquetReading
import Testing

private func nanoseconds(ofDay: Int64, julianDay: UInt32) -> Int128 {
  // In the middle of other bytes.
  var bytes: [UInt8] = [1, 2, 3]
  bytes.append(littleEndian: ofDay)
  bytes.append(littleEndian: julianDay)
  return Int96.nanoseconds(bytes[3...])
}

@Test func `days are Julian, and 1970 begins with day 2440588`() {
  #expect(nanoseconds(ofDay: 0, julianDay: 2_440_588) == 0)
  #expect(nanoseconds(ofDay: 86_399_999_999_999, julianDay: 2_440_587) == -1)
  // 2024-01-02T03:04:05.000000006Z.
  #expect(
    nanoseconds(ofDay: 11_045_000_000_006, julianDay: 2_460_312) == 1_704_164_645_000_000_006)
}

@Test func `64 bits of nanoseconds are no limit`() {
  #expect(nanoseconds(ofDay: 763_145_224_192, julianDay: 2_333_836) == Int128(Int64.min))
  #expect(nanoseconds(ofDay: 763_145_224_191, julianDay: 2_333_836) == Int128(Int64.min) - 1)
  #expect(nanoseconds(ofDay: 85_636_854_775_807, julianDay: 2_547_339) == Int128(Int64.max))
  #expect(nanoseconds(ofDay: 85_636_854_775_808, julianDay: 2_547_339) == Int128(Int64.max) + 1)
  // The first and the last day, with the least and the greatest time.
  let day: Int128 = 86_400_000_000_000
  #expect(nanoseconds(ofDay: .min, julianDay: 0) == -2_440_588 * day + Int128(Int64.min))
  #expect(nanoseconds(ofDay: .max, julianDay: .max) == 4_292_526_707 * day + Int128(Int64.max))
}
