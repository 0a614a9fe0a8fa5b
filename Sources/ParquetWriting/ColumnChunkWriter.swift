package import BarLakeBytes
package import BarLakeParquetFormat

/// Writes the pages of a column chunk one after the other, chunk after chunk. It compresses each
/// page, writes its header, and collects the data for the footer and the page index.
package struct ColumnChunkWriter {
  /// The page in progress, before compression; its memory is reused for every page.
  package var page = ByteBuffer()
  private var compressedPage = ByteBuffer()
  private var pageHeader = CompactWriter()

  // The row group in progress.
  private var spillDirectory: String?
  private var spill: SpillFile?
  /// Bytes that the chunks before this one hold in memory.
  package var heldByteCount = 0

  // The chunk in progress.
  private var name = ""
  /// The first pages, if they do not fit in memory; the rest are in `bytes`.
  private var outside: SpilledBytes?
  private var bytes: [UInt8] = []
  private var uncompressedByteCount = 0
  private var dictionaryPageOffset: Int64?
  private var dataPages: [DataPage] = []
  /// The bounds of the pages so far.
  private var chunkBounds: Bounds?
  /// The size of all pages' bounds. If they exceed what a column index may hold, they are dropped.
  private var boundByteCount = 0

  /// The data that is kept of a data page.
  private struct DataPage {
    var offset: Int
    var byteCount: Int
    var rows: Range<Int>
    var nullCount: Int
    var bounds: Bounds?
  }

  package init() {}

  /// Begins a row group. If its chunks are large, they are moved to a spill file in
  /// `spillDirectory`, unless that is nil.
  package mutating func beginRowGroup(spillDirectory: String? = nil) {
    self.spillDirectory = spillDirectory
    spill = nil
    heldByteCount = 0
  }

  /// The size of the chunk so far.
  private var byteCount: Int { (outside?.range.count ?? 0) + bytes.count }

  /// If the chunks of a row group would hold more compressed bytes than this, the pages so far are
  /// moved to a spill file. Rows without long texts hardly ever reach this limit.
  private static let heldByteLimit = 4 << 20

  /// Begins the chunk of the field named `name`.
  package mutating func beginChunk(_ name: String) {
    self.name = name
    outside = nil
    bytes = []
    chunkBounds = nil
    boundByteCount = 0
    uncompressedByteCount = 0
    dictionaryPageOffset = nil
    dataPages.removeAll(keepingCapacity: true)
    page.removeAll()
  }

  /// Writes ``page`` as the chunk's dictionary of `valueCount` values, and empties it.
  package mutating func endDictionaryPage(valueCount: Int) throws(ParquetWritingError) {
    dictionaryPageOffset = Int64(byteCount)
    var header = try header(.dictionaryPage)
    header.dictionaryPageHeader = DictionaryPageHeader(
      valueCount: Int32(valueCount), encoding: .plain)
    try append(header)
  }

  /// Writes ``page`` as a data page of the rows `rows` (from 0 in the row group), and empties it.
  /// The bounds are nil if no row holds a value that has an order.
  package mutating func endDataPage(
    _ rows: Range<Int>, nullCount: Int, encoding: Encoding, bounds: Bounds?
  ) throws(ParquetWritingError) {
    let offset = byteCount
    var header = try header(.dataPage)
    header.dataPageHeader = DataPageHeader(
      valueCount: Int32(rows.count), encoding: encoding, definitionLevelEncoding: .rle,
      repetitionLevelEncoding: .rle)
    try append(header)
    if let bounds {
      chunkBounds = chunkBounds?.union(bounds) ?? bounds
      boundByteCount += bounds.min.stored.count + bounds.max.stored.count
      if boundByteCount > Self.boundByteLimit {
        for page in dataPages.indices { dataPages[page].bounds = nil }
      }
    }
    dataPages.append(
      DataPage(
        offset: offset, byteCount: byteCount - offset, rows: rows, nullCount: nullCount,
        bounds: boundByteCount > Self.boundByteLimit ? nil : bounds))
  }

  /// Ends the chunk and gives it away. `bounds` are the bounds of all its values; if nil, they are
  /// computed from the bounds of the pages.
  package mutating func endChunk(
    _ storage: FieldStorage, encoding: Encoding, bounds: Bounds?
  ) -> EncodedColumnChunk {
    let rowCount = dataPages.last?.rows.upperBound ?? 0
    let pages = PageEncodingStats(
      pageType: .dataPage, encoding: encoding, count: Int32(dataPages.count))
    let dictionary = PageEncodingStats(pageType: .dictionaryPage, encoding: .plain, count: 1)
    let hasDictionary = dictionaryPageOffset != nil
    let metaData = ColumnMetaData(
      type: storage.physicalType,
      encodings: hasDictionary ? [.plain, .rle, encoding] : [.rle, encoding], path: [name],
      codec: .snappy,
      valueCount: Int64(rowCount), uncompressedByteCount: Int64(uncompressedByteCount),
      compressedByteCount: Int64(byteCount),
      dataPageOffset: Int64(dataPages.first?.offset ?? 0),
      dictionaryPageOffset: dictionaryPageOffset, statistics: statistics(bounds),
      encodingStats: hasDictionary ? [dictionary, pages] : [pages])
    defer {
      bytes = []
      outside = nil
    }
    let hasIndex = dataPages.count > 1
    return EncodedColumnChunk(
      metaData: metaData, columnIndex: hasIndex ? columnIndex() : nil,
      offsetIndex: hasIndex ? offsetIndex() : nil, outside: outside, bytes: bytes)
  }

  // MARK: Pages

  private func header(_ type: PageType) throws(ParquetWritingError) -> PageHeader {
    // In the worst case Snappy adds a sixth and 32 bytes.
    guard let byteCount = Int32(exactly: page.count), page.count < Int(Int32.max) / 7 * 6 - 32
    else {
      throw .pageTooLarge(name: name, byteCount: page.count)
    }
    return PageHeader(type: type, uncompressedByteCount: byteCount, compressedByteCount: 0)
  }

  private mutating func append(_ header: PageHeader) throws(ParquetWritingError) {
    compressedPage.removeAll()
    let pageBytes = page.storage
    Snappy.compress(pageBytes.span.extracting(0..<page.count), into: &compressedPage)
    let compressedBytes = compressedPage.storage
    let body = compressedBytes.span.extracting(0..<compressedPage.count)
    var header = header
    header.compressedByteCount = Int32(body.count)
    header.crc = Int32(bitPattern: CRC32.checksum(of: body))
    pageHeader.removeAll()
    pageHeader.element { header.write(to: &$0) }
    let headerBytes = pageHeader.bytes
    // Before the page comes, so that the array does not grow, and is not copied, for it.
    try keepLimit(addingByteCount: headerBytes.count + body.count)
    // Most chunks have one page of values, and a dictionary before it.
    if bytes.isEmpty { bytes.reserveCapacity(headerBytes.count + body.count) }
    bytes.append(contentsOf: headerBytes)
    bytes.append(copying: body)
    uncompressedByteCount += headerBytes.count + page.count
    page.removeAll()
    // What other chunks hold may leave no room for the page either.
    try keepLimit(addingByteCount: 0)
  }

  /// Moves the pages so far outside if they, and so many bytes more, exceed what may be held.
  private mutating func keepLimit(addingByteCount added: Int) throws(ParquetWritingError) {
    if let spillDirectory, !bytes.isEmpty,
      heldByteCount + bytes.count + added > Self.heldByteLimit
    {
      try moveOutside(in: spillDirectory)
    }
  }

  private mutating func moveOutside(in directory: String) throws(ParquetWritingError) {
    do throws(SystemError) {
      let file: SpillFile
      if let spill { file = spill } else { file = try SpillFile(in: directory) }
      spill = file
      let range = try file.append(bytes.span)
      // Nothing else is appended to the file meanwhile, so a chunk's parts are one range.
      outside = SpilledBytes(
        file: file, range: (outside?.range.lowerBound ?? range.lowerBound)..<range.upperBound)
      bytes.removeAll(keepingCapacity: true)
    } catch {
      throw .outside(error)
    }
  }

  // MARK: Summaries

  private func statistics(_ bounds: Bounds?) -> Statistics {
    let nullCount = dataPages.reduce(0) { $0 + $1.nullCount }
    guard let bounds = bounds ?? chunkBounds else { return Statistics(nullCount: Int64(nullCount)) }
    return Statistics(
      nullCount: Int64(nullCount), maxValue: bounds.max.stored, minValue: bounds.min.stored,
      isMaxValueExact: true, isMinValueExact: true)
  }

  private func offsetIndex() -> OffsetIndex {
    OffsetIndex(
      pageLocations: dataPages.map { page in
        PageLocation(
          offset: Int64(page.offset), compressedByteCount: Int32(page.byteCount),
          firstRowIndex: Int64(page.rows.lowerBound))
      })
  }

  /// The most bytes of bounds that a column index may hold. An index larger than a page would not
  /// help to skip pages.
  private static let boundByteLimit = 1 << 20

  private func columnIndex() -> ColumnIndex? {
    let nullPages = dataPages.map { $0.nullCount == $0.rows.count }
    // A page that holds only NaN has values but no bounds; the index cannot express this.
    guard boundByteCount <= Self.boundByteLimit,
      zip(dataPages, nullPages).allSatisfy({ $0.bounds != nil || $1 })
    else { return nil }
    let bounds = dataPages.compactMap(\.bounds)
    return ColumnIndex(
      nullPages: nullPages,
      minValues: dataPages.map { $0.bounds?.min.stored ?? [] },
      maxValues: dataPages.map { $0.bounds?.max.stored ?? [] },
      boundaryOrder: BoundaryOrder(of: bounds),
      nullCounts: dataPages.map { Int64($0.nullCount) })
  }
}

extension BoundaryOrder {
  /// The order of the pages' bounds, without pages of nulls.
  package init(of bounds: [Bounds]) {
    let pairs = zip(bounds, bounds.dropFirst())
    if pairs.allSatisfy({ $0.min <= $1.min && $0.max <= $1.max }) {
      self = .ascending
    } else if pairs.allSatisfy({ $0.min >= $1.min && $0.max >= $1.max }) {
      self = .descending
    } else {
      self = .unordered
    }
  }
}
