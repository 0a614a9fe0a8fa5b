import BarLakeBytes
import BarLakeTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct FileSystemTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `a staged file is made exclusively and counts its bytes`() throws {
    let path = folder.path("data.staged")
    var file = try StagedFile(creating: path)
    let content: [UInt8] = [1, 2, 3]
    try file.write(content.span)
    try file.write(content.span.extracting(0..<0))
    #expect(file.byteCount == 3)
    try file.close()
    let error = #expect(throws: SystemError.self) { _ = try StagedFile(creating: path) }
    #expect(error?.number == SystemError.exists)
    #expect(try FileSystem.read(path) == [1, 2, 3])
  }

  @Test func `a rename that is exclusive leaves what is there`() throws {
    try folder.write([1], to: "first")
    try folder.write([2], to: "second")
    let target = folder.path("target")
    try FileSystem.renameExclusively(folder.path("first"), to: target)
    let error = #expect(throws: SystemError.self) {
      try FileSystem.renameExclusively(folder.path("second"), to: target)
    }
    #expect(error == SystemError(operation: "rename", path: target, number: SystemError.exists))
    #expect(try FileSystem.read(target) == [1])
    #expect(try FileSystem.names(in: folder.path) == ["second", "target"])
    try FileSystem.rename(folder.path("second"), to: target)
    #expect(try FileSystem.read(target) == [2])
  }

  @Test func `a file is replaced as a whole, or stays as it was`() throws {
    let (path, staged) = (folder.path("file"), folder.path("staged"))
    for content: [UInt8] in [[1], [2, 3], []] {
      try FileSystem.replace(path, with: content, staged: staged)
      #expect(try FileSystem.read(path) == content)
    }
    var seen: [[UInt8]] = []
    try FileSystem.replace(path, with: [4], staged: staged) { written throws(SystemError) in
      seen = [try FileSystem.read(written), try FileSystem.read(path)]
    }
    #expect(seen == [[4], []])
    for target in [folder.path("none/file"), folder.path] {
      #expect(throws: SystemError.self) {
        try FileSystem.replace(target, with: [5], staged: staged)
      }
    }
    #expect(try FileSystem.names(in: folder.path) == ["file"])
    #expect(try FileSystem.read(path) == [4])
  }

  @Test func `the entries of a missing folder are none, and those of a file an error`() throws {
    for name in ["one", "two"] { try folder.write([], to: name) }
    var seen: Set<String> = []
    for path in [folder.path, folder.path("none")] {
      try FileSystem.forEachEntryIfPresent(in: path) { name, _ in seen.insert(name.text) }
    }
    #expect(seen == ["one", "two"])
    #expect(throws: SystemError.self) {
      try FileSystem.forEachEntryIfPresent(in: folder.path("one")) { _, _ in }
    }
  }

  @Test func `of many threads that rename to one name, one succeeds`() throws {
    let threadCount = 8
    for number in 0..<threadCount { try folder.write([UInt8(number)], to: "\(number)") }
    let winners = Monitor<[Int]>([])
    let folder = folder
    Workers.run(count: threadCount) { number in
      do throws(SystemError) {
        try FileSystem.renameExclusively(folder.path("\(number)"), to: folder.path("target"))
        winners.withLock { $0.append(number) }
      } catch {
        #expect(error.number == SystemError.exists)
      }
    }
    let winner = winners.withLock { $0 }
    #expect(winner.count == 1)
    #expect(try FileSystem.read(folder.path("target")) == winner.map { UInt8($0) })
    #expect(try FileSystem.names(in: folder.path).count == threadCount)
  }

  @Test func `directories are made with those above them, and named`() throws {
    let made = try FileSystem.createDirectories(folder.path("a/b/c"))
    #expect(made == ["a", "a/b", "a/b/c"].map(folder.path))
    #expect(try FileSystem.createDirectories(folder.path("a/b/c")) == [])
    #expect(try FileSystem.createDirectory(folder.path("a")) == false)
    try folder.write([], to: "file")
    for path in ["file", "file/below"] {
      #expect(throws: SystemError.self) { try FileSystem.createDirectories(folder.path(path)) }
    }
  }

  @Test func `a tree is removed without following links out of it`() throws {
    try FileSystem.createDirectories(folder.path("tree/deep/er"))
    try folder.write([1], to: "tree/deep/file")
    try FileSystem.createDirectories(folder.path("outside"))
    try folder.write([1], to: "outside/kept")
    for (name, target) in [("kept", "outside/kept"), ("outside", "outside")] {
      try TemporaryFolder.makeLink(folder.path("tree/\(name)"), to: folder.path(target))
    }
    try FileSystem.removeTree(folder.path("tree"))
    try FileSystem.removeTree(folder.path("tree"))
    #expect(try FileSystem.status(folder.path("tree")) == nil)
    #expect(try FileSystem.read(folder.path("outside/kept")) == [1])
  }

  @Test func `a tree deeper than a path may be long is removed`() throws {
    let tree = folder.path("tree")
    try TemporaryFolder.makeDeep(tree)
    try FileSystem.createDirectories("\(tree)/beside/it")
    try FileSystem.removeTree(tree)
    #expect(try FileSystem.names(in: folder.path) == [])
  }

  @Test func `permissions are added, and none is taken away`() throws {
    let path = try folder.write([1], to: "file")
    // SAFETY: the path lives through the call.
    #expect(unsafe chmod(path, 0o604) == 0)
    try FileSystem.addPermissions(0o060, to: path)
    #expect(try FileSystem.status(path)?.permissions == 0o664)
    try FileSystem.addPermissions(0o004, to: path)
    #expect(try FileSystem.status(path)?.permissions == 0o664)
    #expect(throws: SystemError.self) {
      try FileSystem.addPermissions(0o060, to: folder.path("nothing"))
    }
  }

  @Test func `a tree with a name that is not UTF-8 is not taken for removed`() throws {
    let deep = folder.path("tree/deep")
    try FileSystem.createDirectories(deep)
    try TemporaryFolder.withMisnamedFile(in: deep) {
      let error = #expect(throws: SystemError.self) {
        try FileSystem.removeTree(folder.path("tree"))
      }
      let notEmpty: Int32 = 39
      #expect(error == SystemError(operation: "rmdir", path: deep, number: notEmpty))
    }
  }

  @Test func `a link to itself leads nowhere`() throws {
    try TemporaryFolder.makeLink(folder.path("loop"), to: "loop")
    #expect(try FileSystem.status(folder.path("loop")) == nil)
    #expect(try FileSystem.statusOfEntry(folder.path("loop"))?.kind == .link)
  }

  @Test func `a directory that is not empty stays`() throws {
    try FileSystem.createDirectories(folder.path("full/of"))
    #expect(try FileSystem.removeEmptyDirectory(folder.path("full")) == false)
    #expect(try FileSystem.removeEmptyDirectory(folder.path("full/of")))
    #expect(try FileSystem.removeEmptyDirectory(folder.path("full/of")) == false)
    #expect(try FileSystem.removeFile(folder.path("nothing")) == false)
  }

  @Test func `paths have parents`() {
    let parents = ["a/b/c", "a/b/", "c", "/c", "/"].map(FileSystem.parent(of:))
    #expect(parents == ["a/b", "a", ".", "/", "/"])
  }

  @Test func `parts of a file are read in any order`() throws {
    let file = try RandomAccessFile(folder.write(0..<100, to: "file"))
    #expect(file.byteCount == 100)
    #expect(try file.read(90..<100) == Array(90..<100))
    #expect(try file.read(5..<7) == [5, 6])
    #expect(try file.read(3..<3) == [])
    let error = #expect(throws: SystemError.self) { _ = try RandomAccessFile(folder.path) }
    #expect(error?.number == SystemError.isADirectory)
  }

  @Test(.timeLimit(.minutes(1)))
  func `what must be a regular file is not waited for`() throws {
    let pipe = try folder.makePipe("pipe")
    let illegalSeek: Int32 = 29
    for path in [pipe, "/dev/null"] {
      let opening = #expect(throws: SystemError.self) { _ = try RandomAccessFile(path) }
      #expect(opening == SystemError(operation: "read", path: path, number: illegalSeek))
      let reading = #expect(throws: SystemError.self) { _ = try FileSystem.read(path) }
      #expect(reading == opening)
    }
    let error = #expect(throws: SystemError.self) { _ = try FileSystem.read(folder.path) }
    #expect(error?.number == SystemError.isADirectory)
  }

  @Test func `an error says what was tried, where, and why`() {
    let error = SystemError(operation: "open", path: "lake/x", number: SystemError.notFound)
    #expect("\(error)" == "open lake/x: No such file or directory (errno 2)")
  }

  @Test func `an input that is not there is told with the system's own reason`() throws {
    try folder.write([], to: "file")
    try TemporaryFolder.makeLink(folder.path("loop"), to: "loop")
    try TemporaryFolder.makeLink(folder.path("nowhere"), to: "absent")
    for (name, number) in [
      ("absent", ENOENT), ("nowhere", ENOENT), ("loop", ELOOP), ("loop/a", ELOOP),
      ("file/a", ENOTDIR),
    ] {
      let path = folder.path(name)
      #expect(throws: SystemError(operation: "open", path: path, number: number), "\(name)") {
        _ = try KnownSource(.file(path)).byteCount
      }
    }
  }

  @Test func `a folder that cannot be made is told with the system's own reason`() throws {
    try folder.write([], to: "file")
    try TemporaryFolder.makeLink(folder.path("loop"), to: "loop")
    for (name, number) in [("file", ENOTDIR), ("file/a", ENOTDIR), ("loop", ELOOP)] {
      let error = #expect(throws: SystemError.self) {
        try FileSystem.createDirectories(folder.path(name))
      }
      #expect(error?.number == number, "\(name)")
      #expect(error?.operation == "mkdir", "\(name)")
    }
  }

  @Test func `a folder that is not there has no names where that may be`() throws {
    #expect(try FileSystem.namesIfPresent(in: folder.path("absent")) == [])
    try folder.write([], to: "file")
    #expect(throws: SystemError.self) { try FileSystem.namesIfPresent(in: folder.path("file")) }
  }

  @Test func `a path is resolved to one without links, and nothing to an error`() throws {
    try FileSystem.createDirectory(folder.path("a"))
    try TemporaryFolder.makeLink(folder.path("link"), to: "a")
    let own = try FileSystem.resolved(folder.path("a"))
    #expect(own.hasPrefix("/") && own.hasSuffix("/a"))
    #expect(try FileSystem.resolved(folder.path("link/../link/.")) == own)
    let error = #expect(throws: SystemError.self) {
      try FileSystem.resolved(folder.path("none"))
    }
    #expect(error?.number == ENOENT)
  }

  @Test func `a folder can be made where nothing but folders is above it`() throws {
    try folder.write([1], to: "file")
    for name in ["", "a", "a/b/c"] {
      try FileSystem.checkCreatable(directory: "\(folder.path)/\(name)")
    }
    try FileSystem.checkCreatable(directory: "a-name-that-is-nowhere/b")
    for name in ["file", "file/a", "file/a/b"] {
      let error = #expect(throws: SystemError.self) {
        try FileSystem.checkCreatable(directory: folder.path(name))
      }
      #expect(error?.number == ENOTDIR && error?.path == folder.path("file"), "\(name)")
    }
    #expect(try FileSystem.names(in: folder.path) == ["file"])
  }
}
