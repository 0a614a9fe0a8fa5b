import BarLakeBytes
import BarLakeFlatFileServers
import FlatFiles
import Synchronization
import Testing

@Suite struct ObjectStreamTests {
  /// In a process of its own, since no other test could go on meanwhile.
  @Test func `a stream needs no thread of the cooperative pool, even if requests fail`() async {
    await #expect(processExitsWith: .success) {
      let store = ObjectStore()
      let bytes = Content.bytes(1_000_000, seed: 31)
      store.put(bytes, key: "a.bin")
      let server = try await FaultServer.start(store) { request in
        switch request.number {
        case 1: .internalError
        case 2: .reset(afterByteCount: 20_000)
        case 4: .stall(afterByteCount: 10_000)
        default: .none
        }
      }
      var options = TransferOptions()
      options.streamPartByteCount = 100_000
      options.streamWindowByteCount = 400_000
      options.inactivityMilliseconds = 1_000
      options.random = { 0.01 }
      let downloader = try AsyncS3Downloader(
        S3Credentials(accessKeyID: "FAKE", secretAccessKey: "fake"),
        endpointURL: server.endpoint, options: options)
      let lateCount = Blocked.fillPool()
      let received = try Blocked.readAll(downloader.stream("flatfiles", "a.bin"))
      try #require(received == bytes)
      // What was to run on the pool after it was full has not run: it was full all the time.
      try #require(lateCount.withLock { $0 } == 0)
      Blocked.release()
    }
  }

  @Test func `a transfer that fails ends the stream while requests are open`() async {
    await #expect(processExitsWith: .success) {
      let store = ObjectStore()
      store.put(Content.bytes(1_000_000, seed: 32), key: "a.bin")
      let server = try await FaultServer.start(store) { request in
        if request.number == 0 { return .none }
        return request.range?.lowerBound == 100_000 ? .internalError : .silence
      }
      var options = TransferOptions()
      options.streamPartByteCount = 100_000
      options.streamWindowByteCount = 400_000
      options.inactivityMilliseconds = 600_000
      options.maxRetries = 0
      let downloader = try AsyncS3Downloader(
        S3Credentials(accessKeyID: "FAKE", secretAccessKey: "fake"),
        endpointURL: server.endpoint, options: options)
      _ = Blocked.fillPool()
      let error = try #require(throws: ByteReader.Failure.self) {
        try Blocked.readAll(downloader.stream("flatfiles", "a.bin"))
      }
      guard case .stream(let reason) = error else { fatalError("\(error)") }
      try #require(reason.message.contains("unavailable"))
      Blocked.release()
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a request to stop wakes a reader that waits`() async throws {
    let store = ObjectStore()
    store.put(Content.bytes(1_000, seed: 33), key: "a.bin")
    let server = try await FaultServer.start(store) { _ in .silence }
    let downloader = try AsyncS3Downloader(
      S3Credentials(accessKeyID: "FAKE", secretAccessKey: "fake"), endpointURL: server.endpoint)
    let source = downloader.stream("flatfiles", "a.bin")
    let cancellation = Cancellation()
    let failure = try await Workers.blocking { () throws(SystemError) in
      Workers.detach {
        while server.records.isEmpty { MonotonicClock.wait(seconds: 0.01) }
        cancellation.cancel()
      }
      return try Blocked.failure(of: source, cancellation)
    }
    guard case .system(let error) = failure else {
      Issue.record("\(failure)")
      return
    }
    #expect(error.isInterruption)
  }

  /// All bytes of a source.
  private static func bytes(
    of source: ByteSource
  ) async throws -> (bytes: [UInt8], version: SourceVersion?) {
    try await Workers.blocking { () throws(SystemError) in
      var reader = try ByteReader(source)
      var buffer = ByteBuffer()
      do throws(ByteReader.Failure) {
        while try reader.read(into: &buffer, upTo: 1 << 16) > 0 {}
      } catch {
        return ([], nil)
      }
      return (Array(buffer.storage[..<buffer.count]), reader.version)
    }
  }

  @Test func `the version of a stream is known at its end, and that of a listed object before`()
    async throws
  {
    let store = ObjectStore()
    let content = Content.bytes(100_000, seed: 34)
    let tag = store.put(content, key: "a.bin").entityTag
    let server = try await FaultServer.start(store)
    let downloader = try DownloaderForTests.make(server.endpoint)
    let version = SourceVersion(key: "a.bin", etag: tag, byteCount: content.count)
    let stream = downloader.stream("flatfiles", "a.bin")
    #expect(try KnownSource(stream).version == nil)
    let read = try await Self.bytes(of: stream)
    #expect(read.bytes == content && read.version == version)
    let object = try #require(try await downloader.listObjects("flatfiles", prefix: "a").first)
    let listed = downloader.stream("flatfiles", object: object)
    #expect(try KnownSource(listed).version == version)
    #expect(try await Self.bytes(of: listed).bytes == content)
    await downloader.shutdown()
  }

  @Test func `an object that was replaced since it was listed is not read`() async throws {
    let store = ObjectStore()
    store.put(Content.bytes(100_000, seed: 35), key: "a.bin")
    let server = try await FaultServer.start(store)
    let downloader = try DownloaderForTests.make(server.endpoint)
    let object = try #require(try await downloader.listObjects("flatfiles", prefix: "a").first)
    store.put(Content.bytes(100_000, seed: 36), key: "a.bin")
    let failure = Monitor<DownloadError?>(nil)
    let source = downloader.stream("flatfiles", object: object) { error in
      failure.withLock { $0 = error }
    }
    let read = try await Self.bytes(of: source)
    #expect(read.bytes.isEmpty && read.version == nil)
    let error = try #require(failure.withLock { $0 })
    #expect(error.code == .objectReplaced && error.mayHelpToRetry)
    // Whichever is there is read otherwise.
    let stream = try await Self.bytes(of: downloader.stream("flatfiles", "a.bin"))
    #expect(stream.bytes.count == 100_000)
    await downloader.shutdown()
  }

  @Test func `no connection is opened before the first byte is read`() async throws {
    let server = try await FaultServer.start(ObjectStore())
    let downloader = try AsyncS3Downloader(
      S3Credentials(accessKeyID: "FAKE", secretAccessKey: "fake"), endpointURL: server.endpoint)
    let source = downloader.stream("flatfiles", "a.bin")
    do { _ = try ByteReader(source) }
    #expect(try KnownSource(source).byteCount == nil)
    await downloader.shutdown()
    #expect(server.connectionCount == 0)
  }
}

/// Threads that block, and readers that do.
private enum Blocked {
  private static let gate = Monitor(false)

  /// Blocks the threads of the cooperative pool but the calling one, until they are released. The
  /// result counts tasks that run there nevertheless.
  static func fillPool() -> Monitor<Int> {
    let blockedCount = Monitor(0)
    for _ in 0..<256 {
      Task.detached {
        blockedCount.withLock { $0 += 1 }
        gate.waitFor { $0 ? () : nil }
      }
    }
    var last = -1
    while true {
      MonotonicClock.wait(seconds: 0.3)
      let count = blockedCount.withLock { $0 }
      if count == last { break }
      last = count
    }
    let late = Monitor(0)
    for _ in 0..<8 { Task.detached { late.withLock { $0 += 1 } } }
    return late
  }

  static func release() { gate.withLock { $0 = true } }

  static func readAll(_ source: ByteSource) throws -> [UInt8] {
    var reader = try ByteReader(source)
    var buffer = ByteBuffer()
    while try reader.read(into: &buffer, upTo: 30_000) > 0 {}
    return Array(buffer.storage[..<buffer.count])
  }

  static func failure(
    of source: ByteSource, _ cancellation: Cancellation
  ) throws(SystemError) -> ByteReader.Failure {
    var reader = try ByteReader(source, cancellation: cancellation)
    var buffer = ByteBuffer()
    while true {
      do {
        _ = try reader.read(into: &buffer, upTo: 1)
      } catch {
        return error
      }
    }
  }
}
