import BarLakeBytes
import BarLakeParquetFormat
import Testing

private let statistics = Statistics(
  legacyMax: [9], legacyMin: [1], nullCount: 3, distinctCount: 2, maxValue: [9, 9],
  minValue: [1, 1], isMaxValueExact: true, isMinValueExact: false)

private let columnMetaData = ColumnMetaData(
  type: .byteArray, encodings: [.plain, .rle, Encoding(rawValue: 99)], path: ["a", "b"],
  codec: .snappy, valueCount: 12, uncompressedByteCount: 1 << 40, compressedByteCount: 5,
  keyValueMetadata: [KeyValue(key: "k")], dataPageOffset: 4, indexPageOffset: 6,
  dictionaryPageOffset: 8, statistics: statistics,
  encodingStats: [PageEncodingStats(pageType: .dataPage, encoding: .rleDictionary, count: 2)],
  bloomFilterOffset: 10, bloomFilterByteCount: 11)

private let logicalTypes: [LogicalType] = [
  .string, .map, .list, .enumeration, .decimal(scale: 2, precision: 9), .date,
  .time(isAdjustedToUTC: false, unit: .milliseconds),
  .timestamp(isAdjustedToUTC: true, unit: .nanoseconds), .integer(bitWidth: 8, isSigned: false),
  .unknown, .json, .bson, .uuid, .float16, .other(77),
]

private let fileMetaData = FileMetaData(
  version: 2,
  schema: [SchemaElement(name: "schema", childCount: Int32(logicalTypes.count))]
    + logicalTypes.map {
      SchemaElement(
        type: .int32, typeLength: 4, repetition: .optional, name: "\($0)", convertedType: .uint8,
        scale: 1, precision: 2, fieldID: 3, logicalType: $0)
    },
  rowCount: 7,
  rowGroups: [
    RowGroup(
      columns: [
        ColumnChunk(
          filePath: "elsewhere", fileOffset: 0, metaData: columnMetaData, offsetIndexOffset: 1,
          offsetIndexByteCount: 2, columnIndexOffset: 3, columnIndexByteCount: 4),
        ColumnChunk(fileOffset: 1),
      ],
      uncompressedByteCount: 100, rowCount: 7, fileOffset: 4, compressedByteCount: 50, ordinal: 0)
  ],
  keyValueMetadata: [KeyValue(key: "key", value: "value")], createdBy: "someone",
  columnOrders: [.typeDefined, .other(2)])

private let dataPage = PageHeader(
  type: .dataPage, uncompressedByteCount: 10, compressedByteCount: 9, crc: -1,
  dataPageHeader: DataPageHeader(
    valueCount: 3, encoding: .plain, definitionLevelEncoding: .rle,
    repetitionLevelEncoding: .bitPacked, statistics: statistics))

private let dataPageV2 = PageHeader(
  type: .dataPageV2, uncompressedByteCount: 10, compressedByteCount: 9,
  dataPageHeaderV2: DataPageHeaderV2(
    valueCount: 1, nullCount: 2, rowCount: 3, encoding: .deltaByteArray,
    definitionLevelsByteCount: 4, repetitionLevelsByteCount: 5, isCompressed: false,
    statistics: statistics))

private let dictionaryPage = PageHeader(
  type: .dictionaryPage, uncompressedByteCount: 10, compressedByteCount: 9,
  dictionaryPageHeader: DictionaryPageHeader(
    valueCount: 3, encoding: .plainDictionary, isSorted: true))

private let columnIndex = ColumnIndex(
  nullPages: [true, false], minValues: [[], [1]], maxValues: [[], [2]], boundaryOrder: .ascending,
  nullCounts: [4, 0])

private let offsetIndex = OffsetIndex(
  pageLocations: [PageLocation(offset: 4, compressedByteCount: 100, firstRowIndex: 1)])

private func footer(_ bytes: [UInt8]) throws(ThriftError) -> FileMetaData {
  var reader = CompactReader(bytes)
  return try FileMetaData(from: &reader)
}

@Test func `a footer is read as it was written`() throws {
  let bytes = CompactWriter.bytes { fileMetaData.write(to: &$0) }
  #expect(try footer(bytes) == fileMetaData)
}

