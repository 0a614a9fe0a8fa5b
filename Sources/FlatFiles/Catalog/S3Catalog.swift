public import BarLake
internal import BarLakeBytes
internal import LakeInspection

/// The keys of the vendor's flat files, by data type and day. It opens no connection: which files
/// are there, the bucket's listing says.
///
/// Published as `S3Catalog(bucket='flatfiles')`. Source: `docs/flat-files.md`, FLAT-5 and FLAT-6.
public struct S3Catalog: Hashable, Sendable {
  /// The name of the bucket.
  public let bucket: String

  /// Makes the catalog of a bucket.
  public init(bucket: String = "flatfiles") {
    self.bucket = bucket
  }

  // MARK: Keys

  /// The key of a day's file of daily stock bars. Published as `get_stocks_daily_key(date)`.
  ///
  /// - Parameter date: `YYYY-MM-DD`.
  /// - Throws: `invalid_date` if `date` is not a real day of that form.
  public func stocksDailyKey(date: String) throws(IngestError) -> String {
    try key(.stocksDaily, date)
  }

  /// The key of a day's file of stock bars by the minute. Published as
  /// `get_stocks_minute_key(date)`.
  ///
  /// - Parameter date: `YYYY-MM-DD`.
  /// - Throws: `invalid_date` if `date` is not a real day of that form.
  public func stocksMinuteKey(date: String) throws(IngestError) -> String {
    try key(.stocksMinute, date)
  }

  /// The key of a day's file of daily option bars. Published as `get_options_daily_key(date)`.
  ///
  /// - Parameter date: `YYYY-MM-DD`.
  /// - Throws: `invalid_date` if `date` is not a real day of that form.
  public func optionsDailyKey(date: String) throws(IngestError) -> String {
    try key(.optionsDaily, date)
  }

  /// The key of a day's file of option bars by the minute. Published as
  /// `get_options_minute_key(date)`.
  ///
  /// - Parameter date: `YYYY-MM-DD`.
  /// - Throws: `invalid_date` if `date` is not a real day of that form.
  public func optionsMinuteKey(date: String) throws(IngestError) -> String {
    try key(.optionsMinute, date)
  }

  private func key(_ dataType: MarketDataType, _ date: String) throws(IngestError) -> String {
    KeyMetadata(dataType: dataType, date: try CalendarDate(date)).key
  }

  /// The keys of the trading days of a range, in order. Published as `get_date_range_keys`.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of `MarketDataType`.
  ///   - first: the first day, `YYYY-MM-DD`.
  ///   - last: the last day, included; none are returned if it is before the first.
  /// - Throws: `unknown_data_type`, `invalid_date`.
  public func dateRangeKeys(
    dataType: String, from first: String, to last: String
  ) throws(IngestError) -> [String] {
    let type = try MarketDataType(name: dataType)
    return try Self.tradingDays(first, last).map { KeyMetadata(dataType: type, date: $0).key }
  }

  /// What a key says of its file. Published as `parse_key_metadata(key)`.
  ///
  /// - Throws: `invalid_argument` if the key is not exactly that of a flat file of one of the four
  ///   data types; the message says why another file of the vendor's is not supported.
  public func parseKeyMetadata(_ key: String) throws(IngestError) -> KeyMetadata {
    switch FlatFileKey(key) {
    case .bars(let metadata): return metadata
    case .unsupported(let other):
      throw .invalidArgument(
        "the key", key,
        "of bars of stocks or options; \(other.subject) are not supported, because "
          + "\(other.reason);")
    case nil:
      throw .invalidArgument(
        "the key", key, "of the form us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz")
    }
  }

  /// What a key names; nil if it is not a key of the vendor's bucket.
  public func kind(of key: String) -> FlatFileKey? { FlatFileKey(key) }

  /// Whether a key is exactly that of a flat file that an ingestor reads. Published as
  /// `validate_key(key)`.
  public func validateKey(_ key: String) -> Bool {
    if case .bars? = FlatFileKey(key) { true } else { false }
  }

  /// Counts what keys name. Published as `get_summary(keys)`.
  public func summary(_ keys: [String]) -> KeySummary { KeySummary(keys) }

  // MARK: Days

  /// The trading days of a range, as `YYYY-MM-DD`, in order; none before 2003, where the calendar
  /// begins. Published as `get_business_days(start_date, end_date)`.
  ///
  /// - Throws: `invalid_date`.
  public static func businessDays(
    from first: String, to last: String
  ) throws(IngestError) -> [String] {
    try tradingDays(first, last).map(\.description)
  }

  /// The trading days of a range that a list lacks. Published as `get_missing_dates(existing_dates,
  /// start_date, end_date)`.
  ///
  /// - Parameters:
  ///   - existing: days, `YYYY-MM-DD`, in any order.
  ///   - first: the first day of the range.
  ///   - last: the last day of the range, included.
  /// - Throws: `invalid_date`, for a day of the list too.
  public static func missingDates(
    existing: [String], from first: String, to last: String
  ) throws(IngestError) -> [String] {
    var there: Set<CalendarDate> = []
    for date in existing { there.insert(try CalendarDate(date)) }
    return missing(there, of: try tradingDays(first, last))
  }

  /// The trading days of a range that a lake has not done. A day that is done for some symbols
  /// counts as done.
  ///
  /// - Parameters:
  ///   - lake: the lake's folder. If it is not there, every trading day is missing.
  ///   - dataType: one of the four names of `MarketDataType`.
  ///   - first: the first day, `YYYY-MM-DD`.
  ///   - last: the last day, included.
  /// - Throws: `unknown_data_type`, `invalid_date`, and what `LakeStatus` throws.
  public static func missingDates(
    inLake lake: String, dataType: String, from first: String, to last: String
  ) throws(IngestError) -> [String] {
    let type = try MarketDataType(name: dataType)
    let days = try tradingDays(first, last)
    do throws(SystemError) {
      if try FileSystem.status(lake) == nil { return days.map(\.description) }
    } catch {
      throw .io(error, root: "")
    }
    let status = try LakeStatus(root: lake).dataTypes.first { $0.dataType == type }
    return missing(Set(status?.done ?? []), of: days)
  }

  private static func missing(
    _ there: Set<CalendarDate>, of days: [CalendarDate]
  ) -> [String] {
    days.filter { !there.contains($0) }.map(\.description)
  }

  private static func tradingDays(
    _ first: String, _ last: String
  ) throws(IngestError) -> [CalendarDate] {
    let first = try CalendarDate(first)
    return TradingCalendar.tradingDays(from: first, through: try CalendarDate(last))
  }
}
