import BarLakeBytes
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

private func nanoseconds(ofDay: Int64, julianDay: UInt32) throws -> Int64? {
  var bytes: [UInt8] = []
  bytes.append(littleEndian: ofDay)
  bytes.append(littleEndian: julianDay)
  return try #require(Int96.plain(bytes, in: 0..<12)?.first).nanoseconds
}

@Test func `days are Julian, and 1970 begins with day 2440588`() throws {
  #expect(try nanoseconds(ofDay: 0, julianDay: 2_440_588) == 0)
  #expect(try nanoseconds(ofDay: 86_399_999_999_999, julianDay: 2_440_587) == -1)
  // 2024-01-02T03:04:05.000000006Z.
  #expect(
    try nanoseconds(ofDay: 11_045_000_000_006, julianDay: 2_460_312) == 1_704_164_645_000_000_006)
}

@Test func `the first and the last nanosecond of 64 bits are read, and none beyond`() throws {
  #expect(try nanoseconds(ofDay: 763_145_224_192, julianDay: 2_333_836) == .min)
  #expect(try nanoseconds(ofDay: 763_145_224_191, julianDay: 2_333_836) == nil)
  #expect(try nanoseconds(ofDay: 85_636_854_775_807, julianDay: 2_547_339) == .max)
  #expect(try nanoseconds(ofDay: 85_636_854_775_808, julianDay: 2_547_339) == nil)
  for julianDay in [0, 5_373_484, UInt32.max] {
    for nanosecondsOfDay in [Int64.min, 0, .max] {
      #expect(try nanoseconds(ofDay: nanosecondsOfDay, julianDay: julianDay) == nil)
    }
  }
}

@Test func `a timestamp that 64 bits of nanoseconds do not hold is not supported`() throws {
  var file = SmallFile(.int96)
  file.append(count: 1, .plain, values: [UInt8](repeating: 0, count: 12))
  let parquet = try ParquetFile(bytes: file.finish(rowCount: 1))
  let unsupported = ParquetReadingError(
    .unsupported("a timestamp of INT96 outside of 64 bits of nanoseconds"), offset: 4)
  #expect(throws: unsupported) { try parquet.readRowGroup(0) }
}
