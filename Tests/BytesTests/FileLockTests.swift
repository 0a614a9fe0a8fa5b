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

  @Test func `a lock that may only be read is taken`() throws {
    let path = try folder.write([], to: "lock")
    // SAFETY: the path lives through the call.
    #expect(unsafe chmod(path, 0o444) == 0)
    let lock = try FileLock(path)
    #expect(try FileLock.isHeld(path))
    withExtendedLifetime(lock) {}
  }

  @Test func `a look leaves the lock to whoever wants it`() throws {
    let path = folder.path("lock")
    try folder.write([], to: "lock")
    #expect(try !FileLock.isHeld(path))
    let lock = try FileLock(path)
    #expect(try FileLock.isHeld(path))
    withExtendedLifetime(lock) {}
  }

  @Test func `a lock that is held is not waited for where that is not wanted`() throws {
    let path = folder.path("lock")
    guard let lock = try FileLock(trying: path) else {
      Issue.record("a lock that nobody holds is not taken")
      return
    }
    #expect(try FileLock.isHeld(path))
    let isTaken = try FileLock(trying: path) != nil
    #expect(!isTaken)
    withExtendedLifetime(lock) {}
  }

  @Test func `whoever waits for a lock whose file is removed makes a new one`() throws {
    let path = folder.path("lock")
    let first = try FileLock(path, isRemovable: true)
    let second = Monitor<Bool>(false)
    Workers.detach {
      do {
        let lock = try FileLock(path, isRemovable: true)
        second.withLock { $0 = true }
        try lock.remove()
      } catch {
        Issue.record(error)
      }
    }
    #expect(!second.withLock { $0 })
    try first.remove()
    second.waitFor { $0 ? () : nil }
    // The second holder may be removing its file; whoever comes now waits for that.
    let third = try FileLock(path, isRemovable: true)
    #expect(try FileLock.isHeld(path))
    try third.remove()
    #expect(try FileSystem.names(in: folder.path).isEmpty)
  }
}
