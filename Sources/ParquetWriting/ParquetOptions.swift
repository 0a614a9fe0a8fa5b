package import BarLakeColumnar

/// The properties of a file, apart from its rows.
package struct ParquetOptions: Sendable {
  package var schema: Schema
  /// The encoding of texts, one element per field. It has no meaning for fields of other types.
  package var textEncodings: [TextEncoding]
  /// The file's key-value metadata, in the order in which it is stored.
  package var keyValueMetadata: [(key: String, value: String)]
  /// The name of the writer, in the form `NAME version X (build Y)`.
  package var createdBy: String
  /// Whether the schema is also stored in Arrow's form, which gives Arrow readers the zones and
  /// dictionary types.
  package var arrowSchema: Bool
  /// The most bytes of a data page before compression; a single value may be longer.
  package var pageByteCountLimit = 1 << 20
  /// The folder for spill files that hold the pages of a large row group until they are written.
  /// Nil keeps all pages in memory.
  package var spillDirectory: String?

  /// Makes the options of a file. Traps unless there is one text encoding per field of the schema.
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
