import BarLake
import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import FlatFiles
import Foundation
import Testing

extension Downloads {
  /// Objects that stream into an ingestor while a server fails.
  @Suite struct StreamedIngestTests {
    private static let key = "us_stocks_sip/minute_aggs_v1/2024/01/2024-01-02.csv.gz"
    private static let plainKey = "us_stocks_sip/minute_aggs_v1/2024/01/2024-01-02.csv"
    private static let date = "2024-01-02"
    private static let plain = Content.minuteBars(symbolCount: 30, barCount: 100)
    private static let bytes = GzipDeflater.deflate(plain)

    private let store = ObjectStore()
    private let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      store.put(Self.bytes, key: Self.key)
      store.put(Self.plain, key: Self.plainKey)
    }

    /// Ingests `data` into a lake of its own, and returns the file of the date.
    private func lakeFile(_ data: ByteSource, lake: String) async throws -> [UInt8] {
      let ingestor = try StreamingIngestor(
        dataType: "stocks_minute", outputRoot: folder.path(lake),
        config: ["partitioning": "date"])
      let result = try await Downloads.onThread { try ingestor.ingestDate(Self.date, data: data) }
      #expect(result.records == 3_000)
      return try FileSystem.read(
        folder.path("\(lake)/stocks_minute/year=2024/month=01/date=2024-01-02.parquet"))
    }

    private static let passing: [Fault] = [
      .none, .reset(afterByteCount: 10_000), .cut(afterByteCount: 10_000),
      .shortened(toByteCount: 10_000), .stall(afterByteCount: 10_000), .internalError, .slowDown,
      .contentRange("bytes 0-9/20"), .ifMatchIgnored, .noSuchKey,
    ]

    @Test(arguments: passing)
    func `a lake is the same as from a file, whatever failed on the way`(_ fault: Fault)
      async throws
    {
      let server = try await FaultServer.start(store) {
        $0.attempt == 0 && !$0.isListing ? fault : .none
      }
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.inactivityMilliseconds = fault.inactivityMilliseconds
      }
      let expected = try await lakeFile(.bytes(Self.plain), lake: "from bytes")
      #expect(
        try await lakeFile(downloader.stream("flatfiles", Self.key), lake: "streamed") == expected)
      #expect(
        try await lakeFile(downloader.stream("flatfiles", Self.plainKey), lake: "plain") == expected
      )
      await downloader.shutdown()
    }

    /// A plain file that only ended early would look whole.
    @Test(arguments: [Fault.reset(afterByteCount: 0), .cut(afterByteCount: 0), .internalError])
    func `a transfer that ends early is an error of the ingest, and nothing is published`(
      _ fault: Fault
    ) async throws {
      for key in [Self.key, Self.plainKey] {
        let server = try await FaultServer.start(store) {
          ($0.range?.lowerBound ?? 0) >= 2 * DownloaderForTests.partByteCount ? fault : .none
        }
        let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRetries = 1 }
        let error = try await #require(throws: IngestError.self) {
          try await lakeFile(downloader.stream("flatfiles", key), lake: "lake")
        }
        #expect(error.code == .ioError, "\(error)")
        #expect("\(error)".contains(key))
        #expect(try FileSystem.status(folder.path("lake/stocks_minute")) == nil)
        await downloader.shutdown()
      }
    }

    @Test func `an object that is replaced while it streams is an error, and a new ingest helps`()
      async throws
    {
      let store = store
      let server = try await FaultServer.start(store) {
        if $0.number == 2 { store.put(Self.bytes, key: Self.key) }
        return .none
      }
      let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRequestCount = 1 }
      let source = downloader.stream("flatfiles", Self.key)
      let error = try await #require(throws: IngestError.self) {
        try await lakeFile(source, lake: "lake")
      }
      #expect(error.code == .ioError && "\(error)".contains("replaced"))
      _ = try await lakeFile(source, lake: "lake")
      await downloader.shutdown()
    }

    @Test func `a missing object is an error with the reason`() async throws {
      let server = try await FaultServer.start(store)
      let downloader = try DownloaderForTests.make(server.endpoint)
      let source = downloader.stream(
        "flatfiles", Self.key.replacing("2024-01-02", with: "2024-01-01"))
      let error = try await #require(throws: IngestError.self) {
        try await lakeFile(source, lake: "lake")
      }
      #expect(error.code == .ioError && "\(error)".contains("holiday"))
      await downloader.shutdown()
    }

    @Test func `more ingests at once than Swift has threads do not wait for each other`()
      async throws
    {
      let server = try await FaultServer.start(store)
      let downloader = try DownloaderForTests.make(server.endpoint)
      let count = ProcessInfo.processInfo.activeProcessorCount + 2
      // Each of them holds its thread until its bytes have come.
      try await withThrowingTaskGroup { group in
        for number in 0..<count {
          group.addTask {
            let ingestor = try StreamingIngestor(
              dataType: "stocks_minute", outputRoot: folder.path("\(number)"),
              config: ["partitioning": "date"])
            let source = downloader.stream("flatfiles", Self.key)
            return try ingestor.ingestDate(Self.date, data: source).records
          }
        }
        for try await records in group { #expect(records == 3_000) }
      }
      await downloader.shutdown()
    }

    @Test func `an object of a real server streams into a lake`() async throws {
      let server = try await SeaweedFS.shared
      try await server.put(Self.bytes, key: "streamed/2024-01-02.csv.gz")
      let downloader = try DownloaderForTests.make(server.endpoint)
      let expected = try await lakeFile(.bytes(Self.plain), lake: "from bytes")
      let source = downloader.stream("flatfiles", "streamed/2024-01-02.csv.gz")
      #expect(try await lakeFile(source, lake: "streamed") == expected)
      await downloader.shutdown()
    }
  }
}
