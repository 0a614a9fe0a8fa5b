import BarLakeBytes
import BarLakeParquetWriting
import Testing

@Test func `eight values of three bits are the format's example`() {
  let values: [UInt16] = [0, 1, 2, 3, 4, 5, 6, 7]
  #expect(packed(values, bitWidth: 3) == [0b1000_1000, 0b1100_0110, 0b1111_1010])
}

@Test func `a last group is filled up with zeros`() {
  #expect(packed([1, 1, 1] as [UInt16], bitWidth: 1) == [0b111])
  #expect(
    packed([0x123, 0x456] as [UInt16], bitWidth: 12)
      == [0x23, 0x61, 0x45] + [UInt8](repeating: 0, count: 9))
}

@Test(arguments: 1...32) func `packing by words is packing by bits`(bitWidth: Int) {
  var random = RandomNumbers(seed: UInt64(bitWidth))
  for count in [0, 1, 7, 8, 9, 16, 63, 1000] {
    let values = (0..<count).map { _ in
      UInt32(truncatingIfNeeded: random.next() & (1 << UInt64(bitWidth) - 1))
    }
    let bytes = BitPacker.packPlainly(values, bitWidth: bitWidth)
    #expect(packed(values, bitWidth: bitWidth) == bytes)
    if bitWidth <= 16 {
      #expect(packed(values.map { UInt16($0) }, bitWidth: bitWidth) == bytes)
    }
  }
}

private func packed(_ values: [UInt16], bitWidth: Int) -> [UInt8] {
  pack(values, bitWidth: bitWidth)
}

private func packed(_ values: [UInt32], bitWidth: Int) -> [UInt8] {
  pack(values, bitWidth: bitWidth)
}

private func pack(_ values: [some DictionaryCode], bitWidth: Int) -> [UInt8] {
  var bytes = ByteBuffer()
  bytes.write(upTo: (values.count + 7) / 8 * bitWidth + BitPacker.slackByteCount) { target in
    BitPacker.pack(values.span, 0..<values.count, bitWidth: bitWidth, into: &target, at: 0)
  }
  return Array(bytes.storage[..<bytes.count])
}
