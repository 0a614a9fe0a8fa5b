internal import Bytes
internal import Columnar
internal import Spill

/// What the files of one date are like, and where they lie.
struct WritePlan: Sendable {
  var options: IngestOptions
  /// The columns of the files, the first of which are ``columns`` and the others extra ones.
  var schema: Schema
  var columns: [LakeColumn]
  /// The files' key-value metadata, in order.
  var metadata: [(key: String, value: String)]
  /// The date, and where things lie in the lake, to whose directory the paths in errors are
  /// relative.
  var layout: LakeLayout
  /// The date's own directory for files under construction, as the system understands it.
  var stagingDirectory: String
  /// Bytes of rows that may be held back in memory while they wait for others of their partition.
  var heldRowByteLimit: Int

  var dataType: MarketDataType { layout.dataType }

  /// What batches look like where the date is divided.
  var spillShape: SpillShape {
    SpillShape(
      columnCount: schema.fields.count,
      shownKeyColumn: layout.key.flatMap { columns.firstIndex(of: $0.column) },
      hasFlags: options.marksRoundedRows(dividedBy: layout.key))
  }

  /// The error of a call of the system.
  func error(_ error: SystemError) -> IngestError {
    .io(error, root: layout.root, date: layout.date)
  }
}
