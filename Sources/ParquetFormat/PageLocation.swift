/// The place of a data page.
///
/// Source: `parquet.thrift`, `PageLocation`.
package struct PageLocation: Hashable, Sendable {
  /// The offset of the page header from the start of the file (`offset`).
  package var offset: Int64
  /// Bytes as stored, including the page header (`compressed_page_size`).
  package var compressedByteCount: Int32
  /// The page's first row, counted from the start of the row group (`first_row_index`).
  package var firstRowIndex: Int64

  package init(
    offset: Int64, compressedByteCount: Int32, firstRowIndex: Int64
  ) {
    self.offset = offset
    self.compressedByteCount = compressedByteCount
    self.firstRowIndex = firstRowIndex
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.i64(field: 1, offset)
    thrift.i32(field: 2, compressedByteCount)
    thrift.i64(field: 3, firstRowIndex)
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var offset: Int64?
    var compressedByteCount: Int32?
    var firstRowIndex: Int64?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: offset = try thrift.integer(field)
      case 2: compressedByteCount = try thrift.integer(field)
      case 3: firstRowIndex = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    self.offset = try thrift.required(offset, 1, of: "PageLocation")
    self.compressedByteCount = try thrift.required(compressedByteCount, 2, of: "PageLocation")
    self.firstRowIndex = try thrift.required(firstRowIndex, 3, of: "PageLocation")
  }
}
