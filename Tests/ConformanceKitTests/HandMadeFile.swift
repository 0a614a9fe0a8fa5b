import BarLakeBytes
import BarLakeParquetFormat

/// A file of one optional column `x`, its pages made by hand.
struct HandMadeFile {
  private let element: SchemaElement
  private var bytes = FileLayout.magic
  private var rowCount = 0
  private var uncompressedByteCount = 0
  private var encodings: Set<Encoding> = []
  private var dataPageOffset: Int?
  private var dictionaryPageOffset: Int?

  /// A file without a page. `type` is the column's physical type.
  init(_ type: PhysicalType = .int32, logicalType: LogicalType? = nil) {
    element = SchemaElement(
      type: type, repetition: .optional, name: "x",
      convertedType: logicalType == .string ? .utf8 : nil, logicalType: logicalType)
  }

  mutating func append(dictionary values: [Int32]) {
    var body: [UInt8] = []
    body.append(littleEndianBytesOf: values.span)
    dictionaryPageOffset = bytes.count
    encodings.insert(.plain)
    append(body, type: .dictionaryPage) {
      $0.dictionaryPageHeader = DictionaryPageHeader(
        valueCount: Int32(values.count), encoding: .plain)
    }
  }

  /// A page of `count` rows; `levels` and `values` are their encoded bytes.
  mutating func append(
    count: Int, levels: [UInt8], in levelEncoding: Encoding = .rle, values: [UInt8],
    encoding: Encoding, crc: UInt32? = nil, statistics: Statistics? = nil
  ) {
    if dataPageOffset == nil { dataPageOffset = bytes.count }
    encodings.formUnion([encoding, levelEncoding])
    rowCount += count
    var body: [UInt8] = []
    if levelEncoding == .rle { body.append(littleEndian: UInt32(levels.count)) }
    append(body + levels + values, type: .dataPage) {
      $0.crc = crc.map { Int32(bitPattern: $0) }
      $0.dataPageHeader = DataPageHeader(
        valueCount: Int32(count), encoding: encoding, definitionLevelEncoding: levelEncoding,
        repetitionLevelEncoding: .rle, statistics: statistics)
    }
  }

  /// A PLAIN page of the second version, not compressed, of `count` rows without a null.
  mutating func appendSecondVersion(count: Int, levels: [UInt8], values: [UInt8]) {
    if dataPageOffset == nil { dataPageOffset = bytes.count }
    encodings.formUnion([.plain, .rle])
    rowCount += count
    append(stored: levels + values, of: levels.count + values.count, type: .dataPageV2) {
      $0.dataPageHeaderV2 = DataPageHeaderV2(
        valueCount: Int32(count), nullCount: 0, rowCount: Int32(count), encoding: .plain,
        definitionLevelsByteCount: Int32(levels.count), repetitionLevelsByteCount: 0,
        isCompressed: false)
    }
  }

  /// Bytes of the chunk behind its last page.
  mutating func append(unread byteCount: Int) {
    bytes += [UInt8](repeating: 0, count: byteCount)
  }

  private mutating func append(
    _ body: [UInt8], type: PageType, _ complete: (inout PageHeader) -> Void
  ) {
    var buffer = ByteBuffer()
    Snappy.compress(body.span, into: &buffer)
    append(
      stored: Array(buffer.storage[..<buffer.count]), of: body.count, type: type, complete)
  }

  /// Appends a page as it is stored, of `byteCount` bytes before compression.
  private mutating func append(
    stored: [UInt8], of byteCount: Int, type: PageType, _ complete: (inout PageHeader) -> Void
  ) {
    var header = PageHeader(
      type: type, uncompressedByteCount: Int32(byteCount),
      compressedByteCount: Int32(stored.count))
    complete(&header)
    let headerBytes = CompactWriter.bytes { header.write(to: &$0) }
    bytes += headerBytes + stored
    uncompressedByteCount += headerBytes.count + byteCount
  }

  /// The file with its footer; `statistics` are the chunk's.
  func finish(_ statistics: Statistics) -> [UInt8] {
    let byteCount = bytes.count - FileLayout.magic.count
    let chunk = ColumnMetaData(
      type: element.type ?? .int32, encodings: Array(encodings), path: ["x"], codec: .snappy,
      valueCount: Int64(rowCount), uncompressedByteCount: Int64(uncompressedByteCount),
      compressedByteCount: Int64(byteCount), dataPageOffset: Int64(dataPageOffset ?? 4),
      dictionaryPageOffset: dictionaryPageOffset.map(Int64.init), statistics: statistics)
    let rowGroup = RowGroup(
      columns: [ColumnChunk(fileOffset: 0, metaData: chunk)],
      uncompressedByteCount: Int64(uncompressedByteCount), rowCount: Int64(rowCount))
    let metadata = FileMetaData(
      version: 1,
      schema: [SchemaElement(name: "root", childCount: 1), element], rowCount: Int64(rowCount),
      rowGroups: [rowGroup])
    let footer = CompactWriter.bytes { metadata.write(to: &$0) }
    return bytes + footer + FileLayout.trailer(footerByteCount: footer.count)
  }
}
