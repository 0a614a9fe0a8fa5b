import BarLakeColumnar
import Testing

@Suite struct ColumnByteCountTests {
  @Test func `a column takes the bytes of its buffers`() {
    let texts = StringValues(["ab", "c"])
    for (values, byteCount): (ColumnValues, Int) in [
      (.bool([true, false]), 2), (.int8([1, 2]), 2), (.int16([1, 2]), 4), (.int32([1, 2]), 8),
      (.uint32([1, 2]), 8), (.float32([1, 2]), 8), (.int64([1, 2]), 16), (.uint64([1, 2]), 16),
      (.float64([1, 2]), 16),
      // Three offsets of four bytes, and the texts.
      (.string(texts), 15), (.dictionary(DictionaryValues(codes: [0, 1], dictionary: texts)), 23),
      (.repeated(.int64([1]), count: 1_000), 8),
    ] {
      #expect(Column(values).bufferByteCount == byteCount)
      // A bit a row, in whole bytes.
      #expect(Column(values, validity: Validity(allValid: 9)).bufferByteCount == byteCount + 2)
    }
  }
}
