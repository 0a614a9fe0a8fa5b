import BarLakeParquetFormat
import Testing

/// Reads a structure and skips all its fields; returns the bytes read.
private func skipped(_ bytes: [UInt8]) throws(ThriftError) -> Int {
  var reader = CompactReader(bytes)
  try reader.fields { (reader, field) throws(ThriftError) in try reader.skip(field) }
  return reader.offset
}

private func reason(_ bytes: [UInt8]) -> ThriftError.Reason? {
  do throws(ThriftError) {
    _ = try skipped(bytes)
    return nil
  } catch {
    return error.reason
  }
}

@Test func `unknown fields of every type are skipped`() throws {
  let bytes: [UInt8] = [
    0x11, 0x12,  // true, false
    0x13, 0xFF, 0x14, 2, 0x15, 2, 0x16, 2,  // integers
    0x17, 1, 2, 3, 4, 5, 6, 7, 8,  // double
    0x18, 2, 0x61, 0x62,  // binary
    0x19, 0x21, 1, 2,  // list of two Booleans
    0x1A, 0x15, 2,  // set of an integer
    0x1B, 1, 0x58, 2, 1, 0x61,  // map of an integer and a text
    0x1B, 0,  // empty map
    0x1C, 0x15, 2, 0,  // structure
    0x1D, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,  // identifier
    0,
  ]
  #expect(try skipped(bytes) == bytes.count)
}

@Test func `bytes that end too early are an error`() {
  #expect(reason([]) == .truncated)
  #expect(reason([0x15]) == .truncated)
  #expect(reason([0x18, 3, 0x61]) == .truncated)
  #expect(reason([0x17, 0, 0]) == .truncated)
}

@Test func `a length beyond the bytes is an error before anything is set aside`() {
  #expect(reason([0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) == .truncated)
  #expect(reason([0x19, 0xF5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0]) == .truncated)
  #expect(reason([0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x55]) == .truncated)
}

@Test func `a number of more than 64 bits is an error`() {
  let long = [UInt8](repeating: 0xFF, count: 9)
  #expect(reason([0x16] + long + [0x02, 0]) == .numberOutOfRange)
  #expect(reason([0x16] + long + [0x81, 0, 0]) == .numberOutOfRange)
  #expect(reason([0x16] + long + [0x01, 0]) == nil)
}

@Test func `a number that does not fit its field's type is an error`() {
  // 1 << 31 in the type for 32 bits.
  var reader = CompactReader([0x15, 0x80, 0x80, 0x80, 0x80, 0x10, 0])
  #expect(throws: ThriftError(.numberOutOfRange, offset: 6)) {
    try reader.fields { (reader, field) throws(ThriftError) in
      _ = try reader.integer(field, Int32.self)
    }
  }
}

@Test func `a number of a wider type is taken if it fits, and skipped if it does not`()
  throws
{
  for (number, expected) in [(Int64(1) << 31, Int32?.none), (-5, -5)] {
    var reader = CompactReader(CompactWriter.bytes { $0.i64(field: 1, number) })
    var found: Int32?
    try reader.fields { (reader, field) throws(ThriftError) in found = try reader.integer(field) }
    #expect(found == expected)
  }
}

@Test func `a field id beyond 16 bits is an error`() {
  #expect(reason([0x05, 0xFE, 0xFF, 0x03, 2, 0x15, 2, 0]) == .numberOutOfRange)
  #expect(reason([0x05, 0x80, 0x80, 0x04, 2, 0]) == .numberOutOfRange)
}

@Test func `an unknown type is an error`() {
  #expect(reason([0x1E, 0]) == .unknownType(14))
  #expect(reason([0x19, 0x10, 0, 0]) == .unknownType(0))
}

@Test func `an empty list may be of any type or none`() {
  #expect(reason([0x19, 0x00, 0]) == nil)
  #expect(reason([0x19, 0x0F, 0]) == nil)
}

@Test func `a value of another type than its field is passed over`() throws {
  var reader = CompactReader(
    CompactWriter.bytes {
      $0.string(field: 7, "1")
      $0.i32(field: 8, 9)
    })
  var found: [Int16: Int32] = [:]
  try reader.fields { (reader, field) throws(ThriftError) in
    found[field.id] = try reader.integer(field)
  }
  #expect(found == [8: 9])
}

@Test func `structures nested without end are an error`() {
  #expect(reason([UInt8](repeating: 0x1C, count: 100_000)) == .tooDeep)
  #expect(reason([UInt8](repeating: 0x19, count: 100_000)) == .tooDeep)
}

@Test func `a missing field is an error with the structure's name`() {
  #expect(throws: ThriftError(.missingField(1, structure: "KeyValue"), offset: 1)) {
    var reader = CompactReader([0])
    _ = try KeyValue(from: &reader)
  }
}
