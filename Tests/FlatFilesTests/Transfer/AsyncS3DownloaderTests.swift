import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import FlatFiles
import NIOCore
import NIOHTTP1
import Testing

/// A service whose answers are changed before they are sent.
private struct ChangedOrigin: Origin {
  let store: ObjectStore
  let change: @Sendable (inout Answer) -> Void

  func answer(
    to request: ReceivedRequest, on eventLoop: any EventLoop
  ) -> EventLoopFuture<Answer> {
    MemoryOrigin(store: store).answer(to: request, on: eventLoop).map { answer in
      var answer = answer
      change(&answer)
      return answer
    }
  }
}

extension Downloads {
  @Suite struct AsyncS3DownloaderTests {
    private let store = ObjectStore()
    private let bytes = Content.bytes(1_000_000, seed: 41)

    init() { store.put(bytes, key: "a.bin") }

    // MARK: Arguments

    @Test(arguments: [
      ("https://host/path", 5, 60, 50, 8), ("http://127.0.0.1", -1, 60, 50, 8),
      ("http://127.0.0.1", 5, 0, 50, 8), ("http://127.0.0.1", 5, 60, 0, 8),
      ("http://127.0.0.1", 5, 60, 50, 0),
    ])
    func `a wrong argument is an error`(
      _ endpoint: String, _ maxRetries: Int, _ timeout: Int, _ connections: Int, _ concurrent: Int
    ) throws {
      let error = try #require(throws: DownloadError.self) {
        try AsyncS3Downloader(
          SignedRequest.credentials, endpointURL: endpoint, maxRetries: maxRetries,
          timeout: timeout, maxPoolConnections: connections, maxConcurrent: concurrent)
      }
      #expect(error.code == .invalidArgument)
    }

