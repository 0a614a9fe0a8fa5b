import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct ByteReaderTests {
  private let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

  /// Everything that a source gives, in pieces of at most `limit` bytes.
  private func readAll(_ source: ByteSource, upTo limit: Int) throws -> [UInt8] {
    var reader = try ByteReader(source)
    var buffer = ByteBuffer()
    while try reader.read(into: &buffer, upTo: limit) > 0 {}
    #expect(try reader.read(into: &buffer, upTo: limit) == 0)
    #expect(reader.byteCount == buffer.count)
    return Array(buffer.storage[..<buffer.count])
  }

  @Test(arguments: [1, 1_000, 1_000_000])
  func `memory, a file and a pipe give the same bytes`(_ limit: Int) throws {
    let folder = try TemporaryFolder()
    #expect(try readAll(.bytes(content), upTo: limit) == content)
    #expect(try readAll(.file(folder.write(content, to: "file")), upTo: limit) == content)
    let pipe = try Pipe()
    let content = content
    Workers.detach {
      pipe.write(content)
      pipe.closeWritingEnd()
    }
    #expect(try readAll(.descriptor(pipe.readingEnd), upTo: limit) == content)
  }

  @Test func `bytes in memory can be read again`() throws {
    let source = ByteSource.bytes(content)
    #expect(try readAll(source, upTo: 100) == content)
    #expect(try readAll(source, upTo: 3_000) == content)
  }

  @Test func `a descriptor is read from where it stands and stays open`() throws {
    let pipe = try Pipe()
    pipe.write([1, 2, 3])
    var buffer = ByteBuffer()
    do {
      var first = try ByteReader(.descriptor(pipe.readingEnd))
      #expect(try first.read(into: &buffer, upTo: 2) == 2)
    }
    pipe.closeWritingEnd()
    #expect(try readAll(.descriptor(pipe.readingEnd), upTo: 10) == [3])
  }

  @Test func `an error names the descriptor`() throws {
    let wrong: Int32 = 1_000_000
    let error = #expect(throws: ByteReader.Failure.self) {
      _ = try readAll(.descriptor(wrong), upTo: 10)
    }
    #expect(error?.path == "descriptor 1000000")
  }

  @Test func `a missing file and a directory are errors with their numbers`() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: SystemError.self) {
      _ = try ByteReader(.file(folder.path("missing")))
    }
    #expect(missing?.number == SystemError.notFound)
    let directory = #expect(throws: ByteReader.Failure.self) {
      _ = try readAll(.file(folder.path), upTo: 10)
    }
    #expect(directory?.systemNumber == SystemError.isADirectory)
  }

  @Test func `the length of memory and of files is known before they are read`() throws {
    let folder = try TemporaryFolder()
    let pipe = try Pipe()
    #expect(try KnownSource(.bytes([1, 2])).byteCount == 2)
    #expect(try KnownSource(.file(folder.write([1, 2, 3], to: "x"))).byteCount == 3)
    #expect(try KnownSource(.descriptor(pipe.readingEnd)).byteCount == nil)
    #expect(try KnownSource(.file("/dev/null")).byteCount == nil)
    for path in [folder.path, folder.path("missing")] {
      #expect(throws: SystemError.self) { try KnownSource(.file(path)).byteCount }
    }
  }
}
