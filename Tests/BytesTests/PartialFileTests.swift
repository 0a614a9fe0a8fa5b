import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct PartialFileTests {
  @Test func `parts are written in any order, and stay for the next writer`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("file")
    do {
      let file = try PartialFile(path)
      try file.write([4, 5].span, at: 3)
      #expect(try file.byteCount() == 5)
      try file.synchronize()
    }
    let file = try PartialFile(path)
    try file.write([1, 2, 3].span, at: 0)
    #expect(try FileSystem.read(path) == [1, 2, 3, 4, 5])
  }

  @Test func `a link and a folder are no files to write to`() throws {
    let folder = try TemporaryFolder()
    try folder.write([7], to: "other")
    try TemporaryFolder.makeLink(folder.path("link"), to: folder.path("other"))
    for path in [folder.path("link"), folder.path] {
      #expect(throws: SystemError.self) { try PartialFile(path) }
    }
    #expect(try FileSystem.read(folder.path("other")) == [7])
  }
}
