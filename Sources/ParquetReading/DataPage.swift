internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// A data page of either version. Its levels are decoded, and its values are still encoded.
struct DataPage {
  /// The number of rows, including nulls.
  var rowCount: Int
  /// The number of rows with a value.
  var valueCount: Int
  var encoding: Encoding
  var bytes: [UInt8]
  /// The range of the encoded values in `bytes`.
  var values: Range<Int>
  /// The offset of the page in the file, for errors.
  var offset: Int
  var unusedLevelByteCount: Int

  /// Decodes the levels of a flat column. If the column is optional, appends one row to `validity`
  /// for each. Nil if the page holds no data. At most `rowLimit` rows may follow.
  init?(
    _ page: PageSummary, of reader: PageReader, isOptional: Bool, rowLimit: Int,
    validity: inout Validity
  ) throws(ParquetReadingError) {
    offset = page.offset
    func count(_ count: Int32, _ what: String) throws(ParquetReadingError) -> Int {
      guard count >= 0, count <= rowLimit else {
        throw ParquetReadingError(
          .mismatch(what, expected: rowLimit, found: Int(count)), offset: page.offset)
      }
      return Int(count)
    }
    let levels: Range<Int>
    var levelEncoding = Encoding.rle
    switch page.header.type {
    case .dataPage:
      guard let header = page.header.dataPageHeader else { throw DataPage.noHeader(page) }
      rowCount = try count(header.valueCount, "values of the row group")
      encoding = header.encoding
      bytes = try reader.body(of: page)
      levelEncoding = header.definitionLevelEncoding
      levels =
        isOptional
        ? try DataPage.levelsOfFirstVersion(header, in: bytes, count: rowCount, page) : 0..<0
      values = levels.upperBound..<bytes.count
    case .dataPageV2:
      guard let header = page.header.dataPageHeaderV2 else { throw DataPage.noHeader(page) }
      rowCount = try count(header.valueCount, "values of the row group")
      encoding = header.encoding
      let definitionLevels = Int(header.definitionLevelsByteCount)
      let repetitionLevels = Int(header.repetitionLevelsByteCount)
      guard definitionLevels >= 0, repetitionLevels >= 0, header.rowCount == header.valueCount
      else {
        throw ParquetReadingError(.invalid("the page's counts"), offset: page.offset)
      }
      let levelsByteCount = definitionLevels + repetitionLevels
      bytes = try reader.body(
        of: page, plainByteCount: levelsByteCount, isCompressed: header.isCompressed ?? true)
      levels = repetitionLevels..<levelsByteCount
      values = levelsByteCount..<bytes.count
    default: return nil
    }
    let nullCount = validity.nullCount
    unusedLevelByteCount = levels.count
    if isOptional, levelEncoding == .bitPacked {
      BitPackedLevels.append(bytes, from: levels.lowerBound, count: rowCount, to: &validity)
      unusedLevelByteCount = 0
    } else if isOptional {
      var decoder = RLEHybridDecoder(bytes, in: levels, bitWidth: 1, fileOffset: page.offset)
      try decoder.levels(rowCount, into: &validity)
      unusedLevelByteCount = levels.upperBound - decoder.position
    }
    let pageNullCount = validity.nullCount - nullCount
    if let announced = page.header.dataPageHeaderV2?.nullCount, announced != pageNullCount {
      throw ParquetReadingError(
        .mismatch("nulls of the page", expected: Int(announced), found: pageNullCount),
        offset: page.offset)
    }
    valueCount = rowCount - pageNullCount
  }

  /// The range of the `count` levels of an optional column. Those of RLE follow their length in
  /// four bytes.
  private static func levelsOfFirstVersion(
    _ header: DataPageHeader, in bytes: [UInt8], count: Int, _ page: PageSummary
  ) throws(ParquetReadingError) -> Range<Int> {
    var levels = 0..<0
    switch header.definitionLevelEncoding {
    case .rle:
      guard bytes.count >= 4 else { throw outOfBounds(page) }
      levels = 4..<4 + Int(bytes.span.littleEndianHalfWord(at: 0))
    case .bitPacked: levels = 0..<BitPackedLevels.byteCount(count)
    default:
      throw ParquetReadingError(
        .unsupported("definition levels in \(header.definitionLevelEncoding)"), offset: page.offset)
    }
    guard levels.upperBound <= bytes.count else { throw outOfBounds(page) }
    return levels
  }

  private static func outOfBounds(_ page: PageSummary) -> ParquetReadingError {
    ParquetReadingError(.outOfBounds("the page's levels"), offset: page.offset)
  }

  private static func noHeader(_ page: PageSummary) -> ParquetReadingError {
    ParquetReadingError(
      .invalid("a page of the type \(page.header.type) without its header"), offset: page.offset)
  }
}
