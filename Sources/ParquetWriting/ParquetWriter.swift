package import BarLakeBytes
internal import BarLakeColumnar
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
  private var options: ParquetOptions
  private var output: Output
  private var byteCount = 0
  private var rowCount = 0
  private var plainTextChunkCount = 0
  private var rowGroups: [RowGroup] = []
  /// The page indexes of the columns of each row group, each as it stands in the file.
  private var columnIndexes: [[[UInt8]?]] = []
  private var offsetIndexes: [[[UInt8]?]] = []

  /// The size of one copy from a spill file, in bytes.
  private static var copiedByteCount: Int { 1 << 20 }

  package init(_ options: ParquetOptions, to output: consuming Output) throws(SystemError) {
    self.options = options
    self.output = output
    try append(FileLayout.magic)
  }

  /// Writes a row group. A row group without rows is left out.
  package mutating func write(_ rowGroup: EncodedRowGroup) throws(SystemError) {
    if rowGroup.rowCount == 0 { return }
    let groupOffset = Int64(byteCount)
    var chunks: [ColumnMetaData] = []
    var (columnIndexes, offsetIndexes): ([[UInt8]?], [[UInt8]?]) = ([], [])
    for var column in rowGroup.columns {
      column.move(by: Int64(byteCount))
      if let outside = column.outside.take() {
        var start = outside.range.lowerBound
        while start < outside.range.upperBound {
          let end = min(start + Self.copiedByteCount, outside.range.upperBound)
          try append(outside.file.read(start..<end))
          start = end
        }
      }
      try append(column.bytes)
      chunks.append(column.metaData)
      columnIndexes.append(
        column.columnIndex.map { index in CompactWriter.bytes { index.write(to: &$0) } })
      offsetIndexes.append(
        column.offsetIndex.map { index in CompactWriter.bytes { index.write(to: &$0) } })
    }
    rowGroups.append(
      RowGroup(
        columns: chunks.map { ColumnChunk(fileOffset: 0, metaData: $0) },
        uncompressedByteCount: chunks.reduce(0) { $0 + $1.uncompressedByteCount },
        rowCount: Int64(rowGroup.rowCount), fileOffset: groupOffset,
        compressedByteCount: chunks.reduce(0) { $0 + $1.compressedByteCount },
        ordinal: Int16(exactly: rowGroups.count)))
    self.columnIndexes.append(columnIndexes)
    self.offsetIndexes.append(offsetIndexes)
    rowCount += rowGroup.rowCount
    plainTextChunkCount += rowGroup.plainTextChunkCount
  }

  /// Adds a pair after the key-value metadata of the options, for a value that is known only at the
  /// end.
  package mutating func addMetadata(key: String, value: String) {
    options.keyValueMetadata.append((key, value))
  }

  /// Writes everything after the row groups, and returns the output.
  package consuming func finish() throws(SystemError) -> WrittenFile<Output> {
    try writeColumnIndexes()
    try writeOffsetIndexes()
    let footer = CompactWriter.bytes { fileMetaData().write(to: &$0) }
    try append(footer)
    try append(FileLayout.trailer(footerByteCount: footer.count))
    let summary = ParquetFileSummary(
      byteCount: byteCount, rowCount: rowCount, plainTextChunkCount: plainTextChunkCount)
    return WrittenFile(output: output, footer: footer, summary: summary)
  }

  private mutating func writeColumnIndexes() throws(SystemError) {
    for (group, indexes) in columnIndexes.enumerated() {
      for (column, index) in indexes.enumerated() {
        guard let bytes = index else { continue }
        rowGroups[group].columns[column].columnIndexOffset = Int64(byteCount)
        rowGroups[group].columns[column].columnIndexByteCount = Int32(bytes.count)
        try append(bytes)
      }
    }
  }

  private mutating func writeOffsetIndexes() throws(SystemError) {
    for (group, indexes) in offsetIndexes.enumerated() {
      for (column, index) in indexes.enumerated() {
        guard let bytes = index else { continue }
        rowGroups[group].columns[column].offsetIndexOffset = Int64(byteCount)
        rowGroups[group].columns[column].offsetIndexByteCount = Int32(bytes.count)
        try append(bytes)
      }
    }
  }

  private func fileMetaData() -> FileMetaData {
    var metadata = options.keyValueMetadata.map { KeyValue(key: $0.key, value: $0.value) }
    if options.arrowSchema {
      let message = ArrowSchemaMessage.bytes(of: options.schema)
      metadata.append(KeyValue(key: "ARROW:schema", value: Base64.encode(message)))
    }
    return FileMetaData(
      version: 2, schema: SchemaElement.elements(of: options.schema), rowCount: Int64(rowCount),
      rowGroups: rowGroups, keyValueMetadata: metadata.isEmpty ? nil : metadata,
      createdBy: options.createdBy,
      columnOrders: options.schema.fields.map { _ in .typeDefined })
  }

  private mutating func append(_ bytes: [UInt8]) throws(SystemError) {
    try output.write(bytes.span)
    byteCount += bytes.count
  }
}

extension EncodedColumnChunk {
  /// Moves the offsets by `distance` bytes.
  fileprivate mutating func move(by distance: Int64) {
    metaData.dataPageOffset += distance
    if let offset = metaData.dictionaryPageOffset {
      metaData.dictionaryPageOffset = offset + distance
    }
    if var index = offsetIndex {
      for page in index.pageLocations.indices { index.pageLocations[page].offset += distance }
      offsetIndex = index
    }
  }
}
