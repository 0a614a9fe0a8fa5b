package import BarLakeColumnar

/// What a file is to be like, apart from its rows.
package struct ParquetOptions: Sendable {
  package var schema: Schema
  /// How texts are encoded, a field; that of fields of other types means nothing.
  package var textEncodings: [TextEncoding]
  /// The file's own metadata, in the order in which it is stored.
  package var keyValueMetadata: [(key: String, value: String)]
  /// The writer's name, in the form `NAME version X (build Y)`.
  package var createdBy: String
  /// Whether the schema is stored a second time in Arrow's form, from which Arrow readers learn
  /// zones and dictionary types.
  package var arrowSchema: Bool
  /// Bytes of a data page before compression, at most; a single value may be longer.
  package var pageByteCountLimit = 1 << 20
  /// Where the pages of a row group wait that would take too much memory until they are written;
  /// where there is no such directory they take it.
  package var spillDirectory: String?

  /// Options of a file. There is an encoding for each field of the schema; traps if there is not.
  package init(
    schema: Schema, textEncodings: [TextEncoding],
    keyValueMetadata: [(key: String, value: String)] = [], createdBy: String,
    arrowSchema: Bool = false
  ) {
    precondition(textEncodings.count == schema.fields.count, "every field has an encoding")
    self.schema = schema
    self.textEncodings = textEncodings
    self.keyValueMetadata = keyValueMetadata
    self.createdBy = createdBy
    self.arrowSchema = arrowSchema
  }
}
