import BarLakeFlatFileServers
import FlatFiles
import Testing

extension Downloads {
  /// Downloads that ended early, and are asked for again: at a real server, through one that fails.
  @Suite struct ResumedDownloadsTests {
    private static let bytes = Content.bytes(150_000, seed: 17)
    private static let others = Content.bytes(140_000, seed: 18)

    /// The first parts come; then the service fails for good.
    private static let failingPlan: FaultPlan = { $0.number < 4 ? .none : .internalError }

    /// A server in front of SeaweedFS, and what a failed download of `key` from it has left.
    private func cutDownload(
      _ key: String
    ) async throws -> (server: FaultServer, downloader: AsyncS3Downloader, file: FinalFile) {
      let real = try await SeaweedFS.shared
      try await real.put(Self.bytes, key: key)
      let server = try await FaultServer.start(
        ForwardingOrigin(port: real.port), plan: Self.failingPlan)
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.maxRetries = 0
        $0.maxRequestCount = 1
      }
      let file = try FinalFile()
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadToFile("flatfiles", key, file.path)
      }
      #expect(error.code == .unavailable && error.status == 500)
      #expect(try file.content() == nil)
      server.follow { _ in .none }
      return (server, downloader, file)
    }

    @Test func `a download goes on with what is there`() async throws {
      let (server, downloader, file) = try await cutDownload("resumed/same")
      let first = server.records.count
      let result = try await downloader.downloadToFile("flatfiles", "resumed/same", file.path)
      #expect(try file.content() == Self.bytes)
      #expect(try file.names() == ["object.bin"])
      #expect(result.resumedByteCount == 4 * DownloaderForTests.partByteCount)
      let ranges = server.records.dropFirst(first).compactMap(\.request.range)
      #expect(ranges.allSatisfy { $0.lowerBound >= result.resumedByteCount })
      #expect(server.records.dropFirst(first).allSatisfy { $0.request.ifMatch != nil })
      await downloader.shutdown()
    }

    @Test func `an object that was replaced meanwhile is fetched anew`() async throws {
      let (server, downloader, file) = try await cutDownload("resumed/replaced")
      try await SeaweedFS.shared.put(Self.others, key: "resumed/replaced")
      let first = server.records.count
      let result = try await downloader.downloadToFile("flatfiles", "resumed/replaced", file.path)
      #expect(try file.content() == Self.others && result.resumedByteCount == 0)
      // The server noticed it by If-Match.
      #expect(server.records[first].status == 412)
      await downloader.shutdown()
    }

    @Test func `what is there of another object is not continued`() async throws {
      let (_, downloader, file) = try await cutDownload("resumed/one")
      try await SeaweedFS.shared.put(Self.bytes.reversed(), key: "resumed/other")
      let result = try await downloader.downloadToFile("flatfiles", "resumed/other", file.path)
      #expect(try file.content() == Self.bytes.reversed() && result.resumedByteCount == 0)
      await downloader.shutdown()
    }

    @Test func `a cancelled download goes on later`() async throws {
      let store = ObjectStore()
      store.put(Self.bytes, key: "cancelled")
      let server = try await FaultServer.start(store) { $0.number < 4 ? .none : .silence }
      let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRequestCount = 1 }
      let file = try FinalFile()
      let download = Task { () async throws(DownloadError) in
        try await downloader.downloadToFile("flatfiles", "cancelled", file.path)
      }
      while server.records.count < 5 { try await Task.sleep(for: .milliseconds(2)) }
      download.cancel()
      let error = try await #require(throws: DownloadError.self) { try await download.value }
      #expect(error.code == .cancelled && error.mayHelpToRetry)
      #expect(try file.content() == nil)
      server.follow { _ in .none }
      let result = try await downloader.downloadToFile("flatfiles", "cancelled", file.path)
      #expect(try file.content() == Self.bytes)
      #expect(result.resumedByteCount == 4 * DownloaderForTests.partByteCount)
      await downloader.shutdown()
    }
  }
}
