/// Some consecutive rows, stored column after column.
///
/// Source: `parquet.thrift`, `RowGroup`.
package struct RowGroup: Hashable, Sendable {
  /// The chunks, in the order of the schema's leaves (`columns`).
  package var columns: [ColumnChunk]
  /// Bytes of all chunks before compression (`total_byte_size`).
  package var uncompressedByteCount: Int64
  /// `num_rows`.
  package var rowCount: Int64
  /// The offset of the first page (`file_offset`).
  package var fileOffset: Int64?
  /// Bytes of all chunks as stored (`total_compressed_size`).
  package var compressedByteCount: Int64?
  /// The position of the row group in the file, from 0 (`ordinal`).
  package var ordinal: Int16?

  package init(
    columns: [ColumnChunk], uncompressedByteCount: Int64, rowCount: Int64,
    fileOffset: Int64? = nil, compressedByteCount: Int64? = nil, ordinal: Int16? = nil
  ) {
    self.columns = columns
    self.uncompressedByteCount = uncompressedByteCount
    self.rowCount = rowCount
    self.fileOffset = fileOffset
    self.compressedByteCount = compressedByteCount
    self.ordinal = ordinal
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.list(field: 1, of: .structure, columns) { thrift, element in
      thrift.element { element.write(to: &$0) }
    }
    thrift.i64(field: 2, uncompressedByteCount)
    thrift.i64(field: 3, rowCount)
    if let fileOffset { thrift.i64(field: 5, fileOffset) }
    if let compressedByteCount { thrift.i64(field: 6, compressedByteCount) }
    if let ordinal { thrift.i16(field: 7, ordinal) }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var columns: [ColumnChunk]?
    var uncompressedByteCount: Int64?
    var rowCount: Int64?
    var fileOffset: Int64?
    var compressedByteCount: Int64?
    var ordinal: Int16?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: columns = try thrift.list(field, of: .structure, ColumnChunk.init)
      case 2: uncompressedByteCount = try thrift.integer(field)
      case 3: rowCount = try thrift.integer(field)
      case 5: fileOffset = try thrift.integer(field)
      case 6: compressedByteCount = try thrift.integer(field)
      case 7: ordinal = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    self.columns = try thrift.required(columns, 1, of: "RowGroup")
    self.uncompressedByteCount = try thrift.required(uncompressedByteCount, 2, of: "RowGroup")
    self.rowCount = try thrift.required(rowCount, 3, of: "RowGroup")
    self.fileOffset = fileOffset
    self.compressedByteCount = compressedByteCount
    self.ordinal = ordinal
  }
}
