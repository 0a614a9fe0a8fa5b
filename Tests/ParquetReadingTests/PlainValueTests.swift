import BarLakeParquetReading
import Testing

@Test func `numbers have the bytes of their physical type`() {
  #expect([Int32.byteCount, Int64.byteCount, UInt32.byteCount, UInt64.byteCount] == [4, 8, 4, 8])
  #expect([Float.byteCount, Double.byteCount] == [4, 8])
  let bytes: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 9]
  #expect(Double.plain(bytes, in: 1..<9) == [1.5])
  #expect(Int32.plain(bytes, in: 0..<8) == [9, -0x0800_0000])
  #expect(Int32.plain(bytes, in: 0..<7) == nil && Int64.plain(bytes, in: 0..<12) == nil)
}

@Test func `only integers have differences`() throws {
  let bytes = deltaBinaryPacked([5, -6])
  func decoder() -> DeltaBinaryPackedDecoder {
    DeltaBinaryPackedDecoder(bytes, in: 0..<bytes.count, fileOffset: 0)
  }
  var integers = decoder()
  #expect(try UInt32.deltaBinaryPacked(&integers, count: 2) == [5, .max - 5])
  var numbers = decoder()
  #expect(try Float.deltaBinaryPacked(&numbers, count: 2) == nil)
  #expect(try Double.deltaBinaryPacked(&numbers, count: 2) == nil)
}
