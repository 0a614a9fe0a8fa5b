package import Columnar

/// What a file is to be like, apart from its rows.
package struct ParquetOptions: Sendable {
  package var schema: Schema
  /// The file's own metadata, in the order in which it is stored.
  package var keyValueMetadata: [(key: String, value: String)]
  /// The writer's name, in the form `NAME version X (build Y)`.
  package var createdBy: String
  /// Whether the schema is stored a second time in Arrow's form, from which Arrow readers learn
  /// zones and dictionary types.
  package var arrowSchema: Bool
  /// Bytes of a data page before compression, at most; a single value may be longer.
  package var pageByteCountLimit = 1 << 20

  package init(
    schema: Schema, keyValueMetadata: [(key: String, value: String)] = [], createdBy: String,
    arrowSchema: Bool = false
  ) {
    self.schema = schema
    self.keyValueMetadata = keyValueMetadata
    self.createdBy = createdBy
    self.arrowSchema = arrowSchema
  }
}
