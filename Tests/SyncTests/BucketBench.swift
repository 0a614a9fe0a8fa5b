import BarLake
import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeSync
import FlatFiles

/// A bucket with flat files of January 2024.
struct BucketBench {
  let store = ObjectStore()
  let server: FaultServer
  let source: FlatFileSource
  let downloader: AsyncS3Downloader

  static func key(_ day: Int, _ type: MarketDataType = .stocksDaily) throws -> String {
    KeyMetadata(dataType: type, date: try SyncBench.january(day)).key
  }

  init(plan: @escaping FaultPlan = { _ in .none }) async throws {
    server = try await FaultServer.start(store, plan: plan)
    var options = TransferOptions()
    options.streamPartByteCount = 16 << 10
    options.streamWindowByteCount = 48 << 10
    options.maxRetries = 1
    options.sleep = { _ in }
    downloader = try AsyncS3Downloader(
      S3Credentials(
        accessKeyID: FakeCredentials.accessKeyID,
        secretAccessKey: FakeCredentials.secretAccessKey),
      endpointURL: server.endpoint, options: options)
    source = .bucket(
      BucketSource(
        downloader, at: BucketPlace(endpoint: server.endpoint, bucket: "flatfiles")))
  }

  func put(_ bytes: [UInt8] = SyncBench.bars("A"), day: Int) throws {
    store.put(GzipDeflater.deflate(bytes), key: try Self.key(day))
  }

  /// How often an object was asked for.
  func requestCount(day: Int) throws -> Int {
    let key = try Self.key(day)
    return server.records.count { $0.request.key == key }
  }
}
