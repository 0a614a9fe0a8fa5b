package import BarLakeColumnar
package import BarLakeParquetWriting

extension MarketSchema {
  /// The columns in a file of the lake, without extra columns. Columns that a folder names are left
  /// out, unless they are embedded.
  package static func storedColumns(
    for dataType: MarketDataType, options: IngestOptions
  ) -> [LakeColumn] {
    let all = LakeColumn.all(of: dataType, profile: options.profile)
    if options.embedPartitionColumns { return all }
    let key = PartitionKey(dataType, options.partitioning)
    return all.filter { $0 != .year && $0 != .month && $0 != key?.column }
  }

  /// The columns in a file of the lake: its own, then the extra columns.
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
  /// hold any texts, so they have no dictionary.
  ///
  /// Source: `docs/spec.md`, PARQ-2.5.
  package static func textEncodings(
    for dataType: MarketDataType, options: IngestOptions
  ) -> [TextEncoding] {
    storedColumns(for: dataType, options: options).map { $0.textEncoding(in: dataType) }
      + options.extraColumns.map { _ in .plain }
  }
}
