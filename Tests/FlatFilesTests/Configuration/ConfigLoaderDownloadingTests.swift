import BarLakeFlatFileServers
import FlatFiles
import NIOHTTP1
import Testing

@Suite struct ConfigLoaderDownloadingTests {
  @Test func `a downloader has the credentials, the endpoint and the limits`() async throws {
    let store = ObjectStore()
    store.put([1, 2, 3], key: "a")
    let server = try await FaultServer.start(store) { _ in .internalError }
    let folder = try ConfigFolder(
      pipeline: "source: {s3: {max_retries: 0}}\n", credentials: ConfigFolder.credentials)
    let downloader = try folder.load(endpoint: server.endpoint).downloader()
    await #expect(throws: DownloadError.self) { try await downloader.downloadOne("flatfiles", "a") }
    // Without a retry: each request once.
    #expect(server.records.allSatisfy { $0.request.attempt == 0 } && !server.records.isEmpty)
    #expect(
      server.records.allSatisfy {
        $0.request.headers.first(name: "Authorization")?.contains("FAKEKEYID00001") == true
      })
    server.follow { _ in .none }
    #expect(try await downloader.downloadOne("flatfiles", "a") == [1, 2, 3])
    await downloader.shutdown()
  }

  @Test func `without credentials there is none`() throws {
    #expect(throws: ConfigError.self) { try ConfigFolder().load().downloader() }
  }

  @Test func `a limit that no downloader takes is an error`() throws {
    let folder = try ConfigFolder(
      pipeline: "source: {s3: {timeout_seconds: 5000000}}\n",
      credentials: ConfigFolder.credentials)
    let error = #expect(throws: ConfigError.self) { try folder.load().downloader() }
    #expect(error?.message.contains("5000000") == true)
  }
}
