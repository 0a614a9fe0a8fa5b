package import Columnar
package import ParquetWriting

extension MarketSchema {
  /// The columns of a file of the lake: the raw ones without those that a directory names (unless
  /// they are embedded), then the extra ones.
  package static func storedSchema(
    for dataType: MarketDataType, options: IngestOptions
  ) -> Schema {
    let raw = rawSchema(for: dataType, profile: options.profile).fields
    let key = PartitionKey(dataType, options.partitioning)
    let inDirectories = ["year", "month"] + (key.map { [$0.name] } ?? [])
    let kept =
      options.embedPartitionColumns ? raw : raw.filter { !inDirectories.contains($0.name) }
    let extra = options.extraColumns.map { Field($0.name, type(of: $0.type, options.profile)) }
    return Schema(kept + extra)
  }

  /// How the texts of each column of ``storedSchema(for:options:)`` are encoded, in every row group
  /// of every file of a lake; for columns of other types it means nothing.
  ///
  /// Dictionaries are for what repeats in every file that is large. The key of a daily type hardly
  /// does, and extra columns may be anything.
  ///
  /// Source: `docs/spec.md`, PARQ-2.5.
  package static func textEncodings(
    for dataType: MarketDataType, options: IngestOptions
  ) -> [TextEncoding] {
    let fields = storedSchema(for: dataType, options: options).fields
    let ownCount = fields.count - options.extraColumns.count
    return fields.indices.map { index in
      index < ownCount ? textEncoding(of: fields[index].name, dataType) : .plain
    }
  }

  /// How the texts of a column are encoded; a name that is none of the schema's is an extra column.
  package static func textEncoding(
    of name: String, _ dataType: MarketDataType
  ) -> TextEncoding {
    switch name {
    case "underlying", "contract_type": dataType.isOption ? .dictionary : .plain
    case "symbol", "ticker": dataType.isDaily ? .plain : .dictionary
    default: .plain
    }
  }
}
