internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// What files with the same options have in common: their footers but for the rows, encoded once.
package struct FileTemplate: Sendable {
  private var footer: FooterTemplate
  /// The number of pairs of key-value metadata before that of the Arrow schema.
  private var pairCount: Int

  package init(_ options: ParquetOptions) {
    var metadata = options.keyValueMetadata.map { KeyValue(key: $0.key, value: $0.value) }
    pairCount = metadata.count
    if options.arrowSchema {
      let message = ArrowSchemaMessage.bytes(of: options.schema)
      metadata.append(KeyValue(key: "ARROW:schema", value: Base64.encode(message)))
    }
    footer = FooterTemplate(
      FileMetaData(
        version: 2, schema: SchemaElement.elements(of: options.schema), rowCount: 0, rowGroups: [],
        keyValueMetadata: metadata.isEmpty ? nil : metadata, createdBy: options.createdBy,
        columnOrders: options.schema.fields.map { _ in .typeDefined }))
  }

  /// The first bytes of each footer, which hold the version and the schema.
  package var schemaBytes: [UInt8] { footer.schemaBytes }

  /// Adds a pair after the key-value metadata of the options.
  mutating func addMetadata(key: String, value: String) {
    footer.insert(KeyValue(key: key, value: value), at: pairCount)
    pairCount += 1
  }

  /// The footer of a file with these rows.
  func footer(rowCount: Int, rowGroups: [RowGroup]) -> [UInt8] {
    CompactWriter.bytes { thrift in
      footer.write(rowCount: Int64(rowCount), rowGroups: rowGroups, to: &thrift)
    }
  }
}
