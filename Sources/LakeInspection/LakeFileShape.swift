package import BarLake
package import BarLakeColumnar
internal import BarLakeParquetReading
internal import BarLakeParquetWriting

/// What all files of a data type have in common, as its settings require.
package struct LakeFileShape: Sendable {
  /// The columns, as far as Parquet distinguishes types.
  package let schema: Schema
  /// The metadata keys that the settings decide, with their values; nil for a key that must be
  /// absent.
  package let metadata: [String: String?]

  package init(_ type: MarketDataType, _ settings: LakeSettings) {
    var options = IngestOptions()
    options.given = PartialLakeSettings(settings)
    let stored = MarketSchema.storedSchema(for: type, options: options)
    schema = stored.inParquet
    let message = Base64.encode(ArrowSchemaMessage.bytes(of: stored))
    metadata = [MetadataKey.arrowSchema: settings.profile == .classic ? message : nil]
  }
}
