package import BarLakeBytes
package import BarLakeParquetFormat

/// A row group that is ready to be written: its column chunks, and their data for the footer and
/// the page index.
package struct EncodedRowGroup: Sendable {
  package var rowCount: Int
  /// One element per column, in the order of the schema.
  package var columns: [EncodedColumnChunk]

  package init(rowCount: Int, columns: [EncodedColumnChunk]) {
    self.rowCount = rowCount
    self.columns = columns
  }

  /// The number of chunks of texts that should have a dictionary and are PLAIN because it would be
  /// too large.
  package var plainTextChunkCount: Int { columns.count { $0.isPlainForRoom } }

  /// How the columns are encoded, if they hold numbers; of the first row group of a file this
  /// decides for the others.
  package var numberEncodings: [NumberEncoding] {
    columns.map { $0.metaData.dictionaryPageOffset == nil ? .plain : .dictionary }
  }
}

/// A column chunk that is ready to be written. Offsets count from its first byte.
package struct EncodedColumnChunk: Sendable {
  package var metaData: ColumnMetaData
  /// Present if the chunk has more than one data page, and every page with values has bounds.
  package var columnIndex: ColumnIndex?
  /// Present if the chunk has more than one data page.
  package var offsetIndex: OffsetIndex?
  /// The first bytes of the pages, if they did not fit in memory.
  package var outside: SpilledBytes?
  /// The rest of the pages.
  package var bytes: [UInt8]
  /// Whether the chunk has texts that should have a dictionary and are PLAIN because it would be
  /// too large.
  package var isPlainForRoom = false

  package init(
    metaData: ColumnMetaData, columnIndex: ColumnIndex? = nil, offsetIndex: OffsetIndex? = nil,
    outside: SpilledBytes? = nil, bytes: [UInt8]
  ) {
    self.metaData = metaData
    self.columnIndex = columnIndex
    self.offsetIndex = offsetIndex
    self.outside = outside
    self.bytes = bytes
  }

  /// The size of all pages.
  package var byteCount: Int { (outside?.range.count ?? 0) + bytes.count }
}

/// A range of a spill file.
package struct SpilledBytes: Sendable {
  package let file: SpillFile
  package var range: Range<Int>
}
