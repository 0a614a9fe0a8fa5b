internal import BarLake
internal import BarLakeBytes
internal import BarLakeFlatFileServers
internal import FlatFiles

/// Downloads as processes of their own, that can be killed and whose memory can be measured:
///
///     FlatFilesClient file ENDPOINT KEY PATH [PART-BYTE-COUNT]
///     FlatFilesClient stream ENDPOINT KEY
///     FlatFilesClient ingest ENDPOINT KEY DATE LAKE
///     FlatFilesClient serve FILE KEY [BYTES-PER-SECOND]
///
/// `stream` reads what `ingest` reads, and does nothing with it.
/// `serve` is a server with one object, whose endpoint it prints; it ends with its input.
@main struct FlatFilesClient {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    switch (words.first, Array(words.dropFirst())) {
    case ("file", let words) where words.count >= 3:
      try await downloadFile(
        words[0], key: words[1], path: words[2],
        partByteCount: words.count > 3 ? Int(words[3]) : nil)
    case ("stream", let words) where words.count == 2:
      try await stream(words[0], key: words[1])
    case ("ingest", let words) where words.count == 4:
      try await ingest(words[0], key: words[1], date: words[2], lake: words[3])
    case ("serve", let words) where words.count >= 2:
      try await serve(words[0], key: words[1], rate: words.count > 2 ? Int(words[2]) : nil)
    default: fatalError("FlatFilesClient file | stream | ingest | serve, see its source")
    }
  }

  private static func downloader(
    _ endpoint: String, _ options: TransferOptions = TransferOptions()
  ) throws -> AsyncS3Downloader {
    let credentials = S3Credentials(
      accessKeyID: FakeCredentials.accessKeyID,
      secretAccessKey: FakeCredentials.secretAccessKey)
    return try AsyncS3Downloader(credentials, endpointURL: endpoint, options: options)
  }

  private static func downloadFile(
    _ endpoint: String, key: String, path: String, partByteCount: Int?
  ) async throws {
    var options = TransferOptions()
    if let partByteCount { options.partByteCount = partByteCount }
    let downloader = try downloader(endpoint, options)
    let file = try await downloader.downloadToFile("flatfiles", key, path)
    print("\(file.byteCount) \(file.resumedByteCount)")
    await downloader.shutdown()
  }

  private static func stream(_ endpoint: String, key: String) async throws {
    let downloader = try downloader(endpoint)
    var reader = try ByteReader(downloader.stream("flatfiles", key))
    var (buffer, byteCount) = (ByteBuffer(), 0)
    while try reader.read(into: &buffer, upTo: 1 << 18) > 0 {
      byteCount += buffer.count
      buffer.removeAll()
    }
    print("\(byteCount)")
    await downloader.shutdown()
  }

  private static func ingest(
    _ endpoint: String, key: String, date: String, lake: String
  ) async throws {
    let downloader = try downloader(endpoint)
    let ingestor = try StreamingIngestor(
      dataType: "stocks_minute", outputRoot: lake, config: ["partitioning": "date"])
    let result = try ingestor.ingestDate(date, data: downloader.stream("flatfiles", key))
    print("\(result.records)")
    await downloader.shutdown()
  }

  private static func serve(_ path: String, key: String, rate: Int?) async throws {
    let store = ObjectStore()
    store.put(try FileSystem.read(path), key: key)
    let server = try await FaultServer.start(store, bytesPerSecond: rate)
    try StandardStream.output.write("\(server.endpoint)\n")
    while readLine() != nil {}
    withExtendedLifetime(server) {}
  }
}
