internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeSpill

/// What the files of one date are like, and where they lie.
package struct WritePlan: Sendable {
  var options: IngestOptions
  /// The columns of the files.
  var schema: Schema
  /// The files' key-value metadata, in order.
  var metadata: [(key: String, value: String)]
  /// The date, and the paths of the lake. Paths in errors are relative to the lake's folder.
  var layout: LakeLayout
  /// The staging folder of the date, as an absolute path or relative to the working directory.
  var stagingDirectory: String
  /// Bytes of rows that may be held in memory while they wait for the end of the input.
  var heldRowByteLimit: Int

  var dataType: MarketDataType { layout.dataType }

  /// The shape of batches if the date is partitioned.
  var spillShape: SpillShape {
    let own = MarketSchema.storedColumns(for: dataType, options: options)
    return SpillShape(
      columnCount: schema.fields.count,
      shownKeyColumn: layout.key.flatMap { own.firstIndex(of: $0.column) },
      hasFlags: options.marksRoundedRows(dividedBy: layout.key))
  }

  /// The `IngestError` of a failed system call.
  func error(_ error: SystemError) -> IngestError {
    .io(error, root: layout.root)
  }
}
