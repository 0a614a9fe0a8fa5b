internal import Columnar
internal import ParquetFormat
internal import ParquetReading

/// Checks one column chunk: its compression, encodings, sizes, levels, statistics and page index.
enum ChunkCheck {
  static func check(
    _ file: ParquetFile, rowGroup: Int, column: Int, into findings: inout FindingList
  ) {
    let columns = file.metadata.rowGroups[rowGroup].columns
    let leaf = file.leaves[column]
    // What is missing here, other checks report.
    guard column < columns.count, let chunk = columns[column].metaData, let type = leaf.dataType,
      leaf.isFlat
    else { return }
    findings.expect("codec", chunk.codec, .snappy, rule: "PARQ-1.1")
    let content: ColumnChunkContent
    do throws(ParquetReadingError) {
      content = try file.readColumnChunk(rowGroup: rowGroup, column: column)
    } catch {
      if case .checksum = error.reason {
        findings.add("PARQ-4.6", "\(error)")
      } else {
        findings.add("PARQ-8.1", "\(error)")
      }
      return
    }
    checkPages(content.pages, of: chunk, into: &findings)
    checkTexts(content.column, into: &findings)
    let keyNames = ["symbol", "ticker", "timestamp", "date"]
    if keyNames.contains(leaf.name), content.column.nullCount > 0 {
      findings.add("SCHEMA-7.2", "a key column with \(content.column.nullCount) nulls")
    }
    let bounds = ValueBounds(of: content.column, rows: 0..<content.column.count)
    StatisticsCheck.check(chunk.statistics, ofChunkWith: bounds, type: type, into: &findings)
    let place = findings.place
    let dataPages = content.pages.filter { $0.header.type != .dictionaryPage }
    for (index, page) in dataPages.enumerated() {
      findings.place = "\(place), page \(index + 1)"
      let statistics =
        page.header.dataPageHeader?.statistics ?? page.header.dataPageHeaderV2?.statistics
      StatisticsCheck.check(
        statistics, ofPageWith: ValueBounds(of: content.column, rows: page.rows),
        type: type, into: &findings)
    }
    findings.place = place
    PageIndexCheck.check(
      file, rowGroup: rowGroup, column: column, values: content.column, pages: dataPages,
      into: &findings)
  }

  /// Text is UTF-8.
  private static func checkTexts(_ column: Column, into findings: inout FindingList) {
    guard case .string(let texts) = column.values else { return }
    for row in 0..<texts.count {
      let bytes = texts.bytes[texts.range(row)]
      if !bytes.elementsEqual(String(decoding: bytes, as: UTF8.self).utf8) {
        findings.add("SCHEMA-5.1", "the text of row \(row + 1) is not UTF-8")
        return
      }
    }
  }

  private static func checkPages(
    _ pages: [PageSummary], of chunk: ColumnMetaData, into findings: inout FindingList
  ) {
    findings.expect(
      "bytes as stored", chunk.compressedByteCount,
      pages.reduce(0) { $0 + Int64($1.byteCount) })
    findings.expect(
      "bytes before compression", chunk.uncompressedByteCount,
      pages.reduce(0) {
        $0 + Int64($1.headerByteCount) + Int64($1.header.uncompressedByteCount)
      })
    let dictionaryPages = pages.filter { $0.header.type == .dictionaryPage }
    let dataPages = pages.filter { $0.header.type != .dictionaryPage }
    if let first = dataPages.first {
      findings.expect("offset of the data", Int(chunk.dataPageOffset), first.offset)
    }
    let dictionaryOffset = chunk.dictionaryPageOffset.flatMap { $0 == 0 ? nil : Int($0) }
    findings.expect(
      "offset of the dictionary", dictionaryOffset.map(String.init) ?? "none",
      (dictionaryPages.first?.offset).map(String.init) ?? "none")
    checkEncodings(dictionaryPages, dataPages, of: chunk, into: &findings)
    if pages.contains(where: { $0.header.crc == nil }) {
      findings.add("PARQ-4.6", "a page without a checksum", level: .reference)
    }
    for (index, page) in dataPages.enumerated() where page.unusedLevelByteCount > 0 {
      findings.add(
        "PARQ-8.1",
        "page \(index + 1): \(page.unusedLevelByteCount) bytes behind the definition levels")
    }
  }

  private static func checkEncodings(
    _ dictionaryPages: [PageSummary], _ dataPages: [PageSummary], of chunk: ColumnMetaData,
    into findings: inout FindingList
  ) {
    if dataPages.contains(where: { $0.header.type == .dataPageV2 }) {
      findings.add("PARQ-2.1", "a data page of version 2")
    }
    let dataEncodings = dataPages.compactMap {
      $0.header.dataPageHeader?.encoding ?? $0.header.dataPageHeaderV2?.encoding
    }
    if Set(dataEncodings).count > 1 {
      let names = Set(dataEncodings.map(\.description)).sorted().joined(separator: " and ")
      findings.add("PARQ-2.3", "\(names) in one chunk")
    }
    let dictionaryEncodings = dictionaryPages.compactMap(\.header.dictionaryPageHeader?.encoding)
    for encoding in Set(dataEncodings) where !chunk.encodings.contains(encoding) {
      findings.add("PARQ-8.1", "\(encoding) is not among the chunk's encodings")
    }
    guard let announced = chunk.encodingStats else { return }
    var counts: [String: Int] = [:]
    for entry in announced {
      counts["\(entry.pageType) \(entry.encoding)", default: 0] += Int(entry.count)
    }
    for encoding in dictionaryEncodings {
      counts["\(PageType.dictionaryPage) \(encoding)", default: 0] -= 1
    }
    for (page, encoding) in zip(dataPages, dataEncodings) {
      counts["\(page.header.type) \(encoding)", default: 0] -= 1
    }
    for (pages, surplus) in counts.sorted(by: { $0.key < $1.key }) where surplus != 0 {
      findings.add("PARQ-8.1", "encoding statistics: \(surplus) pages too many of \(pages)")
    }
  }
}
