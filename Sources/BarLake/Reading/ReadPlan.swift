internal import BarLakeCSV

/// Which records of a flat file are checked in full.
enum ScanMode: Sendable {
  case everyRow
  /// Only records that the filter keeps. Of the others only structure and ticker are checked.
  /// `ingestLazy`.
  case matchingRows
}

/// Describes what is read from the flat file of one date, and how its fields are parsed.
struct ReadPlan: Sendable {
  var dataType: MarketDataType
  var date: CalendarDate
  var options: IngestOptions
  var filter: SymbolFilter?
  /// Records which symbols of the filter occur.
  var matches: SymbolMatches?
  var scan: ScanMode
  /// The column that partitions the date's rows. Batches hold it as an additional column. Nil if
  /// the date is not partitioned.
  var key: PartitionKey?
  /// The lake's folder. Paths in errors are relative to it.
  var root: String

  var profile: Profile { options.profile }

  /// The error to report for `error`, which concerns a record.
  func error(_ error: CSVError, _ binding: HeaderBinding) -> IngestError {
    IngestError(
      error, names: binding.names, expectations: FieldExpectations(self, binding))
  }
}

extension IngestOptions {
  /// Whether batches mark each row whose volume was rounded. This is needed if the date is
  /// partitioned by `key`, because each of its files counts its own rounded rows.
  package func marksRoundedRows(dividedBy key: PartitionKey?) -> Bool {
    key != nil && profile == .classic && fractionalVolume == .round
  }
}
