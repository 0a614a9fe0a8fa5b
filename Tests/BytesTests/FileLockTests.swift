import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct FileLockTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `a lock is held as long as its value lives`() throws {
    let path = folder.path("lock")
    do {
      let lock = try FileLock(path)
      #expect(try FileLock.isHeld(path))
      // A look is no hold.
      #expect(try FileLock.isHeld(path))
      withExtendedLifetime(lock) {}
    }
    #expect(try !FileLock.isHeld(path))
  }

  @Test func `a look at a lock that nobody took makes none`() throws {
    #expect(try !FileLock.isHeld(folder.path("lock")))
    #expect(try FileSystem.names(in: folder.path).isEmpty)
  }

  @Test func `a look leaves the lock to whoever wants it`() throws {
    let path = folder.path("lock")
    try folder.write([], to: "lock")
    #expect(try !FileLock.isHeld(path))
    let lock = try FileLock(path)
    #expect(try FileLock.isHeld(path))
    withExtendedLifetime(lock) {}
  }
}
