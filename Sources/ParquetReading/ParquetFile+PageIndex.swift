package import BarLakeParquetFormat

extension ParquetFile {
  /// The bounds of a chunk's pages, or nil if the file has none. Row group and column count from 0.
  package func columnIndex(
    rowGroup: Int, column: Int
  ) throws(ParquetReadingError) -> ColumnIndex? {
    let chunk = try columnChunk(rowGroup: rowGroup, column: column)
    return try readStructure(
      chunk.columnIndexOffset, chunk.columnIndexByteCount, "the column index", ColumnIndex.init)
  }

  /// The places of a chunk's data pages; nil if the file does not give them. Row group and column
  /// count from 0.
  package func offsetIndex(
    rowGroup: Int, column: Int
  ) throws(ParquetReadingError) -> OffsetIndex? {
    let chunk = try columnChunk(rowGroup: rowGroup, column: column)
    return try readStructure(
      chunk.offsetIndexOffset, chunk.offsetIndexByteCount, "the offset index", OffsetIndex.init)
  }

  /// The chunk of a leaf. Throws if the row group of a damaged file has fewer chunks than leaves.
  private func columnChunk(
    rowGroup: Int, column: Int
  ) throws(ParquetReadingError) -> ColumnChunk {
    let columns = metadata.rowGroups[rowGroup].columns
    guard column < columns.count else {
      throw ParquetReadingError(
        .mismatch(
          "columns of row group \(rowGroup)", expected: leaves.count, found: columns.count),
        offset: footerRange.lowerBound)
    }
    return columns[column]
  }

  private func readStructure<Value>(
    _ offset: Int64?, _ byteCount: Int32?, _ part: String,
    _ body: (inout CompactReader) throws(ThriftError) -> Value
  ) throws(ParquetReadingError) -> Value? {
    guard let offset, let byteCount else { return nil }
    let bytes = try source.read(offset: offset, byteCount: Int64(byteCount), part: part)
    var thrift = CompactReader(bytes)
    return try thrift.read(at: Int(offset), body)
  }
}
