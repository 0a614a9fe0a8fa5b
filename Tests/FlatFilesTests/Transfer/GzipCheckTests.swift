import BarLakeBytes
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct GzipCheckTests {
  /// Longer than what is inflated at once, several times.
  private static let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 5) }
  private static let gzip = GzipDeflater.deflate(content)

  private func checked(
    _ bytes: [UInt8], isExpected: Bool = true, decompress: Bool
  ) throws -> [UInt8] {
    try GzipCheck.checked(bytes, isExpected: isExpected, decompress: decompress).get()
  }

  @Test func `gzip is inflated if that is asked for, and is verified else`() throws {
    #expect(try checked(Self.gzip, decompress: true) == Self.content)
    #expect(try checked(Self.gzip, decompress: false) == Self.gzip)
    #expect(try checked([], isExpected: false, decompress: true) == [])
  }

  @Test func `the first bytes decide what is gzip, whatever the name`() throws {
    #expect(try checked(Self.gzip, isExpected: false, decompress: true) == Self.content)
    #expect(try checked([1, 2, 3], isExpected: false, decompress: true) == [1, 2, 3])
  }

  @Test func `the key says whether gzip is expected`() {
    #expect(GzipCheck.isExpected(forKey: "a/2024-01-02.csv.gz"))
    #expect(!GzipCheck.isExpected(forKey: "a/2024-01-02.csv"))
  }

  /// A bit of the CRC-32 and of the size, which are the last eight bytes, and a cut.
  @Test func `a wrong checksum, a wrong size and a missing end are damage`() throws {
    let folder = try TemporaryFolder()
    var crc = Self.gzip
    crc[crc.count - 8] ^= 1
    var size = Self.gzip
    size[size.count - 4] ^= 1
    let cases: [([UInt8], String)] = [
      (crc, "CRC mismatch"), (size, "size mismatch"),
      (Array(Self.gzip.dropLast()), "unexpected end of file"), ([1, 2, 3], "no gzip header"),
      ([], "no gzip header"),
    ]
    for (bytes, reason) in cases {
      for decompress in [true, false] {
        #expect(throws: GzipInflater.Damaged(reason: reason)) {
          try checked(bytes, decompress: decompress)
        }
      }
      let path = try folder.write(bytes, to: "file")
      #expect(try GzipCheck.damage(of: .file(path)) == GzipInflater.Damaged(reason: reason))
    }
    #expect(try GzipCheck.damage(of: .file(folder.write(Self.gzip, to: "file"))) == nil)
  }
}
