import BarLakeBytes
import BarLakeFlatFileServers
import FlatFiles
import Testing

extension Downloads {
  /// What comes of each fault of a server: the right bytes, or an error that says why; never
  /// anything else under the final name.
  @Suite struct DownloadFaultsTests {
    private static let key = "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz"
    private static let plain = Content.bytes(75_000, seed: 3)
    private static let bytes = GzipDeflater.deflate(plain)

    private let store = ObjectStore()

    init() { store.put(Self.bytes, key: Self.key) }

    /// A plan for the object; what is asked of the listing goes right.
    private static func ofObject(_ fault: @escaping FaultPlan) -> FaultPlan {
      { $0.isListing ? .none : fault($0) }
    }

    // MARK: Faults that pass

    private static let passing: [Fault] = [
      .reset(afterByteCount: 0), .reset(afterByteCount: 7_500), .cut(afterByteCount: 0),
      .cut(afterByteCount: 7_500), .shortened(toByteCount: 7_500), .stall(afterByteCount: 0),
      .stall(afterByteCount: 7_500), .silence, .internalError, .slowDown, .conflict, .noSuchKey,
      .tooManyRequests(retryAfterSeconds: 1), .refusal(status: 502, code: "BadGateway"),
      .entityTag("\"other\""), .contentRange("bytes 0-9/20"), .contentRange("nonsense"),
      .rangeIgnored, .ifMatchIgnored, .unaskedPart, .drip(byteCount: 5_000, milliseconds: 5),
    ]

    /// Runs `body` with a downloader whose first attempt at each range meets a fault.
    private func withDownloader(
      after fault: Fault, _ body: (AsyncS3Downloader) async throws -> Void
    ) async throws {
      let server = try await FaultServer.start(
        store, plan: Self.ofObject { $0.attempt == 0 ? fault : .none })
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.inactivityMilliseconds = fault.inactivityMilliseconds
      }
      try await body(downloader)
      await downloader.shutdown()
      // The server ends with its last user.
      withExtendedLifetime(server) {}
    }

    @Test(arguments: passing)
    func `a fault of each first attempt leaves no trace in the file`(_ fault: Fault) async throws {
      try await withDownloader(after: fault) { downloader in
        let file = try FinalFile()
        let result = try await downloader.downloadToFile("flatfiles", Self.key, file.path)
        #expect(try file.content() == Self.bytes)
        #expect(result.byteCount == Self.bytes.count)
        #expect(try file.names() == ["object.bin"])
      }
    }

    @Test(arguments: passing)
    func `a fault of each first attempt leaves no trace in the bytes`(_ fault: Fault) async throws {
      try await withDownloader(after: fault) { downloader in
        let bytes = try await downloader.downloadOne("flatfiles", Self.key)
        #expect(bytes == Self.plain)
      }
    }

