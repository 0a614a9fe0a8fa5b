import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct DirectoryEntriesTests {
  /// The entries of `path`, sorted, by the buffer or one by one.
  private static func entries(_ path: String, oneByOne: Bool = false) throws -> [String] {
    var found: [String] = []
    func take(_ name: borrowing Span<UInt8>, _ kind: FileStatus.Kind?) {
      var bytes: [UInt8] = []
      for index in name.indices { bytes.append(name[index]) }
      found.append("\(bytes) \(kind.map { "\($0)" } ?? "not said")")
    }
    if oneByOne {
      try FileSystem.forEachEntryOneByOne(in: path) { (name, kind) in take(name, kind) }
    } else {
      try FileSystem.forEachEntry(in: path) { (name, kind) in take(name, kind) }
    }
    return found.sorted()
  }

  @Test func `entries come with their bytes and kinds, however many there are`() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.entries(folder.path) == [])
    // More than are read at once, and of every length.
    for number in 0..<400 {
      let name = String(repeating: "x", count: 1 + number % 200) + "\(number)"
      try folder.write([], to: name)
    }
    try FileSystem.createDirectory(folder.path("folder"))
    try FileSystem.createDirectory(folder.path("..."))
    _ = try folder.makePipe("pipe")
    try TemporaryFolder.makeLink(folder.path("link"), to: "folder")
    try TemporaryFolder.withMisnamedFile(in: folder.path) {
      let found = try Self.entries(folder.path)
      #expect(found.count == 405)
      #expect(found == (try Self.entries(folder.path, oneByOne: true)))
      func shown(_ name: String, _ kind: String) -> String { "\(Array(name.utf8)) \(kind)" }
      #expect(found.contains(shown("folder", "directory")))
      #expect(found.contains(shown("...", "directory")))
      #expect(found.contains(shown("pipe", "other")))
      #expect(found.contains(shown("link", "not said")))
      #expect(found.contains(shown("x0", "regular")))
      #expect(found.contains("[120, 255] regular"))
    }
  }

  @Test func `what is no directory is an error`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([], to: "file")
    for path in [file, folder.path("missing")] {
      for oneByOne in [false, true] {
        let error = #expect(throws: SystemError.self) {
          try Self.entries(path, oneByOne: oneByOne)
        }
        #expect(error?.operation == "opendir")
      }
    }
  }
}
