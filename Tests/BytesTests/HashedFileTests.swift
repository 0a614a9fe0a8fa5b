import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct HashedFileTests {
  // The digest of "abc" is an example of FIPS 180-4.
  static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func `a file has the digest that it was written with`() throws {
    let folder = try TemporaryFolder()
    var file = try HashedFile(creating: folder.path("file"))
    try file.write([UInt8(ascii: "a")].span)
    try file.write(Array("bc".utf8).span)
    #expect(try file.close() == Self.digest)
    #expect(try HashedFile.sha256(of: folder.path("file"), cancellation: nil) == Self.digest)
  }

  @Test func `somebody who asks to stop need not wait for the digest of a large file`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("abc".utf8), to: "file")
    let cancellation = Cancellation()
    cancellation.cancel()
    let error = #expect(throws: SystemError.self) {
      try HashedFile.sha256(of: folder.path("file"), cancellation: cancellation)
    }
    #expect(error?.isInterruption == true)
  }
}