    @Test(arguments: [
      Fault.reset(afterByteCount: 7_500), .cut(afterByteCount: 0), .shortened(toByteCount: 7_500),
      .contentRange("bytes 0-9/20"), .rangeIgnored, .unaskedPart, .noSuchKey, .slowDown,
    ])
    func `an answer that failed does not keep the next one from being asked for`(
      _ fault: Fault
    ) async throws {
      // Of one part, of which a whole object cannot be told, and of several.
      for bytes in [Content.bytes(DownloaderForTests.partByteCount, seed: 16), Self.bytes] {
        store.put(bytes, key: "one at a time")
        let server = try await FaultServer.start(
          store, plan: Self.ofObject { $0.attempt == 0 ? fault : .none })
        let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRequestCount = 1 }
        #expect(
          try await downloader.downloadOne("flatfiles", "one at a time", decompress: false)
            == bytes)
        #expect(server.records.allSatisfy { $0.concurrentCount <= 2 })
        await downloader.shutdown()
      }
    }

    @Test func `connections that always break off after some bytes are resumed to the end`()
      async throws
    {
      let server = try await FaultServer.start(
        store, plan: Self.ofObject { _ in .cut(afterByteCount: 5_000) })
      let downloader = try DownloaderForTests.make(server.endpoint)
      let file = try FinalFile()
      _ = try await downloader.downloadToFile("flatfiles", Self.key, file.path)
      #expect(try file.content() == Self.bytes)
      let sentByteCount = server.records.reduce(0) { $0 + $1.sentByteCount }
      #expect(sentByteCount == Self.bytes.count)
      let resumed = server.records.filter {
        ($0.request.range?.lowerBound ?? 0) % DownloaderForTests.partByteCount != 0
      }
      #expect(!resumed.isEmpty && resumed.allSatisfy { $0.request.ifMatch != nil })
      await downloader.shutdown()
    }

    @Test func `a service that ignores ranges gives the whole object`() async throws {
      let server = try await FaultServer.start(store, plan: Self.ofObject { _ in .rangeIgnored })
      let downloader = try DownloaderForTests.make(server.endpoint)
      let file = try FinalFile()
      _ = try await downloader.downloadToFile("flatfiles", Self.key, file.path)
      #expect(try file.content() == Self.bytes)
      await downloader.shutdown()
    }

    // MARK: Faults that stay

    struct Outcome: Sendable, CustomTestStringConvertible {
      var fault: Fault
      var code: DownloadError.Code
      var testDescription: String { "\(fault)" }

      init(_ fault: Fault, _ code: DownloadError.Code) { (self.fault, self.code) = (fault, code) }
    }

    private static let staying = [
      Outcome(.reset(afterByteCount: 0), .connectionFailed),
      Outcome(.cut(afterByteCount: 0), .connectionFailed),
      Outcome(.stall(afterByteCount: 0), .connectionFailed),
      Outcome(.silence, .connectionFailed),
      Outcome(.internalError, .unavailable),
      Outcome(.slowDown, .unavailable),
      Outcome(.conflict, .unavailable),
      Outcome(.tooManyRequests(retryAfterSeconds: 1), .unavailable),
      Outcome(.noSuchKey, .unavailable),
      Outcome(.accessDenied, .forbidden),
      Outcome(.shortened(toByteCount: 7_500), .unexpectedResponse),
      Outcome(.contentRange("bytes 0-9/20"), .unexpectedResponse),
      Outcome(.unaskedPart, .unexpectedResponse),
      Outcome(.flippedBit(at: 5_000), .damaged),
    ]

    @Test(arguments: staying)
    func `a fault of all attempts is an error, and what was there before stays`(
      _ outcome: Outcome
    ) async throws {
      let (fault, code) = (outcome.fault, outcome.code)
      let server = try await FaultServer.start(store, plan: Self.ofObject { _ in fault })
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.inactivityMilliseconds = outcome.fault.inactivityMilliseconds
        $0.maxRetries = 1
      }
      let file = try FinalFile()
      for before in [nil, Array("before".utf8)] {
        if let before { try file.put(before) }
        let error = try await #require(throws: DownloadError.self) {
          try await downloader.downloadToFile("flatfiles", Self.key, file.path)
        }
        #expect(error.code == code, "\(fault): \(error)")
        #expect(error.mayHelpToRetry == [.connectionFailed, .unavailable].contains(code))
        #expect(error.key == Self.key && error.bucket == "flatfiles")
        #expect(!"\(error)".contains(FakeCredentials.secretAccessKey))
        #expect(try file.content() == before)
      }
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadOne("flatfiles", Self.key)
      }
      #expect(error.code == code, "\(fault): \(error)")
      await downloader.shutdown()
    }

    @Test func `a stall is one of inactivity: slow bytes are no stall`() async throws {
      let server = try await FaultServer.start(
        store, plan: Self.ofObject { _ in .drip(byteCount: 750, milliseconds: 60) })
      // A part takes longer than two limits, and each pause is a fraction of one.
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.inactivityMilliseconds = 600
      }
      let file = try FinalFile()
      _ = try await downloader.downloadToFile("flatfiles", Self.key, file.path)
      #expect(try file.content() == Self.bytes)
      #expect(server.records.allSatisfy { $0.ending == .whole })
      #expect(downloader.statistics.retryCount == 0)
      await downloader.shutdown()
    }

    // MARK: Waiting

    @Test func `Retry-After is waited for, and what a service asks for too long is an error`()
      async throws
    {
      for (seconds, isWaitedFor) in [(7, true), (100_000, false)] {
        let server = try await FaultServer.start(
          store,
          plan: Self.ofObject {
            $0.number == 0 ? .tooManyRequests(retryAfterSeconds: seconds) : .none
          })
        let waits = Recorded<Double>()
        let downloader = try DownloaderForTests.make(server.endpoint) {
          $0.sleep = { waits.append($0) }
        }
        let file = try FinalFile()
        if isWaitedFor {
          _ = try await downloader.downloadToFile("flatfiles", Self.key, file.path)
          #expect(try file.content() == Self.bytes)
          #expect(waits.values.contains { $0 >= 7 })
        } else {
          let error = try await #require(throws: DownloadError.self) {
            try await downloader.downloadToFile("flatfiles", Self.key, file.path)
          }
          #expect(error.code == .unavailable && error.status == 429)
          #expect(error.message.contains("100000") && waits.values.isEmpty)
        }
        await downloader.shutdown()
      }
    }

    @Test func `after SlowDown fewer requests run at once`() async throws {
      let store = ObjectStore()
      store.put(Content.bytes(4_000_000, seed: 4), key: "large.bin")
      let server = try await FaultServer.start(store, bytesPerSecond: 500_000) {
        $0.number == 8 ? .slowDown : .none
      }
      let downloader = try DownloaderForTests.make(server.endpoint) { $0.partByteCount = 64 << 10 }
      let file = try FinalFile()
      _ = try await downloader.downloadToFile("flatfiles", "large.bin", file.path)
      let counts = server.records.map(\.concurrentCount)
      // More than afterwards; whether all eight meet depends on the machine.
      #expect(counts.prefix(9).max() ?? 0 > 6)
      // Half of eight, and one more after as many that succeeded.
      #expect(counts[20..<24].allSatisfy { $0 <= 6 })
      #expect(counts.max() == 8)
      await downloader.shutdown()
    }

    // MARK: Replaced objects

    @Test func `an object that is replaced between two ranges is downloaded anew`() async throws {
      for isIfMatchIgnored in [false, true] {
        let store = store
        let other = GzipDeflater.deflate(Content.bytes(70_000, seed: 5))
        let server = try await FaultServer.start(
          store,
          plan: Self.ofObject {
            if $0.number == 3 { store.put(other, key: Self.key) }
            return isIfMatchIgnored ? .ifMatchIgnored : .none
          })
        let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRequestCount = 1 }
        let file = try FinalFile()
        let result = try await downloader.downloadToFile("flatfiles", Self.key, file.path)
        #expect(try file.content() == other && result.byteCount == other.count)
        await downloader.shutdown()
      }
    }

    @Test func `an object that is replaced again and again is an error`() async throws {
      let store = store
      let server = try await FaultServer.start(
        store,
        plan: Self.ofObject { request in
          store.put(Content.bytes(50_000, seed: UInt64(request.number)), key: Self.key)
          return .none
        })
      let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRetries = 3 }
      let file = try FinalFile()
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadToFile("flatfiles", Self.key, file.path)
      }
      #expect(error.code == .objectReplaced && error.mayHelpToRetry)
      #expect(try file.content() == nil)
      await downloader.shutdown()
    }
  }
}
