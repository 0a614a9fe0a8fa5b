internal import BarLakeBytes

/// A value of INT96: a timestamp, as the nanoseconds of a day (eight bytes, the lowest first) and
/// the number of the Julian day (four bytes). It reaches further than 64 bits of nanoseconds.
///
/// Source: `parquet.thrift`, `Type`, which only says that the type is deprecated. The layout is
/// that of Impala, which other writers follow.
package enum Int96 {
  package static let byteCount = 12
  private static let nanosecondsPerDay: Int128 = 86_400_000_000_000
  /// The number of the Julian day that begins at noon of 1970-01-01.
  private static let epochDay: Int128 = 2_440_588

  /// The nanoseconds since 1970-01-01 00:00 of a value, which is ``byteCount`` bytes.
  package static func nanoseconds(_ bytes: ArraySlice<UInt8>) -> Int128 {
    precondition(bytes.count == byteCount)
    let span = bytes.span
    let nanosecondsOfDay = Int64(bitPattern: span.littleEndianWord(at: 0))
    let julianDay = span.littleEndianHalfWord(at: 8)
    return (Int128(julianDay) - epochDay) * nanosecondsPerDay + Int128(nanosecondsOfDay)
  }
}
