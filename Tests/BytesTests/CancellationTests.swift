import BarLakeBytes
import BarLakeTestSupport
import Synchronization
import Testing

@Suite struct CancellationTests {
  @Test func `a reader that waits for a pipe is woken`() throws {
    let pipe = try Pipe()
    let cancellation = Cancellation.requested(after: 0.05)
    var reader = try ByteReader(.descriptor(pipe.readingEnd), cancellation: cancellation)
    var buffer = ByteBuffer()
    do {
      _ = try reader.read(into: &buffer, upTo: 10)
      Issue.record("nothing was written, so nothing can be read")
    } catch {
      #expect(error.systemNumber == SystemError.interrupted)
    }
    #expect(cancellation.isCancelled)
    #expect(cancellation.signal == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a reader that waits for a named pipe that nobody writes is woken`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makePipe("pipe")
    let cancellation = Cancellation.requested(after: 0.05)
    let error = #expect(throws: ByteReader.Failure.self) {
      var reader = try ByteReader(.file(path), cancellation: cancellation)
      var buffer = ByteBuffer()
      _ = try reader.read(into: &buffer, upTo: 10)
    }
    #expect(error?.systemNumber == SystemError.interrupted)
  }

  @Test(.timeLimit(.minutes(1)), arguments: [nil, Cancellation()])
  func `a named pipe is read from its first writer on, whenever that comes`(
    _ cancellation: Cancellation?
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.makePipe("pipe")
    var reader = try ByteReader(.file(path), cancellation: cancellation)
    Workers.detach {
      MonotonicClock.wait(seconds: 0.05)
      Pipe.write([1, 2, 3], toPath: path)
    }
    var buffer = ByteBuffer()
    while try reader.read(into: &buffer, upTo: 10) > 0 {}
    #expect(Array(buffer.storage[..<buffer.count]) == [1, 2, 3])
  }

  @Test(.timeLimit(.minutes(1)))
  func `a request that is made again and again does not wait for a reader`() {
    let cancellation = Cancellation()
    for _ in 0..<100_000 { cancellation.cancel() }
    #expect(cancellation.isCancelled)
  }

  @Test func `after a request nothing more is read`() throws {
    let cancellation = Cancellation()
    var reader = try ByteReader(.bytes([1, 2, 3]), cancellation: cancellation)
    var buffer = ByteBuffer()
    #expect(try reader.read(into: &buffer, upTo: 1) == 1)
    cancellation.cancel()
    cancellation.cancel()
    do {
      _ = try reader.read(into: &buffer, upTo: 1)
      Issue.record("a byte was read after the request")
    } catch {
      #expect(error.systemNumber == SystemError.interrupted)
    }
    #expect(buffer.count == 1)
  }

  @Test func `a callback is called with the request, or at once after it, while it is registered`()
  {
    let cancellation = Cancellation()
    let counts = Mutex([0, 0, 0])
    let first = cancellation.whenCancelled { counts.withLock { $0[0] += 1 } }
    do { _ = cancellation.whenCancelled { counts.withLock { $0[1] += 1 } } }
    #expect(counts.withLock { $0 } == [0, 0, 0])
    cancellation.cancel()
    let last = cancellation.whenCancelled { counts.withLock { $0[2] += 1 } }
    #expect(counts.withLock { $0 } == [1, 0, 1])
    withExtendedLifetime((first, last)) {}
  }

  @Test(.timeLimit(.minutes(1))) func `who waits for a lock is woken`() throws {
    let folder = try TemporaryFolder()
    let held = try FileLock(folder.path("lock"))
    let cancellation = Cancellation.requested(after: 0.2)
    let error = #expect(throws: SystemError.self) {
      _ = try FileLock(folder.path("lock"), cancellation: cancellation)
    }
    #expect(error?.number == SystemError.interrupted)
    _ = consume held
  }
}

extension ByteReader.Failure {
  /// The number of the system's error; nil if it is none.
  var systemNumber: Int32? { systemError?.number }

  /// The path of the system's error; nil if it is none.
  var path: String? { systemError?.path }

  private var systemError: SystemError? {
    if case .system(let error) = self { error } else { nil }
  }
}
