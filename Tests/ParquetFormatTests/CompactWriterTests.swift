import BarLakeParquetFormat
import Testing

@Test func `a field's id is stored as its distance to the one before`() {
  let bytes = CompactWriter.bytes {
    $0.i32(field: 1, 5)
    $0.i64(field: 3, -1)
    $0.bool(field: 4, true)
    $0.bool(field: 5, false)
  }
  #expect(bytes == [0x15, 10, 0x26, 1, 0x11, 0x12, 0])
}

@Test func `a distance beyond fifteen stores the id itself`() {
  #expect(CompactWriter.bytes { $0.i8(field: 16, -2) } == [0x03, 32, 0xFE, 0])
}

@Test func `a long number takes as many groups of seven bits as it needs`() {
  #expect(
    CompactWriter.bytes { $0.i64(field: 1, .min) }
      == [0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0])
}

@Test func `first fields and elements that were encoded before are written as they are`() {
  var first = CompactWriter()
  first.i32(field: 1, 5)
  first.i64(field: 3, -1)
  let element = CompactWriter.bytes { $0.string(field: 1, "a\u{E9}") }
  func write(_ isEncoded: Bool, to thrift: inout CompactWriter) {
    if isEncoded {
      thrift.fields(first)
    } else {
      thrift.i32(field: 1, 5)
      thrift.i64(field: 3, -1)
    }
    thrift.list(field: 4, of: .structure, [0, 1]) { thrift, _ in
      if isEncoded {
        thrift.element(encoded: element)
      } else {
        thrift.element { $0.binary(field: 1, [0x61, 0xC3, 0xA9]) }
      }
    }
    thrift.list(field: 5, of: .binary, ["b"]) { $0.element($1) }
  }
  // Inside of another structure, whose fields are counted on after it.
  let bytes = [true, false].map { isEncoded in
    CompactWriter.bytes {
      $0.structure(field: 2) { write(isEncoded, to: &$0) }
      $0.bool(field: 7, true)
    }
  }
  #expect(bytes[0] == bytes[1])
}

@Test func `a nested structure counts its own fields from zero`() {
  let bytes = CompactWriter.bytes {
    $0.structure(field: 5) { $0.string(field: 1, "ab") }
    $0.i16(field: 6, 1)
  }
  #expect(bytes == [0x5C, 0x18, 2, 0x61, 0x62, 0, 0x14, 2, 0])
}

@Test(arguments: [0, 1, 14, 15, 200]) func `a list begins with its count`(count: Int) throws {
  let values = Array(repeating: Int32(7), count: count)
  let bytes = CompactWriter.bytes {
    $0.list(field: 1, of: .i32, values) { $0.element($1) }
  }
  let header: [UInt8] =
    switch count {
    case 0..<15: [UInt8(count) << 4 | 5]
    case 15..<128: [0xF5, UInt8(count)]
    default: [0xF5, UInt8(count & 0x7F | 0x80), UInt8(count >> 7)]
    }
  #expect(bytes == [0x19] + header + Array(repeating: 14, count: count) + [0])
}
