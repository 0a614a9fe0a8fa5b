import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct SpillFileTests {
  @Test func `bytes are read from where they were appended, and the file has no name`() throws {
    let folder = try TemporaryFolder()
    let first = try SpillFile(in: folder.path)
    let second = try SpillFile(in: folder.path)
    #expect(try FileSystem.names(in: folder.path).isEmpty)
    #expect(try first.append([1, 2, 3]) == 0..<3)
    #expect(try second.append([9]) == 0..<1)
    #expect(try first.append([]) == 3..<3)
    #expect(try first.append([4, 5]) == 3..<5)
    #expect(first.byteCount == 5)
    #expect(try first.read(0..<5) == [1, 2, 3, 4, 5])
    #expect(try first.read(2..<4) == [3, 4])
    #expect(try first.read(5..<5) == [])
    #expect(try second.read(0..<1) == [9])
  }

  @Test func `without its directory there is no file`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SystemError.self) { try SpillFile(in: folder.path("absent")) }
  }
}

extension SpillFile {
  fileprivate func append(_ bytes: [UInt8]) throws(SystemError) -> Range<Int> {
    try append(bytes.span)
  }
}