    @Test(arguments: [
      ("", "a"), ("a/b", "a"), ("..", "a"), ("b", ""), ("b", "a/../c"), ("b", "./a"),
    ])
    func `a name that is another one in a path is refused without a request`(
      _ bucket: String, _ key: String
    ) async throws {
      let server = try await FaultServer.start(store)
      let downloader = try DownloaderForTests.make(server.endpoint)
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadOne(bucket, key)
      }
      #expect(error.code == .invalidArgument && server.records.isEmpty)
      await downloader.shutdown()
    }

    @Test func `the endpoint is the argument's, else that of the credentials`() async throws {
      let server = try await FaultServer.start(store)
      var credentials = SignedRequest.credentials
      credentials.endpointURL = server.endpoint
      let downloader = try AsyncS3Downloader(credentials)
      #expect(try await downloader.downloadOne("flatfiles", "a.bin") == bytes)
      credentials.endpointURL = "http://127.0.0.1:1"
      let other = try AsyncS3Downloader(credentials, endpointURL: server.endpoint)
      #expect(try await other.downloadOne("flatfiles", "a.bin") == bytes)
    }

    // MARK: Requests

    @Test func `a redirect is an error, and nothing is sent to where it leads`() async throws {
      let other = try await FaultServer.start(store)
      let server = try await FaultServer.start(store) { _ in
        .refusal(
          status: 307, code: "TemporaryRedirect",
          headers: ["Location": "\(other.endpoint)/flatfiles/a.bin"])
      }
      let downloader = try DownloaderForTests.make(server.endpoint)
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadOne("flatfiles", "a.bin")
      }
      #expect(error.code == .unexpectedResponse && error.status == 307)
      #expect(server.records.count == 1 && other.records.isEmpty)
      await downloader.shutdown()
    }

    @Test func `an object is fetched through several connections, under its ETag`() async throws {
      let etag = store.put(bytes, key: "a.bin").entityTag
      let server = try await FaultServer.start(store, bytesPerSecond: 1_000_000)
      let downloader = try DownloaderForTests.make(server.endpoint)
      #expect(try await downloader.downloadOne("flatfiles", "a.bin") == bytes)
      #expect(server.connectionCount > 1)
      #expect(server.records.dropFirst().allSatisfy { $0.request.ifMatch == etag })
      // Each byte once.
      #expect(server.records.reduce(0) { $0 + $1.sentByteCount } == bytes.count)
      await downloader.shutdown()
    }

    @Test func `all downloads together have no more requests at once than are allowed`()
      async throws
    {
      let server = try await FaultServer.start(store, bytesPerSecond: 20_000_000)
      let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRequestCount = 3 }
      let results = await downloader.downloadBatch(
        "flatfiles", [String](repeating: "a.bin", count: 6))
      for result in results { #expect(try result.get() == bytes) }
      #expect(server.records.allSatisfy { $0.concurrentCount <= 3 })
      await downloader.shutdown()
    }

    @Test func `a request that fails does not keep its place among those at once`() async throws {
      let server = try await FaultServer.start(store) {
        $0.attempt == 0 ? .reset(afterByteCount: 30_000) : .none
      }
      let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRequestCount = 1 }
      #expect(try await downloader.downloadOne("flatfiles", "a.bin") == bytes)
      server.follow { _ in .rangeIgnored }
      #expect(try await downloader.downloadOne("flatfiles", "a.bin") == bytes)
      await downloader.shutdown()
    }

    // MARK: Answers

    @Test func `an empty object is one of no bytes`() async throws {
      store.put([], key: "empty")
      let server = try await FaultServer.start(store)
      let downloader = try DownloaderForTests.make(server.endpoint)
      #expect(try await downloader.downloadOne("flatfiles", "empty") == [])
      let file = try FinalFile()
      let result = try await downloader.downloadToFile("flatfiles", "empty", file.path)
      #expect(try file.content() == [] && result.byteCount == 0)
      await downloader.shutdown()
    }

    @Test func `without an ETag or a length an object is an error`() async throws {
      let store = store
      let changes: [@Sendable (inout Answer) -> Void] = [
        { $0.headers.remove(name: "ETag") },
        {
          // As from a service that does not know ranges.
          $0.status = 200
          $0.headers.remove(name: "Content-Range")
          $0.headers.remove(name: "Content-Length")
        },
      ]
      for change in changes {
        let server = try await FaultServer.start(ChangedOrigin(store: store, change: change))
        let downloader = try DownloaderForTests.make(server.endpoint)
        let error = try await #require(throws: DownloadError.self) {
          try await downloader.downloadOne("flatfiles", "a.bin")
        }
        #expect(error.code == .unexpectedResponse, "\(error)")
        #expect(server.records.count == 1)
        await downloader.shutdown()
      }
    }

    @Test func `an answer 200 with no more than the range is not taken for the object`()
      async throws
    {
      let store = store
      let server = try await FaultServer.start(
        ChangedOrigin(store: store) { if $0.status == 206 { $0.status = 200 } })
      let downloader = try DownloaderForTests.make(server.endpoint)
      #expect(try await downloader.downloadOne("flatfiles", "a.bin") == bytes)
      #expect(server.records.map { $0.request.range == nil } == [false, true])
      await downloader.shutdown()
    }

    @Test func `a text of the service shows no id of a key`() async throws {
      let store = store
      let server = try await FaultServer.start(
        ChangedOrigin(store: store) {
          $0.status = 400
          let id = FakeCredentials.accessKeyID
          $0.body = ByteBuffer(string: "<Error><Message>wrong: \(id)</Message></Error>")
          $0.headers.replaceOrAdd(name: "Content-Length", value: "\($0.body.readableBytes)")
        })
      let downloader = try DownloaderForTests.make(server.endpoint)
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadOne("flatfiles", "a.bin")
      }
      #expect(error.message.contains("wrong: …") && error.status == 400)
      #expect(!"\(error)".contains(FakeCredentials.accessKeyID))
      await downloader.shutdown()
    }

    @Test func `a wrong clock is told apart`() async throws {
      let server = try await FaultServer.start(store) { _ in
        .refusal(status: 403, code: "RequestTimeTooSkewed")
      }
      let downloader = try DownloaderForTests.make(server.endpoint)
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadOne("flatfiles", "a.bin")
      }
      #expect(error.code == .clockSkew && server.records.count == 1)
      await downloader.shutdown()
    }

    // MARK: Files

    @Test func `a file is continued by another downloader, and its whole parts are not fetched`()
      async throws
    {
      let server = try await FaultServer.start(store) {
        ($0.range?.lowerBound ?? 0) >= 500_000 ? .internalError : .none
      }
      let file = try FinalFile()
      let first = try DownloaderForTests.make(server.endpoint) { $0.maxRetries = 0 }
      await #expect(throws: DownloadError.self) {
        try await first.downloadToFile("flatfiles", "a.bin", file.path)
      }
      #expect(try file.content() == nil)
      let state = try #require(try DownloadState(file: file.hidden(".partial.json")))
      #expect(state.goodByteCount > 0)
      let before = server.records.count
      server.follow { _ in .none }
      let second = try DownloaderForTests.make(server.endpoint)
      let progress = Recorded<DownloadProgress>()
      let result = try await second.downloadToFile("flatfiles", "a.bin", file.path) {
        progress.append($0)
      }
      #expect(try file.content() == bytes)
      #expect(result.resumedByteCount == state.goodByteCount)
      let ranges = server.records.dropFirst(before).compactMap(\.request.range).map {
        $0.lowerBound
      }
      // Requests of the first one may have been under way.
      #expect(Set(ranges).isSuperset(of: state.missingRanges.map(\.lowerBound)))
      let values = progress.values
      #expect(values.allSatisfy { $0.totalByteCount == bytes.count })
      #expect(values.map(\.byteCount).max() == bytes.count)
      #expect(try file.names() == ["object.bin"])
    }

    @Test func `a download that failed goes on from the last good byte of each part`() async throws
    {
      let server = try await FaultServer.start(store) { _ in
        .stall(afterByteCount: DownloaderForTests.partByteCount / 2)
      }
      let file = try FinalFile()
      let first = try DownloaderForTests.make(server.endpoint) {
        $0.maxRetries = 0
        $0.inactivityMilliseconds = 500
      }
      await #expect(throws: DownloadError.self) {
        try await first.downloadToFile("flatfiles", "a.bin", file.path)
      }
      let state = try #require(try DownloadState(file: file.hidden(".partial.json")))
      let content = try FileSystem.read(file.hidden(".partial"))
      #expect(state.goodRanges.contains { $0.count < DownloaderForTests.partByteCount })
      for range in state.goodRanges { #expect(content[range] == bytes[range]) }
      await first.shutdown()
      let before = server.records.count
      server.follow { _ in .none }
      let second = try DownloaderForTests.make(server.endpoint)
      let result = try await second.downloadToFile("flatfiles", "a.bin", file.path)
      #expect(try file.content() == bytes && result.resumedByteCount == state.goodByteCount)
      let sentByteCount = server.records.dropFirst(before).reduce(0) { $0 + $1.sentByteCount }
      #expect(sentByteCount == bytes.count - state.goodByteCount)
    }

    @Test func `what is left of another version or another object is not continued`() async throws {
      let file = try FinalFile()
      store.put(Content.bytes(1_000_000, seed: 42), key: "b.bin")
      let server = try await FaultServer.start(store) {
        ($0.range?.lowerBound ?? 0) >= 500_000 ? .internalError : .none
      }
      let failing = try DownloaderForTests.make(server.endpoint) { $0.maxRetries = 0 }
      let downloader = try DownloaderForTests.make(server.endpoint)
      for key in ["a.bin", "b.bin"] {
        server.follow { ($0.range?.lowerBound ?? 0) >= 500_000 ? .internalError : .none }
        await #expect(throws: DownloadError.self) {
          try await failing.downloadToFile("flatfiles", key, file.path)
        }
        let replaced = Content.bytes(900_000, seed: 43)
        store.put(replaced, key: "a.bin")
        server.follow { _ in .none }
        let result = try await downloader.downloadToFile("flatfiles", "a.bin", file.path)
        #expect(try file.content() == replaced && result.resumedByteCount == 0)
      }
    }

    @Test func `a target that cannot be is an error before a request`() async throws {
      let server = try await FaultServer.start(store)
      let folder = try TemporaryFolder()
      try folder.write([1], to: "file")
      let downloader = try DownloaderForTests.make(server.endpoint)
      for path in [folder.path, folder.path("file/below")] {
        let error = try await #require(throws: DownloadError.self) {
          try await downloader.downloadToFile("flatfiles", "a.bin", path)
        }
        #expect(error.code == .ioError && error.message.contains(folder.path))
      }
      #expect(server.records.isEmpty)
    }

    @Test func `a cancelled download is one error, and its parts are kept`() async throws {
      let server = try await FaultServer.start(store) {
        ($0.range?.lowerBound ?? 0) >= 500_000 ? .silence : .none
      }
      let downloader = try DownloaderForTests.make(server.endpoint)
      let file = try FinalFile()
      let task = Task { try await downloader.downloadToFile("flatfiles", "a.bin", file.path) }
      while try DownloadState(file: file.hidden(".partial.json"))?.goodByteCount ?? 0 == 0 {
        try await Task.sleep(for: .milliseconds(5))
      }
      task.cancel()
      let error = try await #require(throws: DownloadError.self) { try await task.value }
      #expect(error.code == .cancelled)
      #expect(try file.names() == [".object.bin.partial", ".object.bin.partial.json"])
      #expect(downloader.statistics == DownloadStatistics())
    }

    // MARK: Streams

    @Test func `a stream fetches no more than its window ahead of its reader`() async throws {
      let server = try await FaultServer.start(store)
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.streamPartByteCount = 50_000
        $0.streamWindowByteCount = 200_000
      }
      let source = downloader.stream("flatfiles", "a.bin")
      let bytes = bytes
      try await Downloads.onThread {
        var reader = try ByteReader(source)
        var buffer = BarLakeBytes.ByteBuffer()
        while true {
          let count = try reader.read(into: &buffer, upTo: 10_000)
          if count == 0 { break }
          if buffer.count < 60_000 { MonotonicClock.wait(seconds: 0.02) }
          let ends = server.records.compactMap(\.request.range).map { $0.upperBound + 1 }
          #expect((ends.max() ?? 0) <= buffer.count + 200_000)
        }
        #expect(Array(buffer.storage[..<buffer.count]) == bytes)
      }
      await downloader.shutdown()
    }

    // MARK: Statistics and end

    @Test func `statistics count objects and repetitions, and begin anew`() async throws {
      let server = try await FaultServer.start(store) {
        $0.number == 0 ? .internalError : .none
      }
      let downloader = try DownloaderForTests.make(server.endpoint)
      _ = try await downloader.downloadOne("flatfiles", "a.bin")
      await #expect(throws: DownloadError.self) {
        try await downloader.downloadOne("flatfiles", "none")
      }
      let statistics = downloader.statistics
      #expect(statistics.downloadCount == 1 && statistics.errorCount == 1)
      #expect(statistics.retryCount == 1 && statistics.successRate == 0.5)
      downloader.resetStatistics()
      #expect(downloader.statistics == DownloadStatistics())
      await downloader.shutdown()
    }

    @Test func `after the end every call is an error, and a second end is none`() async throws {
      let server = try await FaultServer.start(store)
      let downloader = try DownloaderForTests.make(server.endpoint)
      await downloader.shutdown()
      await downloader.shutdown()
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadOne("flatfiles", "a.bin")
      }
      #expect(error.code == .shutDown)
    }

    /// The client ends the process if it is dropped with open connections.
    @Test func `a downloader and its streams are dropped without an end`() async throws {
      let server = try await FaultServer.start(store)
      let source: ByteSource
      do {
        let downloader = try DownloaderForTests.make(server.endpoint)
        _ = try await downloader.downloadOne("flatfiles", "a.bin")
        source = downloader.stream("flatfiles", "a.bin")
      }
      try await Downloads.onThread {
        var reader = try ByteReader(source)
        var buffer = BarLakeBytes.ByteBuffer()
        _ = try reader.read(into: &buffer, upTo: 10)
      }
    }
  }
}
