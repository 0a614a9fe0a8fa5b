internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks that the parts of a file lie inside the file and do not overlap, and that counts and
/// sizes add up.
enum LayoutCheck {
  /// A part of the file, with a name for messages.
  private struct Part {
    var name: String
    var offset: Int64
    /// The position of the first byte after the part.
    var end: Int64
  }

  static func check(_ file: ParquetFile, into findings: inout FindingList) {
    let metadata = file.metadata
    findings.place = "file"
    findings.expect(
      "rows", metadata.rowCount, sum(metadata.rowGroups.map(\.rowCount)))
    for (index, rowGroup) in metadata.rowGroups.enumerated() {
      findings.place = "row group \(index + 1)"
      check(rowGroup, index: index, of: file, into: &findings)
    }
    findings.place = "file"
    checkPlaces(of: file, into: &findings)
  }

  private static func check(
    _ rowGroup: RowGroup, index: Int, of file: ParquetFile, into findings: inout FindingList
  ) {
    findings.expect("columns", rowGroup.columns.count, file.leaves.count)
    let chunks = rowGroup.columns.compactMap(\.metaData)
    findings.expect("chunks with metadata", chunks.count, rowGroup.columns.count)
    findings.expect(
      "bytes before compression", rowGroup.uncompressedByteCount,
      sum(chunks.map(\.uncompressedByteCount)))
    if let byteCount = rowGroup.compressedByteCount {
      findings.expect("bytes as stored", byteCount, sum(chunks.map(\.compressedByteCount)))
    }
    if let ordinal = rowGroup.ordinal { findings.expect("ordinal", Int(ordinal), index) }
    if let offset = rowGroup.fileOffset, offset != 0, let first = chunks.first {
      findings.expect("offset", offset, first.firstPageOffset)
    }
    for (column, leaf) in zip(rowGroup.columns, file.leaves) {
      guard let chunk = column.metaData else { continue }
      findings.place = "row group \(index + 1), \(leaf.name)"
      if column.filePath != nil { findings.add("PARQ-8.1", "the chunk is in another file") }
      findings.expect("path", chunk.path, leaf.path)
      findings.expect("type", "\(chunk.type)", leaf.element.type?.description ?? "none")
      findings.expect("values", chunk.valueCount, rowGroup.rowCount)
    }
  }

  /// Checks that every part lies between the magic and the footer and that no two overlap.
  private static func checkPlaces(of file: ParquetFile, into findings: inout FindingList) {
    var parts: [Part] = []
    func add(_ name: String, _ offset: Int64?, _ byteCount: Int64?) {
      guard let offset, let byteCount, byteCount != 0 else { return }
      let (end, overflow) = offset.addingReportingOverflow(byteCount)
      parts.append(Part(name: name, offset: offset, end: overflow ? .max : end))
    }
    for (index, rowGroup) in file.metadata.rowGroups.enumerated() {
      for (column, leaf) in zip(rowGroup.columns, file.leaves) {
        let place = "of row group \(index + 1), \(leaf.name)"
        add(
          "the chunk \(place)", column.metaData?.firstPageOffset,
          column.metaData?.compressedByteCount)
        add(
          "the column index \(place)", column.columnIndexOffset,
          column.columnIndexByteCount.map(Int64.init))
        add(
          "the offset index \(place)", column.offsetIndexOffset,
          column.offsetIndexByteCount.map(Int64.init))
        add(
          "the Bloom filter \(place)", column.metaData?.bloomFilterOffset,
          column.metaData?.bloomFilterByteCount.map(Int64.init))
      }
    }
    parts.sort { $0.offset < $1.offset }
    var end = Int64(FileLayout.magic.count)
    var before = "the magic"
    for part in parts {
      if part.end < part.offset || part.end > Int64(file.footerRange.lowerBound) {
        findings.add("PARQ-8.1", "\(part.name) goes beyond the footer's start")
      }
      if part.offset < end { findings.add("PARQ-8.1", "\(part.name) lies on \(before)") }
      if part.end > end { (end, before) = (part.end, part.name) }
    }
  }

  /// The sum, or the largest number if the sum overflows.
  private static func sum(_ numbers: [Int64]) -> Int64 {
    numbers.reduce(0) { sum, number in
      let (result, overflow) = sum.addingReportingOverflow(number)
      return overflow ? .max : result
    }
  }
}
