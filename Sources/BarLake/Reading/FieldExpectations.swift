package import BarLakeCSV
internal import BarLakeColumnar

/// Describes what each field of a record can hold, for the messages of errors about fields.
///
/// Source: `docs/spec.md`, ERR-7.3.
package struct FieldExpectations: Sendable {
  private enum Kind {
    case bar(BarColumn)
    case extra(ExtraColumnType)
  }

  private let profile: Profile
  private let dataType: MarketDataType
  private let date: CalendarDate
  private var kinds: [Int: Kind] = [:]

  init(_ plan: ReadPlan, _ binding: HeaderBinding) {
    profile = plan.profile
    dataType = plan.dataType
    date = plan.date
    for (column, position) in binding.positions { kinds[position] = .bar(column) }
    for (column, position) in zip(plan.options.extraColumns, binding.extraPositions) {
      if let position { kinds[position] = .extra(column.type) }
    }
  }

  /// Why the field at `position` with the text `token` is wrong, and what it can hold instead.
  package func text(_ reason: FieldReason, position: Int, token: [UInt8]) -> String {
    switch kinds[position] {
    case .bar(let column): text(reason, column, token)
    case .extra(let type): Self.text(of: type, profile)
    case nil: preconditionFailure("field \(position) belongs to no column")
    }
  }

  // MARK: Columns of bars

  private func text(_ reason: FieldReason, _ column: BarColumn, _ token: [UInt8]) -> String {
    switch reason {
    case .nullKey:
      return column == .ticker
        ? "the ticker is missing, and every bar has one"
        : "the instant is missing, and every bar has one: \(Self.instant)"
    case .dateMismatch:
      return
        "the instant is not of \(date), which begins at 00:00 UTC and ends at 05:00 UTC of the "
        + "next day; without strict_dates such bars are kept and counted"
    case .doubtful(let why):
      return "\(why); without strict_bars it is stored"
    case .unnamable:
      return
        "this value cannot name a folder: it is longer than 255 bytes when encoded, or readers "
        + "take it for null; partitioning: date stores it"
    case .fraction:
      guard column == .volume else { return "\(column.rawValue) is an integer, such as 299" }
      return
        "the column holds integers, and this number has a fraction; volumes may have a fraction in "
        + "the profile portable, or with fractional_volume: round"
    case .badTimestamp:
      return column == .windowStart ? noInstant(token) : "this is not a \(Self.day)"
    case .outOfRange: return outOfRange(column)
    case .badNumber: return badNumber(column)
    }
  }

  private func noInstant(_ token: [UInt8]) -> String {
    let parser = TimestampParser(
      unit: .nanosecond, emptyRule: .null, misfit: .badTimestamp, path: .plain)
    if case .value = parser.parse(token.span, 0, token.count), profile == .portable {
      return
        "the instant is not a whole microsecond, the unit of the profile portable; classic "
        + "stores nanoseconds"
    }
    return "this is not an instant: \(Self.instant)"
  }

  private func badNumber(_ column: BarColumn) -> String {
    switch column {
    case .contractType: "this is not a type of contract: call, put, C or P, case-sensitive"
    case .transactions: "this is not an integer: digits, such as 299; \(Self.missing)"
    default: "this is not a number: digits with a point, such as 139.05; \(Self.missing)"
    }
  }

  private func outOfRange(_ column: BarColumn) -> String {
    switch column {
    case .volume where profile == .portable:
      "the volume is below 0, or larger than 64-bit floating point holds"
    case .volume where dataType == .stocksDaily:
      "the volume is not from 0 to \(UInt64.max), the range of the profile classic"
    case .volume:
      "the volume is not from 0 to \(UInt32.max), the range of the profile classic; portable "
        + "holds more"
    case .transactions where profile == .portable:
      "the number of transactions is not from 0 to \(Int32.max)"
    case .transactions: "the number of transactions is not from 0 to \(UInt32.max)"
    case _ where profile == .classic:
      "the number is larger than 32-bit floating point holds (3.4e38), the type of prices in the "
        + "profile classic; portable holds up to 1.8e308"
    default: "the number is larger than 64-bit floating point holds (1.8e308)"
    }
  }

  private static let instant =
    "an integer of nanoseconds since 1970-01-01 UTC, such as 1704171600000000000, or ISO 8601, "
    + "such as 2024-01-02T14:30:00Z, of the years 1677 to 2262"
  private static let day = "day: YYYY-MM-DD, such as 2024-07-19"
  private static let missing = "NA, NULL, NaN or nothing if it is missing"

  // MARK: Extra columns

  private static func text(of type: ExtraColumnType, _ profile: Profile) -> String {
    "this does not fit the type \(type.rawValue) that extra_columns gives the column: "
      + example(of: type, profile)
  }

  private static func example(of type: ExtraColumnType, _ profile: Profile) -> String {
    switch type {
    case .bool: "true, false, 1 or 0"
    case .int64: "an integer of 64 bits, such as 100"
    case .double: "a number of 64-bit floating point, such as 139.05"
    case .date: "a \(day)"
    case .timestamp:
      profile == .portable ? "\(instant), in whole microseconds" : instant
    case .string: "any text"
    }
  }
}
