internal import BarLakeCSV

/// Which records of a flat file are checked in full.
enum ScanMode: Sendable {
  case everyRow
  /// Those that the filter keeps; of the others the structure and the ticker. `ingestLazy`.
  case matchingRows
}

/// What is read of one date's flat file, and how its fields are taken.
struct ReadPlan: Sendable {
  var dataType: MarketDataType
  var date: CalendarDate
  var options: IngestOptions
  var filter: SymbolFilter?
  /// Where it is noted which names of the filter rows match.
  var matches: SymbolMatches?
  var scan: ScanMode
  /// What the date's rows are divided by, which batches show in a column of its own; nil where they
  /// are not divided.
  var key: PartitionKey?
  /// The lake's directory, to which the paths in errors are relative.
  var root: String

  var profile: Profile { options.profile }

  /// The error of a record in its words.
  func error(_ error: CSVError, _ binding: HeaderBinding) -> IngestError {
    IngestError(
      error, names: binding.names, expectations: FieldExpectations(self, binding))
  }
}

extension IngestOptions {
  /// Whether batches tell of each row whether its volume was rounded: where the files of a date,
  /// which is divided by `key`, each count their own.
  func marksRoundedRows(dividedBy key: PartitionKey?) -> Bool {
    key != nil && profile == .classic && fractionalVolume == .round
  }
}
