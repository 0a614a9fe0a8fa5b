package import BarLakeBytes
internal import BarLakeParquetFormat

/// The numbers of a finished file.
package struct ParquetFileSummary: Hashable, Sendable {
  package var byteCount: Int
  package var rowCount: Int
  /// The number of chunks of texts that are PLAIN because their dictionary would be too large.
  package var plainTextChunkCount: Int

  package init(byteCount: Int, rowCount: Int, plainTextChunkCount: Int = 0) {
    self.byteCount = byteCount
    self.rowCount = rowCount
    self.plainTextChunkCount = plainTextChunkCount
  }
}

/// A finished file: the output and its numbers.
package struct WrittenFile<Output: ByteSink & ~Copyable>: ~Copyable {
  package var output: Output
  /// The metadata of the footer as it was written.
  package let footer: [UInt8]
  package let summary: ParquetFileSummary
}

/// Writes a file: the row groups one after the other, then the page indexes, then the footer.
///
/// Source: parquet-format `README.md`, "File format"; `PageIndex.md`.
package struct ParquetWriter<Output: ByteSink & ~Copyable>: ~Copyable {
  private var template: FileTemplate
  private var output: Output
  private var byteCount = 0
  private var rowCount = 0
  private var plainTextChunkCount = 0
  private var rowGroups: [RowGroup] = []
  /// In the order of row groups, and of the columns of each.
  private var pageIndexes: [PageIndex] = []

  /// The size of one copy from a spill file, in bytes.
  private static var copiedByteCount: Int { 1 << 20 }

  package init(_ options: ParquetOptions, to output: consuming Output) throws(SystemError) {
    try self.init(FileTemplate(options), to: output)
  }

  /// Begins one of many files with the same options.
  package init(_ template: FileTemplate, to output: consuming Output) throws(SystemError) {
    self.template = template
    self.output = output
    try append(FileLayout.magic)
  }

  /// Writes a row group. A row group without rows is left out.
  package mutating func write(_ rowGroup: EncodedRowGroup) throws(SystemError) {
    if rowGroup.rowCount == 0 { return }
    let groupOffset = Int64(byteCount)
    var chunks: [ColumnChunk] = []
    chunks.reserveCapacity(rowGroup.columns.count)
    var (uncompressedByteCount, compressedByteCount): (Int64, Int64) = (0, 0)
    for column in rowGroup.columns {
      let chunkOffset = Int64(byteCount)
      if let outside = column.outside { try append(outside) }
      try append(column.bytes)
      var chunk = ColumnChunk(fileOffset: 0, metaData: column.metaData)
      chunk.metaData?.move(by: chunkOffset)
      uncompressedByteCount += column.metaData.uncompressedByteCount
      compressedByteCount += column.metaData.compressedByteCount
      if let index = column.offsetIndex {
        pageIndexes.append(
          PageIndex(
            rowGroup: rowGroups.count, column: chunks.count,
            columnIndex: column.columnIndex.map { index in
              CompactWriter.bytes { index.write(to: &$0) }
            },
            offsetIndex: CompactWriter.bytes { index.moved(by: chunkOffset).write(to: &$0) }))
      }
      chunks.append(chunk)
    }
    rowGroups.append(
      RowGroup(
        columns: chunks, uncompressedByteCount: uncompressedByteCount,
        rowCount: Int64(rowGroup.rowCount), fileOffset: groupOffset,
        compressedByteCount: compressedByteCount, ordinal: Int16(exactly: rowGroups.count)))
    rowCount += rowGroup.rowCount
    plainTextChunkCount += rowGroup.plainTextChunkCount
  }

  private mutating func append(_ outside: SpilledBytes) throws(SystemError) {
    var start = outside.range.lowerBound
    while start < outside.range.upperBound {
      let end = min(start + Self.copiedByteCount, outside.range.upperBound)
      try append(outside.file.read(start..<end))
      start = end
    }
  }

  /// Adds a pair after the key-value metadata of the options, for a value that is known only at the
  /// end.
  package mutating func addMetadata(key: String, value: String) {
    template.addMetadata(key: key, value: value)
  }

  /// Writes everything after the row groups, and returns the output.
  package consuming func finish() throws(SystemError) -> WrittenFile<Output> {
    try writeColumnIndexes()
    try writeOffsetIndexes()
    let footer = template.footer(rowCount: rowCount, rowGroups: rowGroups)
    try append(footer)
    try append(FileLayout.trailer(footerByteCount: footer.count))
    let summary = ParquetFileSummary(
      byteCount: byteCount, rowCount: rowCount, plainTextChunkCount: plainTextChunkCount)
    return WrittenFile(output: output, footer: footer, summary: summary)
  }

  private mutating func writeColumnIndexes() throws(SystemError) {
    for index in pageIndexes {
      guard let bytes = index.columnIndex else { continue }
      rowGroups[index.rowGroup].columns[index.column].columnIndexOffset = Int64(byteCount)
      rowGroups[index.rowGroup].columns[index.column].columnIndexByteCount = Int32(bytes.count)
      try append(bytes)
    }
  }

  private mutating func writeOffsetIndexes() throws(SystemError) {
    for index in pageIndexes {
      let bytes = index.offsetIndex
      rowGroups[index.rowGroup].columns[index.column].offsetIndexOffset = Int64(byteCount)
      rowGroups[index.rowGroup].columns[index.column].offsetIndexByteCount = Int32(bytes.count)
      try append(bytes)
    }
  }

  private mutating func append(_ bytes: [UInt8]) throws(SystemError) {
    try output.write(bytes.span)
    byteCount += bytes.count
  }
}

/// The page index of a column chunk, as it stands in the file.
private struct PageIndex {
  /// The place of the chunk, both from 0.
  var rowGroup: Int
  var column: Int
  /// Nil if a page has no bounds although it has values.
  var columnIndex: [UInt8]?
  var offsetIndex: [UInt8]
}

extension ColumnMetaData {
  /// Moves the offsets by `distance` bytes.
  fileprivate mutating func move(by distance: Int64) {
    dataPageOffset += distance
    if let offset = dictionaryPageOffset { dictionaryPageOffset = offset + distance }
  }
}

extension OffsetIndex {
  /// The index with its offsets moved by `distance` bytes.
  fileprivate func moved(by distance: Int64) -> OffsetIndex {
    var index = self
    for page in index.pageLocations.indices { index.pageLocations[page].offset += distance }
    return index
  }
}
