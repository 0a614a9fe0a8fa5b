import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

/// The reader's type of a column, by name; nil if it has none.
private func name(
  _ type: PhysicalType, _ logicalType: LogicalType? = nil, _ convertedType: ConvertedType? = nil,
  length: Int32? = nil, scale: Int32? = nil, precision: Int32? = nil
) throws -> String? {
  let element = SchemaElement(
    type: type, typeLength: length, repetition: .required, name: "x", convertedType: convertedType,
    scale: scale, precision: precision, logicalType: logicalType)
  let file = try ParquetFile(bytes: SmallFile(element).finish(rowCount: 0))
  return file.leaves[0].type?.description
}

@Test func `types that a lake can have keep their names`() throws {
  #expect(try name(.boolean) == "bool")
  #expect(try name(.int32, nil, .int8) == "int8")
  #expect(
    try name(.int64, .timestamp(isAdjustedToUTC: true, unit: .nanoseconds)) == "timestamp[ns, UTC]")
  #expect(try name(.byteArray, .enumeration) == "string")
  #expect(try name(.byteArray, nil, .json) == "string")
}

@Test func `every physical type has a type of its own`() throws {
  #expect(try name(.int96) == "timestamp[ns]")
  #expect(try name(.byteArray) == "bytes")
  #expect(try name(.byteArray, .bson) == "bytes")
  #expect(try name(.fixedLengthByteArray, length: 7) == "fixed(7)")
  #expect(try name(.fixedLengthByteArray, length: 0) == nil)
  #expect(try name(.fixedLengthByteArray) == nil)
  #expect(try name(.fixedLengthByteArray, .uuid, length: 16) == "uuid")
  #expect(try name(.fixedLengthByteArray, .uuid, length: 15) == nil)
  #expect(try name(.fixedLengthByteArray, .float16, length: 2) == "float16")
  #expect(try name(.int32, .integer(bitWidth: 8, isSigned: false)) == "uint8")
  #expect(try name(.int32, nil, .uint16) == "uint16")
  #expect(try name(.int64, .integer(bitWidth: 16, isSigned: false)) == nil)
}

@Test func `times have the physical type of their unit`() throws {
  #expect(try name(.int32, .time(isAdjustedToUTC: false, unit: .milliseconds)) == "time[ms]")
  #expect(try name(.int32, nil, .timeMilliseconds) == "time[ms, UTC]")
  #expect(try name(.int64, nil, .timeMicroseconds) == "time[us, UTC]")
  #expect(try name(.int64, .time(isAdjustedToUTC: false, unit: .nanoseconds)) == "time[ns]")
  #expect(try name(.int64, .time(isAdjustedToUTC: false, unit: .milliseconds)) == nil)
  #expect(try name(.int32, .time(isAdjustedToUTC: false, unit: .microseconds)) == nil)
}

@Test func `decimals have no more digits than their physical type`() throws {
  func decimal(
    _ type: PhysicalType, _ precision: Int32, _ scale: Int32, length: Int32? = nil
  ) throws -> String? {
    try name(type, .decimal(scale: scale, precision: precision), length: length)
  }
  #expect(try decimal(.int32, 9, 2) == "decimal(9,2)")
  #expect(try decimal(.int32, 10, 2) == nil)
  #expect(try decimal(.int64, 18, 18) == "decimal(18,18)")
  #expect(try decimal(.int64, 18, 19) == nil)
  #expect(try decimal(.byteArray, 76, 0) == "decimal(76,0)")
  #expect(try decimal(.byteArray, 77, 0) == nil)
  for (length, most) in [(1, 2), (4, 9), (8, 18), (16, 38), (32, 76)] as [(Int32, Int32)] {
    #expect(try decimal(.fixedLengthByteArray, most, 1, length: length) != nil)
    #expect(try decimal(.fixedLengthByteArray, most + 1, 1, length: length) == nil)
  }
  #expect(try decimal(.fixedLengthByteArray, 9, 1, length: 33) == nil)
  #expect(try decimal(.double, 9, 1) == nil)
  #expect(try decimal(.int32, 0, 0) == nil)
  #expect(try decimal(.int32, 5, -1) == nil)
  #expect(try name(.int32, nil, .decimal, scale: 1, precision: 5) == "decimal(5,1)")
  #expect(try name(.int32, nil, .decimal, precision: 5) == "decimal(5,0)")
  #expect(try name(.int32, nil, .decimal) == nil)
}

@Test func `types that are not supported are named with their column`() throws {
  let elements = [
    SchemaElement(
      type: .fixedLengthByteArray, typeLength: 12, repetition: .optional, name: "x",
      convertedType: .interval),
    SchemaElement(
      type: .byteArray, repetition: .optional, name: "x", logicalType: .other(17)),
    SchemaElement(
      type: .byteArray, repetition: .optional, name: "x", logicalType: .other(99)),
    SchemaElement(type: .int32, repetition: .optional, name: "x", logicalType: .uuid),
  ]
  let names = [
    "FIXED_LEN_BYTE_ARRAY INTERVAL", "BYTE_ARRAY GEOMETRY", "BYTE_ARRAY logical type 99",
    "INT32 UUID",
  ]
  for (element, name) in zip(elements, names) {
    let file = try ParquetFile(bytes: SmallFile(element).finish(rowCount: 0))
    let unsupported = ParquetReadingError(
      .unsupported("the type of x, \(name)"), offset: file.footerRange.lowerBound)
    #expect(throws: unsupported) { try file.leafTypes() }
    #expect(throws: unsupported) { try file.readRowGroup(0) }
    #expect(throws: unsupported) { try file.readColumnChunk(rowGroup: 0, column: 0) }
  }
}
