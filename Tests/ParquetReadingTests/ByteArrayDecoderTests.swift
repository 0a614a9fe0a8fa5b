import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

private func column(
  _ element: SchemaElement, _ encoding: BarLakeParquetFormat.Encoding, _ values: [UInt8],
  count: Int
) throws -> Column {
  var file = SmallFile(element)
  file.append(count: count, encoding, values: values)
  return try ParquetFile(bytes: file.finish(rowCount: count))
    .readColumnChunk(rowGroup: 0, column: 0).column
}

private let threeBytes = SchemaElement(
  type: .fixedLengthByteArray, typeLength: 3, repetition: .optional, name: "x")
private let anyDecimal = SchemaElement(
  type: .byteArray, repetition: .optional, name: "x", convertedType: .decimal, scale: 0,
  precision: 5)

@Test func `a value of fixed length has no other length`() throws {
  let suffixes = deltaBinaryPacked([0, 2]) + deltaBinaryPacked([3, 1]) + Array("abcd".utf8)
  guard
    case .string(let values) = try column(threeBytes, .deltaByteArray, suffixes, count: 2).values
  else {
    Issue.record("the values are not bytes")
    return
  }
  #expect([values[0], values[1]] == ["abc", "abd"])
  let longer = deltaBinaryPacked([0, 2]) + deltaBinaryPacked([3, 2]) + Array("abcde".utf8)
  let error = ParquetReadingError(
    .invalid("a value of 4 bytes is none of the column's type"), offset: 4)
  #expect(throws: error) { try column(threeBytes, .deltaByteArray, longer, count: 2) }
}

@Test func `a decimal in bytes has between 1 and 32 of them`() throws {
  for byteCount in [1, 32] {
    let bytes = plain([UInt8](repeating: 1, count: byteCount))
    #expect(try column(anyDecimal, .plain, bytes, count: 1).count == 1)
  }
  for byteCount in [0, 33] {
    let error = ParquetReadingError(
      .invalid("a value of \(byteCount) bytes is none of the column's type"), offset: 4)
    let bytes = plain([UInt8](repeating: 1, count: byteCount))
    #expect(throws: error) { try column(anyDecimal, .plain, bytes, count: 1) }
  }
}

@Test func `an encoding that the physical type does not have is named`() {
  let text = SchemaElement(type: .byteArray, repetition: .optional, name: "x")
  let wrong: [(SchemaElement, BarLakeParquetFormat.Encoding)] = [
    (text, .byteStreamSplit), (text, .deltaBinaryPacked), (text, .rle),
    (threeBytes, .deltaLengthByteArray), (threeBytes, BarLakeParquetFormat.Encoding(rawValue: 77)),
    (SchemaElement(type: .double, repetition: .optional, name: "x"), .deltaBinaryPacked),
    (SchemaElement(type: .int32, repetition: .optional, name: "x"), .deltaByteArray),
    (SchemaElement(type: .boolean, repetition: .optional, name: "x"), .byteStreamSplit),
  ]
  for (element, encoding) in wrong {
    let error = ParquetReadingError(.unsupported("column x: the encoding \(encoding)"), offset: 4)
    #expect(throws: error) {
      try column(element, encoding, deltaBinaryPacked([1]), count: 1)
    }
  }
}

@Test func `a number that is no value of the column's type is an error`() {
  let small = SchemaElement(
    type: .int32, repetition: .optional, name: "x", convertedType: .uint8)
  for value in [Int64(256), -1] {
    let error = ParquetReadingError(
      .invalid("\(value) is no value of the column's type"), offset: 4)
    #expect(throws: error) {
      try column(small, .deltaBinaryPacked, deltaBinaryPacked([value]), count: 1)
    }
  }
}
