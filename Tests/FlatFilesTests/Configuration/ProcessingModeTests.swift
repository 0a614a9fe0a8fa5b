import FlatFiles
import Testing

@Suite struct ProcessingModeTests {
  /// 24 GiB and 32 GiB less 2.5 %, which a kernel may keep.
  @Test(arguments: [
    (nil, ProcessingMode.streaming), (24 << 30, .streaming), (31_999_999_999, .streaming),
    (33_500_000_000, .batch), (64 << 30, .batch),
  ])
  func `less than 32 GB of memory means streaming`(_ byteCount: Int?, _ mode: ProcessingMode) {
    #expect(ProcessingMode.recommended(machineByteCount: byteCount) == mode)
  }
}
