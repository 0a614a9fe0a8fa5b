import BarLakeFlatFileServers
import FlatFiles
import Testing

extension Downloads {
  @Suite struct ListingTests {
    /// Keys whose encoding is easily wrong, encoded twice or not at all.
    private static let awkwardKeys = [
      "a b", "a+b", "a=b", "a%b", "a%2Fb", "a%20b", "ä/ö é", "日本/語", "a&b<c>\"d\"", "a?b#c",
      "a;b,c",
      "a:b@c", "~a-b_c.d", "(a)*'b'!$", "[a]{b}|^`",
    ]

    private static func contents(_ store: ObjectStore, _ keys: [String]) {
      for key in keys { store.put(Array(key.utf8), key: key) }
    }

    @Test func `all pages of ten thousand keys are read`() async throws {
      let store = ObjectStore()
      let keys = (0..<10_000).map { "k/\($0) a+b=%é&" }
      Self.contents(store, keys + ["other/a"])
      let server = try await FaultServer.start(store)
      let downloader = try DownloaderForTests.make(server.endpoint)
      let objects = try await downloader.listObjects("flatfiles", prefix: "k/")
      #expect(Set(objects.map(\.key)) == Set(keys) && objects.count == 10_000)
      #expect(objects.allSatisfy { $0.byteCount == $0.key.utf8.count })
      #expect(objects.allSatisfy { $0.etag.hasPrefix("\"") && $0.etag.hasSuffix("\"") })
      #expect(server.records.count == 10)
      await downloader.shutdown()
    }

    /// Lists and downloads objects whose contents are their keys.
    private static func expectRoundTrip(
      of keys: [String], prefix: String, _ endpoint: String
    ) async throws {
      let downloader = try DownloaderForTests.make(endpoint)
      let objects = try await downloader.listObjects("flatfiles", prefix: prefix)
      #expect(Set(objects.map(\.key)) == Set(keys))
      for key in keys {
        #expect(try await downloader.downloadOne("flatfiles", key) == Array(key.utf8), "\(key)")
      }
      await downloader.shutdown()
    }

    @Test func `awkward keys are listed and downloaded as they are`() async throws {
      let store = ObjectStore()
      let keys = Self.awkwardKeys.map { "x y/\($0)" }
      Self.contents(store, keys)
      let server = try await FaultServer.start(MemoryOrigin(store: store, pageKeyCount: 2))
      try await Self.expectRoundTrip(of: keys, prefix: "x y/", server.endpoint)
    }

    @Test func `awkward keys make the round trip through a real server`() async throws {
      let server = try await SeaweedFS.shared
      let keys = Self.awkwardKeys.map { "round trip+/\($0)" }
      for key in keys { try await server.put(Array(key.utf8), key: key) }
      try await Self.expectRoundTrip(of: keys, prefix: "round trip+/", server.endpoint)
    }

    @Test func `a real server's second page is read`() async throws {
      let server = try await SeaweedFS.shared
      let keys = (0..<1_100).map { "pages/\($0) +=.gz" }
      try await withThrowingTaskGroup { group in
        for start in 0..<8 {
          group.addTask {
            for index in stride(from: start, to: keys.count, by: 8) {
              try await server.put([1], key: keys[index])
            }
          }
        }
        try await group.waitForAll()
      }
      let downloader = try DownloaderForTests.make(server.endpoint)
      let objects = try await downloader.listObjects("flatfiles", prefix: "pages/")
      #expect(objects.count == 1_100 && Set(objects.map(\.key)) == Set(keys))
      await downloader.shutdown()
    }

    @Test func `a page that fails is asked for again, and one that stays wrong is an error`()
      async throws
    {
      let store = ObjectStore()
      Self.contents(store, (0..<2_500).map { "k/\($0)" })
      let passing: [Fault] = [
        .internalError, .slowDown, .reset(afterByteCount: 5_000), .cut(afterByteCount: 5_000),
        .stall(afterByteCount: 5_000),
      ]
      for fault in passing {
        let server = try await FaultServer.start(store) { $0.attempt == 0 ? fault : .none }
        let downloader = try DownloaderForTests.make(server.endpoint) {
          $0.inactivityMilliseconds = fault.inactivityMilliseconds
        }
        #expect(try await downloader.listObjects("flatfiles").count == 2_500)
        await downloader.shutdown()
      }
      for fault in [Fault.shortened(toByteCount: 5_000), .refusal(status: 400, code: "Bad")] {
        let server = try await FaultServer.start(store) { $0.number == 1 ? fault : .none }
        let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRetries = 0 }
        let error = try await #require(throws: DownloadError.self) {
          try await downloader.listObjects("flatfiles")
        }
        #expect(error.code == .unexpectedResponse && error.key == nil)
        await downloader.shutdown()
      }
    }

    @Test func `errors of a listing have the service's code`() async throws {
      let server = try await FaultServer.start(ObjectStore())
      let downloader = try DownloaderForTests.make(server.endpoint)
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.listObjects("nowhere")
      }
      #expect(error.code == .noSuchBucket && error.serviceCode == "NoSuchBucket")
      await downloader.shutdown()
    }
  }
}
