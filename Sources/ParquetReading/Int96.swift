internal import BarLakeBytes

/// A value of INT96: a timestamp, as the nanoseconds of a day (eight bytes, the lowest first) and
/// the number of the Julian day (four bytes).
///
/// Source: `parquet.thrift`, `Type`, which only says that the type is deprecated. The layout is
/// that of Impala, which other writers follow.
package struct Int96: Sendable {
  package static let byteCount = 12
  private static let nanosecondsPerDay: Int64 = 86_400_000_000_000
  /// The number of the Julian day that begins at noon of 1970-01-01.
  private static let epochDay: Int64 = 2_440_588

  private var nanosecondsOfDay: Int64
  private var julianDay: UInt32

  private init(nanosecondsOfDay: Int64, julianDay: UInt32) {
    self.nanosecondsOfDay = nanosecondsOfDay
    self.julianDay = julianDay
  }

  /// The nanoseconds since 1970-01-01 00:00; nil if 64 bits do not hold them.
  package var nanoseconds: Int64? {
    var days = Int64(julianDay) - Self.epochDay
    var rest = nanosecondsOfDay
    if days < 0 {
      // The day after it, from which the time is counted back: the start of the first day that 64
      // bits reach is before their smallest number.
      days += 1
      let (back, overflow) = rest.subtractingReportingOverflow(Self.nanosecondsPerDay)
      if overflow { return nil }
      rest = back
    }
    let (start, isFar) = days.multipliedReportingOverflow(by: Self.nanosecondsPerDay)
    let (sum, overflow) = start.addingReportingOverflow(rest)
    return isFar || overflow ? nil : sum
  }
}

extension Int96: PlainValue {
  package static let zero = Int96(nanosecondsOfDay: 0, julianDay: 0)

  package static func plain(_ bytes: [UInt8], in range: Range<Int>) -> [Int96]? {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count, range.count % byteCount == 0
    else { return nil }
    let span = bytes.span
    return stride(from: range.lowerBound, to: range.upperBound, by: byteCount).map {
      Int96(
        nanosecondsOfDay: Int64(bitPattern: span.littleEndianWord(at: $0)),
        julianDay: span.littleEndianHalfWord(at: $0 + 8))
    }
  }
}
