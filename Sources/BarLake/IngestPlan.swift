internal import Bytes
internal import Columnar

/// Which records of a flat file are checked in full.
enum ScanMode: Sendable {
  case everyRow
  /// Those that the filter keeps; of the others the structure and the ticker. `ingestLazy`.
  case matchingRows
}

/// All that a strategy has to know to turn one date's input into files.
struct IngestPlan: Sendable {
  var options: IngestOptions
  var filter: SymbolFilter?
  /// Where it is noted which names of the filter rows match.
  var matches: SymbolMatches?
  /// The columns of the file.
  var schema: Schema
  var scan: ScanMode
  var memory: MemoryWatch
  var cancellation: Cancellation?
  var progress: (@Sendable (IngestProgress) -> Void)?
  /// The source's length in bytes, where it is known.
  var knownByteCount: Int?
  /// The file's key-value metadata, in order.
  var metadata: [(key: String, value: String)]
  /// The date, and where things lie in the lake, to whose directory the paths in errors are relative.
  var layout: LakeLayout
  /// The date's own directory for files under construction, as the system understands it.
  var stagingDirectory: String
  /// Bytes of rows that may be held back in memory while they wait for others of their partition.
  var heldRowByteLimit: Int

  var dataType: MarketDataType { layout.dataType }
  var date: CalendarDate { layout.date }
  var profile: Profile { options.profile }
  /// What the date's rows are divided by; nil where the date is one file.
  var key: PartitionKey? { layout.key }
  var root: String { layout.root }

  /// Whether batches tell of each row whether its volume was rounded: where the files of a date
  /// each count their own.
  var marksRoundedRows: Bool {
    key != nil && profile == .classic && options.fractionalVolume == .round
  }

  func report(sourceByteCount: Int, rowCount: Int) {
    progress?(
      IngestProgress(
        sourceByteCount: sourceByteCount, knownByteCount: knownByteCount, rowCount: rowCount))
  }
}
