internal import BarLakeParquetFormat

extension SchemaElement {
  /// The logical type, or else the one that the converted type corresponds to.
  ///
  /// Source: parquet-format `LogicalTypes.md`, the sections "Compatibility".
  var meaning: LogicalType? {
    if let logicalType { return logicalType }
    if convertedType == .decimal {
      return .decimal(scale: scale ?? 0, precision: precision ?? 0)
    }
    return convertedType.flatMap(LogicalType.init)
  }

  /// Whether there is a converted type that corresponds to no logical type, such as INTERVAL.
  var hasUnknownMeaning: Bool { meaning == nil && convertedType != nil }
}
