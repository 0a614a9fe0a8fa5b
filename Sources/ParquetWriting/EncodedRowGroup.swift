package import BarLakeBytes
package import BarLakeParquetFormat

/// A row group that is ready to be written: its pages, and their data for the footer and the page
/// index.
package struct EncodedRowGroup: Sendable {
  /// The first bytes of the column chunks, if they did not fit in memory.
  package var outside: SpillFile?
  /// The rest of the column chunks, back to back.
  package var bytes: [UInt8]
  package var rowCount: Int
  /// One element per column, in the order of the schema.
  package var columns: [EncodedColumnChunk]
  /// The number of chunks of texts that should have a dictionary and are PLAIN because it would be
  /// too large.
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

/// The metadata of a column chunk. Offsets count from the start of the row group's bytes.
package struct EncodedColumnChunk: Sendable {
  package var metaData: ColumnMetaData
  /// Present if the chunk has more than one data page, and every page with values has bounds.
  package var columnIndex: ColumnIndex?
  /// Present if the chunk has more than one data page.
  package var offsetIndex: OffsetIndex?

  package init(
    metaData: ColumnMetaData, columnIndex: ColumnIndex? = nil, offsetIndex: OffsetIndex? = nil
  ) {
    self.metaData = metaData
    self.columnIndex = columnIndex
    self.offsetIndex = offsetIndex
  }
}
