package import BarLakeParquetFormat

extension ChunkFault {
  /// The faults in what a chunk's metadata states about its pages, including the dictionary: sizes,
  /// places and encodings. Bytes from which no level is read are faults too.
  package static func faults(of chunk: ColumnMetaData, pages: [PageSummary]) -> [ChunkFault] {
    let dictionaryPage = pages.first { $0.header.type == .dictionaryPage }
    let dataPages = pages.filter { $0.header.type != .dictionaryPage }
    var faults: [ChunkFault] = []
    func compare(_ what: String, _ found: Int64?, _ expected: Int64?) {
      guard found != expected else { return }
      let texts = [expected, found].map { $0.map(String.init) ?? "none" }
      faults.append(ChunkFault(.count, "\(what): \(texts[0]) expected, \(texts[1]) found"))
    }
    compare(
      "bytes as stored", chunk.compressedByteCount, pages.reduce(0) { $0 + Int64($1.byteCount) })
    compare(
      "bytes before compression", chunk.uncompressedByteCount,
      pages.reduce(0) {
        $0 + Int64($1.headerByteCount) + Int64($1.header.uncompressedByteCount)
      })
    if let first = dataPages.first {
      compare("offset of the data", chunk.dataPageOffset, Int64(first.offset))
    }
    compare(
      "offset of the dictionary",
      chunk.dictionaryPageOffset == 0 ? nil : chunk.dictionaryPageOffset,
      dictionaryPage.map { Int64($0.offset) })
    faults += encodingFaults(of: chunk, pages: pages)
    for (number, page) in dataPages.enumerated() where page.unusedLevelByteCount > 0 {
      faults.append(
        ChunkFault(
          .count,
          "page \(number + 1): \(page.unusedLevelByteCount) bytes behind the definition levels"))
    }
    return faults
  }

  /// The kind of a page.
  private struct PageKind: Hashable {
    var type: PageType
    var encoding: Encoding
  }

  private static func encodingFaults(
    of chunk: ColumnMetaData, pages: [PageSummary]
  ) -> [ChunkFault] {
    let kinds = pages.compactMap { page in
      page.encoding.map { PageKind(type: page.header.type, encoding: $0) }
    }
    let dataEncodings = Set(kinds.filter { $0.type != .dictionaryPage }.map(\.encoding))
    var faults = dataEncodings.subtracting(chunk.encodings).map {
      ChunkFault(.count, "\($0) is not among the chunk's encodings")
    }
    guard let announced = chunk.encodingStats else { return faults }
    var surplus: [PageKind: Int] = [:]
    for entry in announced {
      surplus[PageKind(type: entry.pageType, encoding: entry.encoding), default: 0] += Int(
        entry.count)
    }
    for kind in kinds { surplus[kind, default: 0] -= 1 }
    let problems = surplus.filter { $0.value != 0 }.map { kind, count in
      "encoding statistics: \(count) pages too many of \(kind.type) \(kind.encoding)"
    }
    faults += problems.sorted().map { ChunkFault(.count, $0) }
    return faults
  }
}

extension PageSummary {
  /// The encoding of the page's values; nil if the header lacks the part for its type.
  package var encoding: Encoding? {
    header.type == .dictionaryPage
      ? header.dictionaryPageHeader?.encoding
      : header.dataPageHeader?.encoding ?? header.dataPageHeaderV2?.encoding
  }
}
