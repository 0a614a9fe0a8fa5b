import BarLakeBytes
import BarLakeParquetWriting
import Testing

@Test func `many equal values are one run`() {
  #expect(encoded([UInt16](repeating: 1, count: 100), bitWidth: 1) == [0xC8, 0x01, 1])
  #expect(encoded([UInt16](repeating: 0x1234, count: 8), bitWidth: 13) == [8 << 1, 0x34, 0x12])
}

@Test func `few equal values are packed`() {
  #expect(encoded([1, 1, 1] as [UInt16], bitWidth: 1) == [1 << 1 | 1, 0b111])
  #expect(encoded([UInt16](repeating: 1, count: 24), bitWidth: 1) == [3 << 1 | 1, 255, 255, 255])
}

@Test func `packed values and runs follow each other`() {
  let values: [UInt16] = [0, 1, 2, 3, 4, 5, 6, 7] + Array(repeating: 5, count: 16) + [1, 2]
  #expect(
    encoded(values, bitWidth: 3) == [
      1 << 1 | 1, 0b1000_1000, 0b1100_0110, 0b1111_1010, 16 << 1, 5, 1 << 1 | 1, 0b0001_0001, 0, 0,
    ])
}

@Test func `no values are no bytes`() {
  #expect(encoded([UInt16](), bitWidth: 4) == [])
}

@Test(arguments: 1...32)
func `the encoder says what the plain one says, within its limit`(bitWidth: Int) {
  var random = RandomNumbers(seed: UInt64(100 + bitWidth))
  for round in 0..<200 {
    var values: [UInt32] = []
    for _ in 0..<random.below(60) {
      let run = random.below(3) == 0 ? random.below(round + 1) + 1 : random.below(12) + 1
      values += Array(repeating: UInt32(random.next() >> UInt64(64 - bitWidth)), count: run)
    }
    let bytes = encoded(values, bitWidth: bitWidth)
    #expect(bytes == RLEHybridEncoder.encodePlainly(values, bitWidth: bitWidth))
    #expect(decodeHybrid(bytes, bitWidth: bitWidth, count: values.count) == values)
    if bitWidth <= 16 {
      #expect(encoded(values.map { UInt16($0) }, bitWidth: bitWidth) == bytes)
    }
    #expect(
      bytes.count
        <= RLEHybridEncoder.byteCountLimit(valueCount: values.count, bitWidth: bitWidth))
  }
}

@Test(arguments: [1, 2, 3, 4, 8, 9, 16, 17, 20, 24, 25, 32])
func `shortest runs in turn with packed groups stay within the limit`(bitWidth: Int) {
  let run = RLEHybridEncoder.shortestRun(bitWidth: bitWidth)
  let one: [UInt32] = [0, 1, 0, 1, 0, 1, 0, 1] + Array(repeating: 1, count: run)
  let values = Array(repeating: one, count: 500).flatMap { $0 }
  let bytes = encoded(values, bitWidth: bitWidth)
  #expect(bytes == RLEHybridEncoder.encodePlainly(values, bitWidth: bitWidth))
  #expect(
    bytes.count <= RLEHybridEncoder.byteCountLimit(valueCount: values.count, bitWidth: bitWidth))
}

@Test(arguments: [1, 7, 8, 31, 32, 33, 1000, 100_000])
func `a repeated value is encoded like an array of it`(count: Int) {
  for bitWidth in [1, 2, 5, 16] {
    var bytes = ByteBuffer()
    RLEHybridEncoder.encode(repeating: 1, count: count, bitWidth: bitWidth, into: &bytes)
    #expect(
      Array(bytes.storage[..<bytes.count])
        == encoded([UInt16](repeating: 1, count: count), bitWidth: bitWidth))
  }
}

private func encoded(_ values: [UInt16], bitWidth: Int) -> [UInt8] {
  encode(values, bitWidth: bitWidth)
}

private func encoded(_ values: [UInt32], bitWidth: Int) -> [UInt8] {
  encode(values, bitWidth: bitWidth)
}

private func encode(_ values: [some DictionaryCode], bitWidth: Int) -> [UInt8] {
  var bytes = ByteBuffer()
  RLEHybridEncoder.encode(values.span, bitWidth: bitWidth, into: &bytes)
  return Array(bytes.storage[..<bytes.count])
}
