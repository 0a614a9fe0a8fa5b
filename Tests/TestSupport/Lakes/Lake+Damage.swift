internal import BarLake
internal import BarLakeBytes
package import BarLakeColumnar
package import BarLakeParquetFormat
internal import BarLakeParquetReading
internal import BarLakeParquetWriting

extension Lake {
  /// Replaces a text in one of the lake's own files. The checksum of a manifest is right again
  /// then.
  package func replace(_ text: String, by other: String, in path: String) throws {
    let content = String(decoding: try read(path), as: UTF8.self)
    let parts = content.split(separator: text, omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw DamageError.notFound(text) }
    try put(Array(parts.joined(separator: other).utf8), at: path)
    try seal(path)
  }

  /// Gives a manifest that was changed the checksum of its bytes, if it has one.
  package func seal(_ path: String) throws {
    let start = Array(",\"checksum\":\"".utf8)
    let bytes = try read(path)
    guard bytes.suffix(80).starts(with: start) else { return }
    try put(bytes.dropLast(80), at: path)
    let checksum = try HashedFile.sha256(of: absolute(path), cancellation: nil)
    try put(bytes.dropLast(80) + start + Array("\(checksum)\"}\n".utf8), at: path)
  }

  /// Changes the footer of a published file, and its size in its date's manifest accordingly.
  package func rewriteFooter(
    of path: String = Lake.file(), manifest: String? = Lake.manifest(),
    _ change: (inout FileMetaData) -> Void
  ) throws {
    try rewriteEnd(of: path, manifest: manifest) { metadata, _ in
      change(&metadata)
      return []
    }
  }

  /// Changes what a published file says of the bounds of the pages of `column` in the first row
  /// group; its index then stands behind all other parts.
  package func rewriteColumnIndex(of column: String, _ change: (inout ColumnIndex) -> Void) throws {
    let number = try columnNumber(column)
    try rewriteIndex(
      of: number, try parquet().columnIndex(rowGroup: 0, column: number), change,
      { $0.write(to: &$1) },
      { ($0.columnIndexOffset, $0.columnIndexByteCount) = ($1, $2) })
  }

  /// As above, of the places of its pages.
  package func rewriteOffsetIndex(of column: String, _ change: (inout OffsetIndex) -> Void) throws {
    let number = try columnNumber(column)
    try rewriteIndex(
      of: number, try parquet().offsetIndex(rowGroup: 0, column: number), change,
      { $0.write(to: &$1) },
      { ($0.offsetIndexOffset, $0.offsetIndexByteCount) = ($1, $2) })
  }

  private func rewriteIndex<Index>(
    of number: Int, _ index: Index?, _ change: (inout Index) -> Void,
    _ write: (Index, inout CompactWriter) -> Void,
    _ place: (inout ColumnChunk, _ offset: Int64, _ byteCount: Int32) -> Void
  ) throws {
    guard var index else { throw DamageError.notFound("the index of column \(number)") }
    change(&index)
    let bytes = CompactWriter.bytes { write(index, &$0) }
    try rewriteEnd { metadata, offset in
      place(&metadata.rowGroups[0].columns[number], Int64(offset), Int32(bytes.count))
      return bytes
    }
  }

  private func columnNumber(_ name: String) throws -> Int {
    guard let number = try parquet().leaves.firstIndex(where: { $0.name == name }) else {
      throw DamageError.notFound(name)
    }
    return number
  }

  /// Replaces the footer of a published file by a changed one, with the bytes that the change gives
  /// before it, and its size in its date's manifest accordingly.
  private func rewriteEnd(
    of path: String = Lake.file(), manifest: String? = Lake.manifest(),
    _ change: (inout FileMetaData, _ offset: Int) -> [UInt8]
  ) throws {
    try replaceFile(
      path, by: BarLakeTestSupport.rewriteEnd(of: try read(path), change), manifest: manifest)
  }

  /// Writes a published file again, its columns changed and its rows in row groups of so many, and
  /// its size in its date's manifest accordingly. All else stays as it was written.
  package func rewriteRows(
    of path: String = Lake.file(), manifest: String = Lake.manifest(),
    rowGroupRowCount: Int = 100_000, _ change: (inout [String: Column]) -> Void = { _ in }
  ) throws {
    let file = try parquet(path)
    let schema = try file.schema()
    var columns: [String: Column] = [:]
    for (number, field) in schema.fields.enumerated() {
      columns[field.name] = try file.readColumnChunk(rowGroup: 0, column: number).column
    }
    change(&columns)
    // As they were written, by the chunks themselves.
    let encodings = file.metadata.rowGroups[0].columns.map { chunk -> TextEncoding in
      chunk.metaData?.encodings.contains(.rleDictionary) == true ? .dictionary : .plain
    }
    let options = ParquetOptions(
      schema: schema, textEncodings: encodings,
      keyValueMetadata: (file.metadata.keyValueMetadata ?? []).map { ($0.key, $0.value ?? "") },
      createdBy: file.metadata.createdBy ?? "")
    let rowCount = Int(file.metadata.rowCount)
    let batch = RecordBatch(
      columns: schema.fields.compactMap { columns[$0.name] }, rowCount: rowCount)
    let encoder = RowGroupEncoder(options)
    var writer = try ParquetWriter(options, to: MemorySink())
    for start in stride(from: 0, to: rowCount, by: rowGroupRowCount) {
      let rows = start..<min(start + rowGroupRowCount, rowCount)
      try writer.write(encoder.encode([BatchSlice(batch, rows: rows)]))
    }
    let written = try writer.finish()
    try replaceFile(path, by: written.output.bytes, manifest: manifest)
  }

  private func replaceFile(_ path: String, by bytes: [UInt8], manifest: String?) throws {
    let byteCount = try read(path).count
    try put(bytes, at: path)
    if let manifest, bytes.count != byteCount {
      try replace("\",\(byteCount),", by: "\",\(bytes.count),", in: manifest)
    }
  }

  package enum DamageError: Error {
    case notFound(String)
  }
}

extension FileMetaData {
  /// Changes the metadata of the chunk of `column` in the first row group.
  package mutating func change(_ column: String, _ body: (inout ColumnMetaData) -> Void) {
    for number in rowGroups[0].columns.indices
    where rowGroups[0].columns[number].metaData?.path == [column] {
      guard var chunk = rowGroups[0].columns[number].metaData else { continue }
      body(&chunk)
      rowGroups[0].columns[number].metaData = chunk
    }
  }
}

/// Keeps what is written.
private struct MemorySink: ByteSink {
  var bytes: [UInt8] = []

  mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    self.bytes.append(copying: bytes)
  }
}
