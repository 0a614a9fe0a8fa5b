internal import BarLakeBytes
package import BarLakeColumnar
internal import BarLakeParquetFormat

/// Encodes row groups, one after the other: each column becomes a column chunk of compressed pages.
/// A thread has its own encoder, which reuses its memory for every row group.
///
/// The bytes of a row group depend only on its rows, the options, and what the first row group of
/// the file decided. They do not depend on how the rows are cut into batches and slices, on the
/// form in which a column is held, or on what was encoded before.
package final class RowGroupEncoder {
  private let options: ParquetOptions
  private let storages: [FieldStorage]
  private var chunk = ColumnChunkWriter()
  /// The row group in progress, if its columns are encoded one by one.
  private var rowGroupNumber: Int?
  private var levels = DefinitionLevels()
  private var bits = BooleanColumnEncoder()
  private var words32 = WordColumnEncoder<UInt32>()
  private var words64 = WordColumnEncoder<UInt64>()
  private var texts = TextColumnEncoder()

  package init(_ options: ParquetOptions) {
    self.options = options
    storages = options.schema.fields.map { FieldStorage($0.type) }
  }

  /// Encodes the rows of all slices, in order, as one row group. `numberEncodings` are those of the
  /// file's first row group; nil if this is the first. Traps if a batch does not have the columns
  /// of the schema.
  package func encode(
    _ slices: [BatchSlice], following numberEncodings: [NumberEncoding]? = nil
  ) throws(ParquetWritingError) -> EncodedRowGroup {
    beginRowGroup(nil)
    var columns: [EncodedColumnChunk] = []
    for index in options.schema.fields.indices {
      columns.append(try encode(index, slices, numberEncodings?[index]))
    }
    return EncodedRowGroup(rowCount: slices.rowCount, columns: columns)
  }

  /// Encodes one column of row group `number`, of which other encoders may encode other columns.
  /// `encoding` is that of the column in the first row group; nil if this is the first.
  package func encode(
    column index: Int, of slices: [BatchSlice], rowGroup number: Int,
    following encoding: NumberEncoding?
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    if rowGroupNumber != number { beginRowGroup(number) }
    return try encode(index, slices, encoding)
  }

  private func beginRowGroup(_ number: Int?) {
    rowGroupNumber = number
    chunk.beginRowGroup(spillDirectory: options.spillDirectory)
  }

  private func encode(
    _ index: Int, _ slices: [BatchSlice], _ encoding: NumberEncoding?
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    var column = try encodeColumn(index, slices, encoding, rowCount: slices.rowCount)
    column.isPlainForRoom =
      options.textEncodings[index] == .dictionary && storages[index].values == .texts
      && column.metaData.dictionaryPageOffset == nil
    chunk.heldByteCount += column.bytes.count
    return column
  }

  private func encodeColumn(
    _ index: Int, _ slices: [BatchSlice], _ encoding: NumberEncoding?, rowCount: Int
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    let field = options.schema.fields[index]
    let layout = ChunkLayout(
      slices: ColumnSlices(slices, column: index, name: field.name, rowCount: rowCount),
      storage: storages[index], pageByteCountLimit: options.pageByteCountLimit)
    guard field.isNullable || layout.slices.nullCount == 0 else {
      throw .nullInRequiredField(name: field.name)
    }
    levels.load(layout.slices, isRequired: !field.isNullable)
    chunk.beginChunk(field.name)
    switch storages[index].values {
    case .bits: return try bits.encode(layout, levels: levels, into: &chunk)
    case .words32(let order):
      return try words32.encode(
        layout, encoding, order: order, levels: levels, into: &chunk)
    case .words64(let order):
      return try words64.encode(
        layout, encoding, order: order, levels: levels, into: &chunk)
    case .texts:
      return try texts.encode(
        layout, options.textEncodings[index], levels: levels, into: &chunk)
    }
  }
}
