import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

private func file(
  _ type: PhysicalType, repetition: FieldRepetition = .optional
) -> SmallFile {
  SmallFile(
    SchemaElement(
      type: type, typeLength: type == .fixedLengthByteArray ? 3 : nil, repetition: repetition,
      name: "x", logicalType: .unknown))
}

@Test(arguments: [
  PhysicalType.int32, .boolean, .int64, .int96, .byteArray, .double, .fixedLengthByteArray,
])
func `a column of nulls only is read, whatever its physical type`(_ type: PhysicalType) throws {
  var small = file(type)
  small.append(dictionary: [], count: 0)
  small.append(count: 3, areNull: true)
  small.append(count: 2, level: 0, .byteStreamSplit, values: [])
  let parquet = try ParquetFile(bytes: small.finish(rowCount: 5))
  #expect(try parquet.leafTypes() == [.null])
  #expect(parquet.leaves[0].type?.description == "null")
  #expect(parquet.leaves[0].dataType == nil)
  let column = try parquet.readColumnChunk(rowGroup: 0, column: 0).column
  #expect(column.count == 5 && column.nullCount == 5)
}

@Test func `a value in a column of nulls only is refused`() throws {
  for repetition in [FieldRepetition.optional, .required] {
    var small = file(.int32, repetition: repetition)
    small.append(count: 1, .plain, values: [1, 0, 0, 0])
    let parquet = try ParquetFile(bytes: small.finish(rowCount: 1))
    let mismatch = ParquetReadingError(
      .mismatch("values in a column of nulls only", expected: 0, found: 1), offset: 4)
    #expect(throws: mismatch) { try parquet.readRowGroup(0) }
  }
}
