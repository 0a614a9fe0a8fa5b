import BarLakeBytes
import BarLakeParquetFormat
import BarLakeTestSupport

/// A file with one column `x` of one row group, its pages made by hand.
struct SmallFile {
  private let element: SchemaElement
  private let codec: CompressionCodec
  private var bytes = FileLayout.magic
  private var dataPageOffset = 0
  private var dictionaryPageOffset: Int?

  /// A column of this type, which is text if it is BYTE_ARRAY.
  init(_ type: PhysicalType) {
    let isText = type == .byteArray
    self.init(
      SchemaElement(
        type: type, repetition: .optional, name: "x", convertedType: isText ? .utf8 : nil,
        logicalType: isText ? .string : nil))
  }

  init(_ element: SchemaElement, codec: CompressionCodec = .snappy) {
    self.element = element
    self.codec = codec
  }

  mutating func append(dictionary: [UInt8], count: Int) {
    dictionaryPageOffset = bytes.count
    append(dictionary, .dictionaryPage) {
      $0.dictionaryPageHeader = DictionaryPageHeader(valueCount: Int32(count), encoding: .plain)
    }
  }

  /// A page of `count` rows that are all null, or all the value 0 of the dictionary.
  mutating func append(count: Int, areNull: Bool) {
    // The indices are one run, of one bit each.
    append(
      count: count, level: areNull ? 0 : 1, areNull ? .plain : .rleDictionary,
      values: areNull ? [] : [1] + Self.run(of: count) + [0])
  }

  /// A page of texts that stand in it.
  mutating func append(texts: [String]) {
    append(
      count: texts.count, level: 1, .plain, values: texts.flatMap { plain(Array($0.utf8)) })
  }

  /// A page of `count` rows that all have a value, if `level` is 1, or are all null.
  mutating func append(
    count: Int, level: UInt8 = 1, _ encoding: BarLakeParquetFormat.Encoding, values: [UInt8]
  ) {
    let run = Self.run(of: count)
    var levels: [UInt8] = []
    levels.append(littleEndian: UInt32(run.count + 1))
    append(count: count, levels: levels + run + [level], in: .rle, encoding, values: values)
  }

  /// A page of `count` rows; `levels` are the bytes of their levels in `levelEncoding`, and of the
  /// length before them.
  mutating func append(
    count: Int, levels: [UInt8], in levelEncoding: BarLakeParquetFormat.Encoding,
    _ encoding: BarLakeParquetFormat.Encoding, values: [UInt8]
  ) {
    if dataPageOffset == 0 { dataPageOffset = bytes.count }
    append(levels + values, .dataPage) {
      $0.dataPageHeader = DataPageHeader(
        valueCount: Int32(count), encoding: encoding, definitionLevelEncoding: levelEncoding,
        repetitionLevelEncoding: .rle)
    }
  }

  /// A page of `count` rows whose bytes are `stored`, and that states `byteCount` bytes before
  /// compression.
  mutating func append(count: Int, stored: [UInt8], byteCount: Int32) {
    dataPageOffset = bytes.count
    var header = PageHeader(
      type: .dataPage, uncompressedByteCount: byteCount, compressedByteCount: Int32(stored.count))
    header.dataPageHeader = DataPageHeader(
      valueCount: Int32(count), encoding: .plain, definitionLevelEncoding: .rle,
      repetitionLevelEncoding: .rle)
    let complete = header
    bytes += CompactWriter.bytes { complete.write(to: &$0) } + stored
  }

  /// A page V2 of `count` nulls, whose values are `stored` and decompress to no bytes.
  mutating func append(nullCount count: Int, stored: [UInt8]) {
    if dataPageOffset == 0 { dataPageOffset = bytes.count }
    let levels = Self.run(of: count) + [0]
    var header = PageHeader(
      type: .dataPageV2, uncompressedByteCount: Int32(levels.count),
      compressedByteCount: Int32(levels.count + stored.count))
    header.dataPageHeaderV2 = DataPageHeaderV2(
      valueCount: Int32(count), nullCount: Int32(count), rowCount: Int32(count), encoding: .plain,
      definitionLevelsByteCount: Int32(levels.count), repetitionLevelsByteCount: 0,
      isCompressed: true)
    let complete = header
    bytes += CompactWriter.bytes { complete.write(to: &$0) } + levels + stored
  }

  /// The header of a run: its length, doubled, as a variable-length number.
  private static func run(of count: Int) -> [UInt8] { varint(UInt64(count << 1)) }

  private mutating func append(
    _ body: [UInt8], _ type: PageType, _ complete: (inout PageHeader) -> Void
  ) {
    let stored = Self.compressed(body, by: codec)
    var header = PageHeader(
      type: type, uncompressedByteCount: Int32(body.count),
      compressedByteCount: Int32(stored.count))
    complete(&header)
    let whole = header
    bytes += CompactWriter.bytes { whole.write(to: &$0) } + stored
  }

  static func compressed(_ body: [UInt8], by codec: CompressionCodec) -> [UInt8] {
    switch codec {
    case .snappy:
      var buffer = ByteBuffer()
      Snappy.compress(body.span, into: &buffer)
      return Array(buffer.storage[..<buffer.count])
    case .gzip: return GzipDeflater.deflate(body)
    case .zstd: return zstdFrame(body)
    case .lz4Raw: return lz4Block(body)
    default: return body
    }
  }

  /// The file, whose row group has `rowCount` rows.
  func finish(rowCount: Int) -> [UInt8] {
    let byteCount = Int64(bytes.count - FileLayout.magic.count)
    let chunk = ColumnMetaData(
      type: element.type ?? .int32, encodings: [.plain, .rle, .rleDictionary], path: ["x"],
      codec: codec, valueCount: Int64(rowCount), uncompressedByteCount: byteCount,
      compressedByteCount: byteCount, dataPageOffset: Int64(dataPageOffset),
      dictionaryPageOffset: dictionaryPageOffset.map(Int64.init), statistics: nil)
    let metadata = FileMetaData(
      version: 1, schema: [SchemaElement(name: "root", childCount: 1), element],
      rowCount: Int64(rowCount),
      rowGroups: [
        RowGroup(
          columns: [ColumnChunk(fileOffset: 0, metaData: chunk)],
          uncompressedByteCount: byteCount, rowCount: Int64(rowCount))
      ])
    let footer = CompactWriter.bytes { metadata.write(to: &$0) }
    return bytes + footer + FileLayout.trailer(footerByteCount: footer.count)
  }
}

/// A text as PLAIN pages have it.
func plain(_ text: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.append(littleEndian: UInt32(text.count))
  return bytes + text
}
