import BarLakeBytes
import Testing

@Suite struct ByteCountTextTests {
  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (1049, "1.0 kB"),
    (1050, "1.1 kB"), (4_305, "4.3 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"),
    (35_712_345, "35.7 MB"), (1_000_000_000, "1.0 GB"), (2_540_000_000_000, "2.5 TB"),
    (Int.max, "9.2 EB"),
  ])
  func `a number of bytes has one digit after the point, in units of a thousand`(
    _ byteCount: Int, _ text: String
  ) {
    #expect(ByteCountText.text(byteCount) == text)
  }
}
