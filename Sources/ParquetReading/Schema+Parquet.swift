package import BarLakeColumnar

extension Schema {
  /// The columns as far as Parquet stores their types: dictionaries are strings, zones are UTC.
  package var inParquet: Schema {
    Schema(
      fields.map { field in
        let type: DataType =
          switch field.type {
          case .dictionary: .string
          case .timestamp(let unit, zone: _?): .timestamp(unit, zone: "UTC")
          default: field.type
          }
        return Field(field.name, type, isNullable: field.isNullable)
      })
  }
}
