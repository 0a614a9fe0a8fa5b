import BarLakeColumnar
import BarLakeConformanceKit
import BarLakeParquetReading
import Testing

private func text(_ values: ColumnValues, _ type: LeafType) -> String? {
  CellText.text(Column(values), row: 0, type: type)
}

private func bytes(_ value: [UInt8]) -> ColumnValues {
  var values = StringValues()
  values.append(value.span)
  return .string(values)
}

@Test func `cells of a lake's types are as they were`() {
  #expect(text(.int32([19_724]), .columnar(.date32)) == "2024-01-02")
  #expect(text(.float64([1.5]), .columnar(.float64)) == "0x3ff8000000000000")
  #expect(text(bytes(Array("NA".utf8)), .columnar(.string)) == "NA")
}

@Test func `a null cell has no text, whatever its type is`() {
  var validity = Validity()
  validity.append(false)
  let column = Column(bytes([]), validity: validity)
  for type in [LeafType.bytes, .uuid, .decimal(precision: 5, scale: 2)] {
    #expect(CellText.text(column, row: 0, type: type) == nil)
  }
}

@Test func `small unsigned integers and times are numbers`() {
  #expect(text(.uint32([255]), .uint8) == "255")
  #expect(text(.int32([86_399_999]), .time(.millisecond, isUTC: false)) == "86399999")
  #expect(text(.int64([1]), .time(.nanosecond, isUTC: true)) == "1")
}

@Test func `decimals have their point, whatever holds them`() {
  let type = LeafType.decimal(precision: 5, scale: 2)
  #expect(text(.int32([-5]), type) == "-0.05")
  #expect(text(.int64([12_345]), type) == "123.45")
  #expect(text(bytes([0xFF, 0xFB]), type) == "-0.05")
  let codes = DictionaryValues(codes: [1], dictionary: StringValues(["\u{1}", "\u{2}"]))
  #expect(text(.dictionary(codes), type) == "0.02")
}

@Test func `bytes are hexadecimal`() {
  #expect(text(bytes([]), .bytes) == "0x")
  #expect(text(bytes([0, 255]), .fixed(2)) == "0x00ff")
  #expect(text(bytes([0x00, 0x3C]), .float16) == "0x3c00")
  #expect(
    text(bytes(Array(0..<16)), .uuid) == "00010203-0405-0607-0809-0a0b0c0d0e0f")
}
