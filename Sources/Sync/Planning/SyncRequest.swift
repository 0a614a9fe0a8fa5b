package import BarLake
package import FlatFiles
internal import LakeInspection

/// What a call asks for: which dates of which data types, and how they are ingested.
package struct SyncRequest: Sendable {
  package var dataTypes: [MarketDataType]
  /// The days that a source should have: the trading days of the range.
  package let expectedDays: [CalendarDate]
  /// The first and the last day of the range.
  package let first: CalendarDate
  package let last: CalendarDate
  /// What becomes of dates that are done: `skip`, `update` or `overwrite`.
  package var onExisting: ExistingFilePolicy
  package var work: SyncWork

  /// - Parameter today: the day in UTC, before which the last days are.
  package init(
    _ dataTypes: [MarketDataType], days: RequestedDays, today: CalendarDate,
    onExisting: ExistingFilePolicy, work: SyncWork
  ) {
    self.dataTypes = dataTypes
    self.onExisting = onExisting
    self.work = work
    expectedDays = days.days(today: today).filter { TradingCalendar.isTradingDay($0) == true }
    switch days {
    case .one(let day): (first, last) = (day, day)
    case .range(let first, let last): (self.first, self.last) = (first, last)
    case .last:
      (first, last) = (expectedDays.first ?? today, expectedDays.last ?? today)
    }
  }
}

/// How dates are ingested, whoever plans them.
package struct SyncWork: Codable, Equatable, Sendable {
  /// Which ingestor takes the dates.
  package enum Engine: String, CaseIterable, Codable, Sendable {
    case polars, streaming, lazy
  }

  /// The lake's folder.
  package var lake: String
  package var engine: Engine
  /// The options of the ingestor, with the keys of the published configuration; none for what
  /// becomes of dates that are done.
  package var config: [String: ConfigValue]
  /// The symbols to ingest; nil for all.
  package var symbols: [String]?

  package init(
    lake: String, engine: Engine, config: [String: ConfigValue], symbols: [String]?
  ) {
    self.lake = lake
    self.engine = engine
    self.config = config
    self.symbols = symbols
  }
}