@Test(arguments: [dataPage, dataPageV2, dictionaryPage])
func `a page header is read as it was written`(header: PageHeader) throws {
  var reader = CompactReader(CompactWriter.bytes { header.write(to: &$0) })
  #expect(try PageHeader(from: &reader) == header)
}

@Test func `page indexes are read as they were written`() throws {
  var columnReader = CompactReader(CompactWriter.bytes { columnIndex.write(to: &$0) })
  #expect(try ColumnIndex(from: &columnReader) == columnIndex)
  var offsetReader = CompactReader(CompactWriter.bytes { offsetIndex.write(to: &$0) })
  #expect(try OffsetIndex(from: &offsetReader) == offsetIndex)
}

@Test func `a page header has the bytes that the format says`() {
  let header = PageHeader(
    type: .dataPage, uncompressedByteCount: 100, compressedByteCount: 50, crc: 1,
    dataPageHeader: DataPageHeader(
      valueCount: 3, encoding: .rleDictionary, definitionLevelEncoding: .rle,
      repetitionLevelEncoding: .rle))
  #expect(
    CompactWriter.bytes { header.write(to: &$0) } == [
      0x15, 0, 0x15, 200, 1, 0x15, 100, 0x15, 2,
      0x1C, 0x15, 6, 0x15, 16, 0x15, 6, 0x15, 6, 0, 0,
    ])
}

@Test func `values that the format does not name stay readable`() {
  #expect(Encoding(rawValue: 99).description == "99")
  #expect(Encoding(rawValue: 1).description == "1")
  #expect(Encoding(rawValue: -1).description == "-1")
  #expect(Encoding.rleDictionary.description == "RLE_DICTIONARY")
  #expect(ConvertedType.interval.description == "INTERVAL")
  #expect(CompressionCodec.lz4Raw.description == "LZ4_RAW")
}

@Test func `a footer cut anywhere is an error and nothing worse`() {
  let bytes = CompactWriter.bytes { fileMetaData.write(to: &$0) }
  for count in bytes.indices {
    #expect(throws: ThriftError.self) { try footer(Array(bytes[..<count])) }
  }
}

@Test func `a footer with any byte changed is read or refused`() {
  let bytes = CompactWriter.bytes { fileMetaData.write(to: &$0) }
  var refused = 0
  for index in bytes.indices {
    for change in UInt8(1)...255 {
      var damaged = bytes
      damaged[index] ^= change
      if (try? footer(damaged)) == nil { refused += 1 }
    }
  }
  #expect(refused > bytes.count)
}

@Test func `footers of other writers are read, and mean the same when they are written again`()
  throws
{
  let tests = FileSystem.parent(of: FileSystem.parent(of: #filePath))
  let folder = "\(FileSystem.parent(of: tests))/Fixtures/parquet"
  let names = try FileSystem.names(in: folder).filter { $0.hasSuffix(".parquet") }
  #expect(!names.isEmpty)
  for name in names {
    let file = try FileSystem.read("\(folder)/\(name)")
    #expect(file.starts(with: FileLayout.magic))
    let trailer = Array(file.suffix(FileLayout.trailerByteCount))
    let byteCount = try #require(FileLayout.footerByteCount(trailer: trailer))
    #expect(FileLayout.trailer(footerByteCount: byteCount) == trailer)
    let end = file.count - FileLayout.trailerByteCount
    var reader = CompactReader(file, in: end - byteCount..<end)
    let metaData = try FileMetaData(from: &reader)
    #expect(reader.offset == end, "\(name)")
    #expect(metaData.rowGroups.reduce(0) { $0 + $1.rowCount } == metaData.rowCount)
    #expect(try footer(CompactWriter.bytes { metaData.write(to: &$0) }) == metaData)
  }
}

@Test func `a trailer without the magic is refused`() {
  #expect(FileLayout.footerByteCount(trailer: Array("\u{1}\0\0\0PARX".utf8)) == nil)
  #expect(FileLayout.footerByteCount(trailer: Array("PAR1".utf8)) == nil)
}
