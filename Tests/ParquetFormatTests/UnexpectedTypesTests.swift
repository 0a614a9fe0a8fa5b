import BarLakeParquetFormat
import Testing

// Fields of another type than the format gives them, in every structure: as if they were not there.

/// One field of a structure as it stands in bytes.
private struct RawField {
  var id: Int16
  var type: UInt8
  var value: [UInt8]

  /// A field header with the id in full, for any id.
  var bytes: [UInt8] {
    var rest = UInt32(truncatingIfNeeded: (Int32(id) << 1) ^ (Int32(id) >> 31))
    var number: [UInt8] = []
    while rest > 0x7F {
      number.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return [type] + number + [UInt8(rest)] + value
  }
}

private func rawFields(_ bytes: [UInt8]) throws(ThriftError) -> [RawField] {
  var reader = CompactReader(bytes)
  var fields: [RawField] = []
  try reader.fields { (reader, field) throws(ThriftError) in
    let start = reader.offset
    try reader.skip(field)
    fields.append(
      RawField(id: field.id, type: field.type.rawValue, value: Array(bytes[start..<reader.offset])))
  }
  return fields
}

private func bytes(_ fields: [RawField]) -> [UInt8] { fields.flatMap(\.bytes) + [0] }

/// Values of all types, as bytes.
private let values: [(type: CompactType, value: [UInt8])] = [
  (.true, []), (.i8, [1]), (.double, [1, 2, 3, 4, 5, 6, 7, 8]), (.binary, [2, 0x61, 0x62]),
  (.list, [0x2C, 0, 0]), (.list, [0x28, 0, 0]), (.set, [0x15, 2]), (.map, [1, 0x58, 2, 1, 0x61]),
  (.structure, [0x15, 2, 0]), (.structure, [0]), (.uuid, [UInt8](repeating: 7, count: 16)),
  // An integer that no 32 bits hold, in the type for 64.
  (.i64, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
]

/// A structure of the format: its bytes with all fields, and how it is read. What is read is
/// compared by its text, which shows every field.
private struct Structure: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let read: @Sendable (inout CompactReader) throws(ThriftError) -> String

  var testDescription: String { name }

  init<Value>(
    _ value: Value, _ write: (Value, inout CompactWriter) -> Void,
    _ read: @escaping @Sendable (inout CompactReader) throws(ThriftError) -> Value
  ) {
    name = "\(Value.self)"
    bytes = CompactWriter.bytes { write(value, &$0) }
    self.read = { (reader) throws(ThriftError) in "\(try read(&reader))" }
  }

  func outcome(_ bytes: [UInt8]) -> Result<String, ThriftError> {
    var reader = CompactReader(bytes)
    do throws(ThriftError) {
      let value = try read(&reader)
      #expect(reader.offset == bytes.count)
      return .success(value)
    } catch {
      // Where a structure ends depends on what was passed over in it.
      return .failure(ThriftError(error.reason, offset: 0))
    }
  }
}

private let statistics = Statistics(
  legacyMax: [9], legacyMin: [1], nullCount: 3, distinctCount: 2, maxValue: [9, 9],
  minValue: [1, 1], isMaxValueExact: true, isMinValueExact: false)

private let metaData = ColumnMetaData(
  type: .byteArray, encodings: [.plain, .rle], path: ["a"], codec: .snappy, valueCount: 12,
  uncompressedByteCount: 6, compressedByteCount: 5, keyValueMetadata: [KeyValue(key: "k")],
  dataPageOffset: 4, indexPageOffset: 6, dictionaryPageOffset: 8, statistics: statistics,
  encodingStats: [encodingStats], bloomFilterOffset: 10, bloomFilterByteCount: 11)

private let encodingStats = PageEncodingStats(
  pageType: .dataPage, encoding: .rleDictionary, count: 2)

private let element = SchemaElement(
  type: .int32, typeLength: 4, repetition: .optional, name: "x", childCount: 0,
  convertedType: .uint8, scale: 1, precision: 2, fieldID: 3, logicalType: .date)

private let chunk = ColumnChunk(
  filePath: "elsewhere", fileOffset: 0, metaData: metaData, offsetIndexOffset: 1,
  offsetIndexByteCount: 2, columnIndexOffset: 3, columnIndexByteCount: 4)

private let rowGroup = RowGroup(
  columns: [chunk], uncompressedByteCount: 100, rowCount: 7, fileOffset: 4,
  compressedByteCount: 50, ordinal: 0)

private let dataPage = DataPageHeader(
  valueCount: 3, encoding: .plain, definitionLevelEncoding: .rle,
  repetitionLevelEncoding: .bitPacked, statistics: statistics)

private let dictionaryPage = DictionaryPageHeader(valueCount: 3, encoding: .plain, isSorted: true)

private let dataPageV2 = DataPageHeaderV2(
  valueCount: 1, nullCount: 2, rowCount: 3, encoding: .deltaByteArray,
  definitionLevelsByteCount: 4, repetitionLevelsByteCount: 5, isCompressed: false,
  statistics: statistics)

private let structures: [Structure] = [
  Structure(statistics, { $0.write(to: &$1) }, Statistics.init),
  Structure(metaData, { $0.write(to: &$1) }, ColumnMetaData.init),
  Structure(encodingStats, { $0.write(to: &$1) }, PageEncodingStats.init),
  Structure(KeyValue(key: "k", value: "v"), { $0.write(to: &$1) }, KeyValue.init),
  Structure(element, { $0.write(to: &$1) }, SchemaElement.init),
  Structure(chunk, { $0.write(to: &$1) }, ColumnChunk.init),
  Structure(rowGroup, { $0.write(to: &$1) }, RowGroup.init),
  Structure(
    FileMetaData(
      version: 2, schema: [element], rowCount: 7, rowGroups: [rowGroup],
      keyValueMetadata: [KeyValue(key: "key")], createdBy: "someone", columnOrders: [.typeDefined]),
    { $0.write(to: &$1) }, FileMetaData.init),
  Structure(ColumnOrder.typeDefined, { $0.write(to: &$1) }, ColumnOrder.init),
  Structure(LogicalType.date, { $0.write(to: &$1) }, LogicalType.init),
  Structure(dataPage, { $0.write(to: &$1) }, DataPageHeader.init),
  Structure(dictionaryPage, { $0.write(to: &$1) }, DictionaryPageHeader.init),
  Structure(dataPageV2, { $0.write(to: &$1) }, DataPageHeaderV2.init),
  Structure(
    PageHeader(
      type: .dataPage, uncompressedByteCount: 10, compressedByteCount: 9, crc: -1,
      dataPageHeader: dataPage, dictionaryPageHeader: dictionaryPage, dataPageHeaderV2: dataPageV2),
    { $0.write(to: &$1) }, PageHeader.init),
  Structure(
    PageLocation(offset: 1, compressedByteCount: 2, firstRowIndex: 3), { $0.write(to: &$1) },
    PageLocation.init),
  Structure(
    OffsetIndex(pageLocations: [
      PageLocation(offset: 1, compressedByteCount: 2, firstRowIndex: 3)
    ]), { $0.write(to: &$1) }, OffsetIndex.init),
  Structure(
    ColumnIndex(
      nullPages: [false], minValues: [[1]], maxValues: [[2]], boundaryOrder: .ascending,
      nullCounts: [0]), { $0.write(to: &$1) }, ColumnIndex.init),
]

/// Whether a field of the type `own` takes a value of the type `other`: integers of any width that
/// hold the value, and Booleans, whose value is their type.
private func isTaken(_ own: UInt8, _ other: CompactType) -> Bool {
  let integers = [CompactType.i16, .i32, .i64].map(\.rawValue)
  let booleans = [CompactType.true, .false].map(\.rawValue)
  if booleans.contains(own) { return booleans.contains(other.rawValue) }
  return integers.contains(own)
    && (other == .i8 || own == CompactType.i64.rawValue && other == .i64)
}

@Test(arguments: structures)
private func `a field of another type counts as absent`(_ structure: Structure) throws {
  let fields = try rawFields(structure.bytes)
  #expect(fields.count > 0)
  guard case .success = structure.outcome(bytes(fields)) else {
    Issue.record("the structure is not read as it was written")
    return
  }
  var count = 0
  for (place, field) in fields.enumerated() {
    var without = fields
    without.remove(at: place)
    let expected = structure.outcome(bytes(without))
    for (type, value) in values
    where type.rawValue != field.type && !isTaken(field.type, type) {
      var with = fields
      with[place] = RawField(id: field.id, type: type.rawValue, value: value)
      #expect(structure.outcome(bytes(with)) == expected, "field \(field.id) as \(type)")
      count += 1
    }
  }
  #expect(count >= 8 * fields.count)
}

@Test func `a list whose elements are of another type counts as absent`() throws {
  let written = FileMetaData(
    version: 1, schema: [element], rowCount: 0, rowGroups: [],
    keyValueMetadata: [KeyValue(key: "key")])
  var fields = try rawFields(CompactWriter.bytes { written.write(to: &$0) })
  let place = try #require(fields.firstIndex { $0.id == 5 })
  // Two texts in the place of structures.
  fields[place].value = [0x28, 1, 0x61, 1, 0x62]
  var reader = CompactReader(bytes(fields))
  let read = try FileMetaData(from: &reader)
  #expect(read.keyValueMetadata == nil)
  #expect(read.schema == written.schema)
}

@Test func `integers of a list may be stored in any type for numbers of variable length`() throws {
  var fields = try rawFields(CompactWriter.bytes { metaData.write(to: &$0) })
  let place = try #require(fields.firstIndex { $0.id == 2 })
  for type in [CompactType.i16, .i32, .i64] {
    fields[place].value[0] = fields[place].value[0] & 0xF0 | type.rawValue
    var reader = CompactReader(bytes(fields))
    #expect(try ColumnMetaData(from: &reader) == metaData)
  }
}

@Test func `a unit of time of another type is a missing one`() {
  // TIMESTAMP with isAdjustedToUTC, and a unit whose member MICROS is a number.
  let type: [UInt8] = [0x8C, 0x11, 0x1C, 0x25, 2, 0, 0, 0]
  var reader = CompactReader(type)
  #expect(throws: ThriftError.self) { try LogicalType(from: &reader) }
  let whole: [UInt8] = [0x8C, 0x11, 0x1C, 0x2C, 0, 0, 0, 0]
  reader = CompactReader(whole)
  #expect(
    (try? LogicalType(from: &reader)) == .timestamp(isAdjustedToUTC: true, unit: .microseconds))
}

@Test func `what is passed over is checked as what is read is`() {
  // Field 6 of the footer, a text, as a list of more elements than there are bytes, as structures
  // without end, and as a type that is none.
  let damaged: [([UInt8], ThriftError.Reason)] = [
    ([0x69, 0xFC, 0xFF, 0xFF, 0xFF, 0x0F], .truncated),
    ([UInt8](repeating: 0x6C, count: 1) + [UInt8](repeating: 0x1C, count: 1_000), .tooDeep),
    ([0x6E, 0], .unknownType(14)),
    ([0x67, 1, 2], .truncated),
  ]
  for (bytes, reason) in damaged {
    var reader = CompactReader(bytes)
    let error = #expect(throws: ThriftError.self) { try FileMetaData(from: &reader) }
    #expect(error?.reason == reason)
  }
}
