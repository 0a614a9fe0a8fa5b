internal import Columnar
package import ParquetWriting

extension MarketSchema {
  /// How the texts of each column of ``storedSchema(for:options:)`` are encoded, in every row group of
  /// every file of a lake; for columns of other types it means nothing.
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
