internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeSpill

/// What the files of one date are like, and where they lie.
struct WritePlan: Sendable {
  var options: IngestOptions
  /// The columns of the files.
  var schema: Schema
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
    let own = MarketSchema.storedColumns(for: dataType, options: options)
    return SpillShape(
      columnCount: schema.fields.count,
      shownKeyColumn: layout.key.flatMap { own.firstIndex(of: $0.column) },
      hasFlags: options.marksRoundedRows(dividedBy: layout.key))
  }

  /// The error of a call of the system.
  func error(_ error: SystemError) -> IngestError {
    .io(error, root: layout.root)
  }
}
