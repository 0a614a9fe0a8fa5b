internal import BarLakeColumnar

/// A unit in which timestamps are written by mistake instead of nanoseconds.
enum StampUnit: String, CaseIterable, Sendable {
  case seconds
  case milliseconds
  case microseconds

  /// The unit in which all instants between `bounds` would be of the date; nil if there is none.
  ///
  /// `bounds` are instants outside the date, in the unit of the profile's timestamp columns.
  init?(_ bounds: ClosedRange<Int64>, of date: CalendarDate, _ profile: Profile) {
    let instants = DateInstants(date, in: .nanosecond)
    let perStored: Int64 = profile.timestampUnit == .microsecond ? 1_000 : 1
    let found = Self.allCases.first { unit in
      [bounds.lowerBound, bounds.upperBound].allSatisfy { instant in
        let (written, isFar) = instant.multipliedReportingOverflow(by: perStored)
        let (read, isFarther) = written.multipliedReportingOverflow(by: unit.nanoseconds)
        return !isFar && !isFarther && instants.contains(read)
      }
    }
    guard let found else { return nil }
    self = found
  }

  private var nanoseconds: Int64 {
    switch self {
    case .seconds: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1_000
    }
  }
}
