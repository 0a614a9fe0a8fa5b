import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting
import Testing

private func chunk(_ column: Column, _ type: DataType, pageLimit: Int = 1 << 20) throws
  -> EncodedColumnChunk
{
  try encode(oneField(type), [slice(column)], pageLimit: pageLimit).columns[0]
}

private func little(_ number: some FixedWidthInteger & BitwiseCopyable) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.append(littleEndian: number)
  return bytes
}

@Test func `statistics are exact and ordered by the logical type`() throws {
  func check(_ type: DataType, _ values: ColumnValues, _ min: [UInt8], _ max: [UInt8]) throws {
    #expect(
      try chunk(Column(values), type).metaData.statistics
        == Statistics(
          nullCount: 0, maxValue: max, minValue: min, isMaxValueExact: true, isMinValueExact: true))
  }
  try check(.bool, .bool([true, true]), [1], [1])
  try check(.bool, .bool([true, false]), [0], [1])
  try check(.int8, .int8([1, -1]), little(Int32(-1)), little(Int32(1)))
  try check(.int16, .int16([-300, 300]), little(Int32(-300)), little(Int32(300)))
  try check(.uint32, .uint32([.max, 1]), little(UInt32(1)), little(UInt32.max))
  try check(.uint64, .uint64([.max, 1]), little(UInt64(1)), little(UInt64.max))
  try check(.int64, .int64([.max, .min]), little(Int64.min), little(Int64.max))
  try check(
    .float64, .float64([0, .nan, -0.0]), little((-0.0).bitPattern), little((0.0).bitPattern))
  try check(
    .string, .string(StringValues(["b", "\u{E9}", "", "a"])), [], Array("\u{E9}".utf8))
}

@Test func `statistics of long texts are not cut`() throws {
  let long = String(repeating: "z", count: 5_000)
  let statistics = try chunk(Column(.string(StringValues(["a", long]))), .string).metaData
    .statistics
  #expect(statistics?.maxValue == Array(long.utf8))
}

@Test func `only NaN leaves a chunk without bounds and its pages without an index`() throws {
  let values = [Double](repeating: .nan, count: 100)
  let encoded = try chunk(Column(.float64(values)), .float64, pageLimit: 20)
  #expect(encoded.metaData.statistics == Statistics(nullCount: 0))
  #expect(encoded.columnIndex == nil)
  #expect(encoded.offsetIndex != nil)
}

@Test func `a chunk has one data encoding, and lists what it has`() throws {
  let few = try chunk(Column(.int64((0..<1_000).map { $0 % 10 })), .int64).metaData
  #expect(few.encodings == [.plain, .rle, .rleDictionary])
  #expect(
    few.encodingStats == [
      PageEncodingStats(pageType: .dictionaryPage, encoding: .plain, count: 1),
      PageEncodingStats(pageType: .dataPage, encoding: .rleDictionary, count: 1),
    ])
  #expect(few.dictionaryPageOffset == 0)
  let many = try chunk(Column(.int64((0..<1_000).map { $0 })), .int64, pageLimit: 1_000).metaData
  #expect(many.encodings == [.rle, .plain])
  #expect(
    many.encodingStats == [PageEncodingStats(pageType: .dataPage, encoding: .plain, count: 9)])
  #expect(many.dictionaryPageOffset == nil)
}

@Test func `one page needs no index`() throws {
  let encoded = try chunk(Column(.int32([1, 2, 3])), .int32)
  #expect(encoded.columnIndex == nil)
  #expect(encoded.offsetIndex == nil)
}

@Test func `the column index has the bounds of every page`() throws {
  var validity = Validity()
  validity.append(true, count: 8)
  validity.append(false, count: 8)
  validity.append(true, count: 8)
  let column = Column(.int32((0..<24).map { 1_000 - $0 * $0 }), validity: validity)
  // Four bytes of length, the levels' limit of nine and eight values of four bytes.
  let encoded = try chunk(column, .int32, pageLimit: 4 + 9 + 32)
  #expect(
    encoded.columnIndex
      == ColumnIndex(
        nullPages: [false, true, false],
        minValues: [little(Int32(1_000 - 49)), [], little(Int32(1_000 - 23 * 23))],
        maxValues: [little(Int32(1_000)), [], little(Int32(1_000 - 256))],
        boundaryOrder: .descending, nullCounts: [0, 8, 0]))
  #expect(encoded.offsetIndex?.pageLocations.map(\.firstRowIndex) == [0, 8, 16])
}

@Test func `the index of a dictionary's pages has the bounds of the texts that they show`() throws {
  let texts = (0..<600).map { "\(["m", "a", "z"][$0 / 200])\($0 % 3)" }
  let encoded = try chunk(Column(.string(StringValues(texts))), .string, pageLimit: 121)
  let index = try #require(encoded.columnIndex)
  #expect(index.minValues.first == Array("m0".utf8))
  #expect(index.maxValues.first == Array("m2".utf8))
  #expect(index.minValues.last == Array("z0".utf8))
  #expect(index.boundaryOrder == .unordered)
}

@Test func `boundary order is rising, falling or neither`() {
  func order(_ pairs: [(UInt8, UInt8)]) -> BoundaryOrder {
    func bound(_ value: UInt8) -> Bounds.Bound { Bounds.Bound(stored: [value]) }
    return BoundaryOrder(of: pairs.map { Bounds(min: bound($0.0), max: bound($0.1)) })
  }
  #expect(order([]) == .ascending)
  #expect(order([(1, 2), (1, 2)]) == .ascending)
  #expect(order([(1, 2), (1, 3), (3, 3)]) == .ascending)
  #expect(order([(3, 3), (1, 3), (1, 2)]) == .descending)
  #expect(order([(1, 5), (2, 4)]) == .unordered)
}

@Test(arguments: [64, 200, 5_000, 1 << 20])
func `no page is longer than the limit, unless it has one row`(limit: Int) throws {
  for validity in [nil, Validity.random(5_000)] {
    let (schema, batch) = sample(rowCount: 5_000, validity: validity)
    let group = try encode(schema, [BatchSlice(batch)], pageLimit: limit)
    for (column, field) in schema.fields.enumerated() {
      for page in try #require(decodePages(group, column: column)) {
        guard let header = page.header.dataPageHeader else { continue }
        #expect(page.bytes.count <= limit || header.valueCount == 1, "\(field.name)")
      }
    }
  }
}

@Test func `the sizes of a chunk are those of its pages`() throws {
  let (schema, batch) = sample(rowCount: 3_000, validity: .random(3_000))
  let group = try encode(schema, [BatchSlice(batch)], pageLimit: 1_000)
  for encoded in group.columns {
    let metaData = encoded.metaData
    #expect(metaData.dictionaryPageOffset ?? metaData.dataPageOffset == 0)
    let end = metaData.compressedByteCount
    #expect(end == Int64(encoded.bytes.count))
    if let pages = encoded.offsetIndex?.pageLocations {
      #expect(pages.first?.offset == metaData.dataPageOffset)
      #expect(pages.last.map { $0.offset + Int64($0.compressedByteCount) } == end)
    }
  }
}
