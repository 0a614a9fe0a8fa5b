package import BarLakeColumnar
package import BarLakeParquetWriting

extension MarketSchema {
  /// The columns of a file of the lake that are not extra ones: all but those that a directory
  /// names, unless they are embedded.
  package static func storedColumns(
    for dataType: MarketDataType, options: IngestOptions
  ) -> [LakeColumn] {
    let all = LakeColumn.all(of: dataType, profile: options.profile)
    if options.embedPartitionColumns { return all }
    let key = PartitionKey(dataType, options.partitioning)
    return all.filter { $0 != .year && $0 != .month && $0 != key?.column }
  }

  /// The columns of a file of the lake: its own, then the extra ones.
  package static func storedSchema(
    for dataType: MarketDataType, options: IngestOptions
  ) -> Schema {
    let own = storedColumns(for: dataType, options: options).map {
      Field($0.name, $0.type(in: dataType, profile: options.profile))
    }
    return Schema(
      own + options.extraColumns.map { Field($0.name, type(of: $0.type, options.profile)) })
  }

  /// How the texts of each column of ``storedSchema(for:options:)`` are encoded. Extra columns may
  /// be anything, and have no dictionary.
  ///
  /// Source: `docs/spec.md`, PARQ-2.5.
  package static func textEncodings(
    for dataType: MarketDataType, options: IngestOptions
  ) -> [TextEncoding] {
    storedColumns(for: dataType, options: options).map { $0.textEncoding(in: dataType) }
      + options.extraColumns.map { _ in .plain }
  }
}
