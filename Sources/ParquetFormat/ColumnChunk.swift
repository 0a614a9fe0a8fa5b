/// A column of a row group, and the place of its page index.
///
/// Source: `parquet.thrift`, `ColumnChunk`.
package struct ColumnChunk: Hashable, Sendable {
  /// Another file that holds the chunk; absent if it is this file (`file_path`).
  package var filePath: String?
  /// Superseded: 0 in new files (`file_offset`).
  package var fileOffset: Int64
  /// `meta_data`.
  package var metaData: ColumnMetaData?
  /// `offset_index_offset`.
  package var offsetIndexOffset: Int64?
  /// `offset_index_length`.
  package var offsetIndexByteCount: Int32?
  /// `column_index_offset`.
  package var columnIndexOffset: Int64?
  /// `column_index_length`.
  package var columnIndexByteCount: Int32?
  /// Whether the pages and the page index are encrypted (`crypto_metadata` is present, of which
  /// nothing is kept).
  package private(set) var isEncrypted = false

  package init(
    filePath: String? = nil, fileOffset: Int64, metaData: ColumnMetaData? = nil,
    offsetIndexOffset: Int64? = nil, offsetIndexByteCount: Int32? = nil,
    columnIndexOffset: Int64? = nil, columnIndexByteCount: Int32? = nil
  ) {
    self.filePath = filePath
    self.fileOffset = fileOffset
    self.metaData = metaData
    self.offsetIndexOffset = offsetIndexOffset
    self.offsetIndexByteCount = offsetIndexByteCount
    self.columnIndexOffset = columnIndexOffset
    self.columnIndexByteCount = columnIndexByteCount
  }

  package func write(to thrift: inout CompactWriter) {
    if let filePath { thrift.string(field: 1, filePath) }
    thrift.i64(field: 2, fileOffset)
    if let metaData { thrift.structure(field: 3) { metaData.write(to: &$0) } }
    if let offsetIndexOffset { thrift.i64(field: 4, offsetIndexOffset) }
    if let offsetIndexByteCount { thrift.i32(field: 5, offsetIndexByteCount) }
    if let columnIndexOffset { thrift.i64(field: 6, columnIndexOffset) }
    if let columnIndexByteCount { thrift.i32(field: 7, columnIndexByteCount) }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var filePath: String?
    var fileOffset: Int64?
    var metaData: ColumnMetaData?
    var offsetIndexOffset: Int64?
    var offsetIndexByteCount: Int32?
    var columnIndexOffset: Int64?
    var columnIndexByteCount: Int32?
    var isEncrypted = false
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: filePath = try thrift.string(field)
      case 2: fileOffset = try thrift.integer(field)
      case 3: metaData = try thrift.structure(field, ColumnMetaData.init)
      case 4: offsetIndexOffset = try thrift.integer(field)
      case 5: offsetIndexByteCount = try thrift.integer(field)
      case 6: columnIndexOffset = try thrift.integer(field)
      case 7: columnIndexByteCount = try thrift.integer(field)
      case 8:
        isEncrypted = true
        try thrift.skip(field)
      default: try thrift.skip(field)
      }
    }
    self.filePath = filePath
    self.fileOffset = try thrift.required(fileOffset, 2, of: "ColumnChunk")
    self.metaData = metaData
    self.offsetIndexOffset = offsetIndexOffset
    self.offsetIndexByteCount = offsetIndexByteCount
    self.columnIndexOffset = columnIndexOffset
    self.columnIndexByteCount = columnIndexByteCount
    self.isEncrypted = isEncrypted
  }
}
