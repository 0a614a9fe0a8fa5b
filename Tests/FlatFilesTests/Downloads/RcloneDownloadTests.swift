import BarLakeBytes
import BarLakeFlatFileServers
import FlatFiles
import Testing

extension Downloads {
  /// Downloads from a server that answers 200 to ranges and does not look at If-Match.
  @Suite struct RcloneDownloadTests {
    private static let plain = Content.bytes(75_000, seed: 11)
    private static let bytes = GzipDeflater.deflate(plain)

    @Test func `an object of several parts is right, or an error`() async throws {
      let server = try await Rclone.shared
      try server.put(Self.bytes, key: "hostile/a b+c.csv.gz")
      let downloader = try DownloaderForTests.make(server.endpoint)
      let file = try FinalFile()
      let result = try await downloader.downloadToFile(
        "flatfiles", "hostile/a b+c.csv.gz", file.path)
      #expect(try file.content() == Self.bytes && result.byteCount == Self.bytes.count)
      #expect(try await downloader.downloadOne("flatfiles", "hostile/a b+c.csv.gz") == Self.plain)
      #expect(
        try await downloader.listObjects("flatfiles", prefix: "hostile/").map(\.key)
          == ["hostile/a b+c.csv.gz"])
      await downloader.shutdown()
    }

    @Test func `a download that was cut is not continued with an object that was replaced`()
      async throws
    {
      let real = try await Rclone.shared
      let key = "hostile/replaced.bin"
      let other = Content.bytes(75_000, seed: 12)
      try real.put(Content.bytes(75_000, seed: 13), key: key)
      let server = try await FaultServer.start(ForwardingOrigin(port: real.port)) {
        $0.number == 0 ? .none : .reset(afterByteCount: 25_000)
      }
      let file = try FinalFile()
      let downloader = try DownloaderForTests.make(server.endpoint) { $0.maxRetries = 0 }
      await #expect(throws: DownloadError.self) {
        try await downloader.downloadToFile("flatfiles", key, file.path)
      }
      #expect(try file.content() == nil)
      try real.put(other, key: key)
      server.follow { _ in .none }
      _ = try await downloader.downloadToFile("flatfiles", key, file.path)
      // Never parts of both.
      #expect(try file.content() == other)
      await downloader.shutdown()
    }
  }
}
