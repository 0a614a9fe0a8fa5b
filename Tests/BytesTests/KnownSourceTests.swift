import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct KnownSourceTests {
  /// Of `abc`, by FIPS 180-2, appendix B.1.
  private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func `bytes and a file have a length and an SHA-256`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("abc".utf8), to: "abc")
    for source in [ByteSource.bytes(Array("abc".utf8)), .file(path)] {
      let known = try KnownSource(source)
      #expect(known.byteCount == 3 && known.version == nil)
      #expect(try known.sha256() == Self.abc)
    }
  }

  @Test func `of what can be read only once, nothing is known`() throws {
    let pipe = try Pipe()
    for source in [ByteSource.descriptor(pipe.readingEnd), .file("/dev/null")] {
      let known = try KnownSource(source)
      #expect(try known.byteCount == nil && known.sha256() == nil && known.version == nil)
    }
  }

  @Test func `a stream may say its version`() throws {
    struct Stream: ByteStream {
      var version: SourceVersion? { SourceVersion(key: "a.csv.gz", etag: "\"1\"", byteCount: 7) }
      func open() -> any ByteStreamReader { preconditionFailure("nobody reads it") }
    }
    let known = try KnownSource(.stream(Stream()))
    #expect(known.byteCount == 7 && known.version?.key == "a.csv.gz")
    #expect(try known.sha256() == nil)
  }

  @Test func `a request to stop ends the reading of a file`() throws {
    let folder = try TemporaryFolder()
    let cancellation = Cancellation()
    let known = try KnownSource(
      .file(folder.write(Array("abc".utf8), to: "abc")), cancellation: cancellation)
    cancellation.cancel()
    #expect(throws: SystemError.self) { try known.sha256() }
  }
}
