internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks one column chunk: its compression, encodings, sizes, levels, statistics and page index.
enum ChunkCheck {
  static func check(
    _ file: ParquetFile, rowGroup: Int, column: Int, into findings: inout FindingList
  ) {
    let columns = file.metadata.rowGroups[rowGroup].columns
    let leaf = file.leaves[column]
    // Other checks report parts that are missing.
    guard column < columns.count, let chunk = columns[column].metaData, let type = leaf.dataType,
      leaf.isFlat
    else { return }
    findings.expect("codec", chunk.codec, .snappy, rule: "PARQ-1.1")
    let content: ColumnChunkContent
    do throws(ParquetReadingError) {
      content = try file.readColumnChunk(rowGroup: rowGroup, column: column)
    } catch {
      switch error.reason {
      case .checksum: findings.add("PARQ-4.6", "\(error)")
      // The codec is a finding already. That it cannot be read here says nothing else of the file.
      case .unsupported where chunk.codec != .snappy: break
      default: findings.add("PARQ-8.1", "\(error)")
      }
      return
    }
    checkPages(
      content.pages, of: chunk, isOptional: leaf.maximumDefinitionLevel > 0, into: &findings)
    checkTexts(content.column, into: &findings)
    if type == .string {
      TextEncodingCheck.check(
        chunk, named: leaf.name, of: file, values: content.column.values, into: &findings)
    }
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

  /// Checks that texts are UTF-8.
  private static func checkTexts(_ column: Column, into findings: inout FindingList) {
    let texts: StringValues
    let what: String
    switch column.values {
    case .string(let rows): (texts, what) = (rows, "the text of row")
    case .dictionary(let rows): (texts, what) = (rows.dictionary, "the dictionary's text")
    default: return
    }
    for number in 0..<texts.count {
      let bytes = texts.bytes[texts.range(number)]
      if !bytes.elementsEqual(String(decoding: bytes, as: UTF8.self).utf8) {
        findings.add("SCHEMA-5.1", "\(what) \(number + 1) is not UTF-8")
        return
      }
    }
  }

  /// The encodings of values that every reader of PARQ-8 reads by default.
  private static let allowedEncodings: Set<Encoding> = [
    .plain, .plainDictionary, .rleDictionary, .rle,
  ]

  private static func checkPages(
    _ pages: [PageSummary], of chunk: ColumnMetaData, isOptional: Bool,
    into findings: inout FindingList
  ) {
    for fault in ChunkFault.faults(of: chunk, pages: pages) {
      findings.add("PARQ-8.1", fault.problem)
    }
    let dataPages = pages.filter { $0.header.type != .dictionaryPage }
    if dataPages.contains(where: { $0.header.type == .dataPageV2 }) {
      findings.add("PARQ-2.1", "a data page of version 2")
    }
    let encodings = Set(dataPages.compactMap(\.encoding))
    for encoding in encodings.subtracting(allowedEncodings).sorted(by: { $0.rawValue < $1.rawValue }
    ) {
      findings.add("PARQ-2.2", "a data page in \(encoding)")
    }
    let hasOldLevels = dataPages.contains {
      isOptional && $0.header.dataPageHeader?.definitionLevelEncoding == .bitPacked
    }
    if hasOldLevels { findings.add("PARQ-2.2", "definition levels in BIT_PACKED") }
    if encodings.count > 1 {
      let names = encodings.map(\.description).sorted().joined(separator: " and ")
      findings.add("PARQ-2.3", "\(names) in one chunk")
    }
    if pages.contains(where: { $0.header.crc == nil }) {
      findings.add("PARQ-4.6", "a page without a checksum", level: .reference)
    }
  }
}
