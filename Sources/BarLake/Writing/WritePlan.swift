internal import BarLakeBytes
package import BarLakeColumnar
internal import BarLakeSpill

/// What the files of one date are like, and where they lie.
package struct WritePlan: Sendable {
  package var options: IngestOptions
  /// The columns of the files.
  package var schema: Schema
  /// The files' key-value metadata, in order.
  package var metadata: [(key: String, value: String)]
  /// The date, and the paths of the lake. Paths in errors are relative to the lake's folder.
  package var layout: LakeLayout
  /// The staging folder of the date, as an absolute path or relative to the working directory.
  var stagingDirectory: String
  /// Bytes of rows that may be held in memory while they wait for the end of the input.
  var heldRowByteLimit: Int

  /// The plan of a date of a lake, in a state that was found under the date's lock.
  package init(
    of found: FoundDate, filter: SymbolFilter?, in stagingDirectory: String, heldRowByteLimit: Int
  ) {
    layout = found.layout
    options = found.options
    schema = MarketSchema.storedSchema(for: layout.dataType, options: options)
    metadata = [
      (MetadataKey.dataType, layout.dataType.rawValue),
      (MetadataKey.date, layout.date.description),
      (MetadataKey.profile, options.profile.rawValue),
      (MetadataKey.partitioning, options.partitioning.rawValue),
      (MetadataKey.filter, SymbolFilter.name(filter)),
      (MetadataKey.specVersion, BarLakeVersion.specification),
    ]
    self.stagingDirectory = stagingDirectory
    self.heldRowByteLimit = heldRowByteLimit
  }

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
