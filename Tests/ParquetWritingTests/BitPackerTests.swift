import Bytes
import ParquetWriting
import Testing

@Test func `eight values of three bits are the format's example`() {
  let values: [UInt16] = [0, 1, 2, 3, 4, 5, 6, 7]
  #expect(packed(values, bitWidth: 3) == [0b1000_1000, 0b1100_0110, 0b1111_1010])
}

@Test func `a last group is filled up with zeros`() {
  #expect(packed([1, 1, 1], bitWidth: 1) == [0b111])
  #expect(
    packed([0x123, 0x456], bitWidth: 12) == [0x23, 0x61, 0x45] + [UInt8](repeating: 0, count: 9))
}

@Test(arguments: 1...16) func `packing by words is packing by bits`(bitWidth: Int) {
  var random = RandomNumbers(seed: UInt64(bitWidth))
  for count in [0, 1, 7, 8, 9, 16, 63, 1000] {
    let values = (0..<count).map { _ in random.word(bitWidth) }
    #expect(
      packed(values, bitWidth: bitWidth) == BitPacker.packPlainly(values, bitWidth: bitWidth))
  }
}

private func packed(_ values: [UInt16], bitWidth: Int) -> [UInt8] {
  var bytes = ByteBuffer()
  bytes.write(upTo: (values.count + 7) / 8 * bitWidth + BitPacker.slackByteCount) { target in
    BitPacker.pack(values.span, 0..<values.count, bitWidth: bitWidth, into: &target, at: 0)
  }
  return Array(bytes.storage[..<bytes.count])
}
