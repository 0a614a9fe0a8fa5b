package import BarLakeBytes
package import BarLakeParquetFormat

/// A row group ready to be written: its pages, and what the footer and the page index say of them.
package struct EncodedRowGroup: Sendable {
  /// The beginning of the column chunks, where they are many bytes.
  package var outside: SpillFile?
  /// The column chunks, back to back, behind those bytes.
  package var bytes: [UInt8]
  package var rowCount: Int
  /// One element a column, in the order of the schema.
  package var columns: [EncodedColumnChunk]
  /// Chunks of texts that should have a dictionary and are PLAIN, since it would be too long.
  package var plainTextChunkCount: Int

  package init(
    outside: SpillFile? = nil, bytes: [UInt8], rowCount: Int, columns: [EncodedColumnChunk],
    plainTextChunkCount: Int = 0
  ) {
    self.outside = outside
    self.bytes = bytes
    self.rowCount = rowCount
    self.columns = columns
    self.plainTextChunkCount = plainTextChunkCount
  }
}

/// What is known of a column chunk; offsets count from the start of the row group's bytes.
package struct EncodedColumnChunk: Sendable {
  package var metaData: ColumnMetaData
  /// There if the chunk has more than one data page, and every page with values has bounds.
  package var columnIndex: ColumnIndex?
  /// There if the chunk has more than one data page.
  package var offsetIndex: OffsetIndex?

  package init(
    metaData: ColumnMetaData, columnIndex: ColumnIndex? = nil, offsetIndex: OffsetIndex? = nil
  ) {
    self.metaData = metaData
    self.columnIndex = columnIndex
    self.offsetIndex = offsetIndex
  }
}
