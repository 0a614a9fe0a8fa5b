import BarLakeBytes
import Testing

@Suite struct LittleEndianTests {
  @Test func `numbers are appended with their lowest byte first`() {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt16(0x0102))
    bytes.append(littleEndian: Int64(-2))
    let (integers, singles, doubles): ([UInt32], [Float], [Double]) = ([0x0A0B_0C0D], [1], [-2])
    bytes.append(littleEndianBytesOf: integers.span)
    bytes.append(littleEndianBytesOf: singles.span)
    bytes.append(littleEndianBytesOf: doubles.span)
    let copied: [UInt8] = [7, 8]
    bytes.append(copying: copied.span)
    let expected: [UInt8] =
      [2, 1, 0xFE, 255, 255, 255, 255, 255, 255, 255, 0x0D, 0x0C, 0x0B, 0x0A]
      + [0, 0, 0x80, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0, 7, 8]
    #expect(bytes == expected)
  }

  @Test func `numbers are read back from any offset`() {
    var bytes: [UInt8] = [99]
    let numbers: [Int64] = [.min, -1, 0, .max]
    bytes.append(littleEndianBytesOf: numbers.span)
    #expect(bytes.littleEndianValues(Int64.self, in: 1..<33) == [.min, -1, 0, .max])
    #expect(bytes.littleEndianValues(Int32.self, in: 9..<17) == [-1, -1])
    #expect(bytes.littleEndianValues(Double.self, in: 17..<25) == [0])
    #expect(bytes.littleEndianValues(UInt8.self, in: 5..<5) == [])
    let word = bytes.span.littleEndianWord(at: 1)
    #expect(word == 1 << 63)
  }

  @Test(arguments: [0..<7, 1..<34, -1..<7, 25..<34])
  func `a range outside, or of no whole number of values, gives nothing`(_ range: Range<Int>) {
    let bytes = [UInt8](repeating: 0, count: 33)
    #expect(bytes.littleEndianValues(UInt64.self, in: range) == nil)
    #expect(bytes.littleEndianValues(Double.self, in: range) == nil)
  }
}
