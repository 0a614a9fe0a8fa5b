public import BarLakeBytes
internal import Synchronization

/// Downloads objects of the vendor's bucket, or of another service that speaks S3.
///
/// A large object is fetched by several requests at once. Requests that fail are repeated, from the
/// last byte that arrived on. Every byte is of one version of the object, its length is verified,
/// and of gzip the checksums are, too. Connections are closed when the downloader and its streams
/// are gone, so nothing has to be shut down.
///
/// Environment variables that name a proxy have no effect.
///
/// Source: `docs/flat-files.md`, "Transfer".
public final class AsyncS3Downloader: Sendable {
  private let transport: S3Transport

  /// Makes a downloader. Opens no connection yet.
  ///
  /// - Parameters:
  ///   - credentials: what requests are signed with.
  ///   - endpointURL: where the service is; nil for that of the credentials, and if they have none,
  ///     `https://files.massive.com`.
  ///   - maxRetries: how often a request is repeated after failures in a row.
  ///   - timeout: how many seconds a connection may deliver nothing. There is no limit for the
  ///     download as a whole.
  ///   - maxPoolConnections: the most connections at once.
  ///   - maxConcurrent: the most requests at once, of all downloads of this downloader. There are
  ///     fewer after the service asked to slow down.
  /// - Throws: `invalid_argument`.
  public convenience init(
    _ credentials: S3Credentials, endpointURL: String? = nil, maxRetries: Int = 5,
    timeout: Int = 60, maxPoolConnections: Int = 50, maxConcurrent: Int = 8
  ) throws(DownloadError) {
    try Self.check("maxRetries", maxRetries, atLeast: 0)
    try Self.check("timeout", timeout, atLeast: 1)
    try Self.check("maxPoolConnections", maxPoolConnections, atLeast: 1)
    try Self.check("maxConcurrent", maxConcurrent, atLeast: 1)
    var options = TransferOptions()
    options.maxRetries = maxRetries
    options.inactivityMilliseconds = timeout * 1000
    options.maxRequestCount = min(maxPoolConnections, maxConcurrent)
    try self.init(credentials, endpointURL: endpointURL, options: options)
  }

  /// Makes a downloader with options that users do not set.
  package init(
    _ credentials: S3Credentials, endpointURL: String? = nil, options: TransferOptions
  ) throws(DownloadError) {
    let endpoint = try S3Endpoint(
      endpointURL ?? credentials.endpointURL ?? S3Endpoint.defaultURL)
    transport = S3Transport(endpoint: endpoint, credentials: credentials, options: options)
  }

  private static func check(
    _ name: String, _ value: Int, atLeast minimum: Int
  ) throws(DownloadError) {
    guard value < minimum || value > 1_000_000 else { return }
    throw DownloadError(
      .invalidArgument, message: "\(name) is \(value)",
      remedy: "give a number from \(minimum) to 1000000")
  }

  // MARK: Downloads

  /// The content of an object. It is held in memory as a whole; ``stream(_:_:)`` and
  /// ``downloadToFile(_:_:_:progress:)`` do not do that.
  ///
  /// - Parameters:
  ///   - bucket: the object's bucket.
  ///   - key: the object's key.
  ///   - decompress: whether gzip is inflated. The first bytes decide what is gzip.
  public func downloadOne(
    _ bucket: String, _ key: String, decompress: Bool = true
  ) async throws(DownloadError) -> [UInt8] {
    let transport = transport
    return try await transport.counted(bucket, key) { place in
      let sink = MemorySink(partByteCount: transport.options.partByteCount)
      let transfer = ObjectTransfer(place, through: transport, into: sink)
      var damage = ""
      for _ in 0..<Self.damagedAttemptCount {
        _ = try await transfer.run()
        let bytes = sink.take()
        let isExpected = GzipCheck.isExpected(forKey: key)
        let checked = try await Workers.blocking { () throws(SystemError) in
          GzipCheck.checked(bytes, isExpected: isExpected, decompress: decompress)
        }
        switch checked {
        case .success(let content): return content
        case .failure(let damaged): damage = damaged.reason
        }
      }
      throw Self.damaged(place, damage)
    }
  }

  /// The contents of several objects, in the order of `keys`, each with its own error. They are
  /// downloaded at the same time and all held in memory.
  public func downloadBatch(
    _ bucket: String, _ keys: [String], decompress: Bool = true
  ) async -> [Result<[UInt8], DownloadError>] {
    let limit = transport.options.maxRequestCount
    let results = BatchResults(count: keys.count)
    await withTaskGroup(of: Void.self) { group in
      for (index, key) in keys.enumerated() {
        if index >= limit { await group.next() }
        group.addTask {
          let result: Result<[UInt8], DownloadError>
          do throws(DownloadError) {
            result = .success(try await self.downloadOne(bucket, key, decompress: decompress))
          } catch {
            result = .failure(error)
          }
          results.set(result, at: index)
        }
      }
    }
    return results.all
  }

  /// The results of a batch, each left in its place by its task. As members of a tuple that a task
  /// group returns, Swift 6.3 loses the places in optimised code.
  private final class BatchResults: Sendable {
    private let results: Mutex<[Result<[UInt8], DownloadError>?]>

    init(count: Int) {
      results = Mutex(Array(repeating: nil, count: count))
    }

    var all: [Result<[UInt8], DownloadError>] { results.withLock { $0.compactMap(\.self) } }

    func set(_ result: Result<[UInt8], DownloadError>, at index: Int) {
      results.withLock { $0[index] = result }
    }
  }

  /// Downloads an object to the file `path`, which is replaced in one step once its content is
  /// whole, verified and on disk. Missing folders are made.
  ///
  /// After an error or a crash, the next call for the same object goes on with what is there,
  /// unless the object was replaced. Until then that is in files beside `path` whose names begin
  /// with a dot. If another process downloads to the same path, the call waits for it.
  ///
  /// - Parameters:
  ///   - bucket: the object's bucket.
  ///   - key: the object's key.
  ///   - path: the file.
  ///   - progress: called with each part of the content that arrives; must return at once.
  public func downloadToFile(
    _ bucket: String, _ key: String, _ path: String,
    progress: (@Sendable (DownloadProgress) -> Void)? = nil
  ) async throws(DownloadError) -> DownloadedFile {
    let transport = transport
    return try await transport.counted(bucket, key) { place in
      let sink = FileSink(
        path, of: "\(transport.endpoint.host)/\(bucket)/\(key)",
        partByteCount: transport.options.partByteCount, progress: progress)
      try await Workers.blocking { () throws(SystemError) in try sink.prepareFolder() }
      let lock = try await TargetLock.take(sink.lockPath)
      do {
        let file = try await Self.download(place, through: transport, into: sink)
        try lock.remove()
        return file
      } catch {
        let failure = error
        do {
          try await sink.record()
        } catch {
          // What arrived is lost, which the reader of the first error would not expect.
          try lock.remove()
          throw error
        }
        try lock.remove()
        throw failure
      }
    }
  }

  private static func download(
    _ place: ObjectPlace, through transport: S3Transport, into sink: FileSink
  ) async throws -> DownloadedFile {
    let transfer = ObjectTransfer(place, through: transport, into: sink)
    var damage = ""
    for _ in 0..<damagedAttemptCount {
      let version = try await transfer.run()
      let isGzip = GzipCheck.isExpected(forKey: place.key ?? "")
      switch try await sink.publish(version, isGzip: isGzip) {
      case .published(let file): return file
      case .damaged(let damaged): damage = damaged.reason
      }
    }
    throw damaged(place, damage)
  }

  /// Content that is damaged is fetched once more, since it may have been damaged on the way.
  private static let damagedAttemptCount = 2

  private static func damaged(_ place: ObjectPlace, _ reason: String) -> DownloadError {
    place.error(
      .damaged, "the object is no whole gzip file: \(reason), in \(damagedAttemptCount) downloads",
      remedy: "report it to the vendor, and download it again once it was replaced")
  }

  /// An object as the input of an ingest, with bounded memory: bytes are fetched while they are
  /// read. No connection is opened before the first byte is read. Each ingest fetches the object
  /// anew.
  ///
  /// If the transfer fails, the ingest fails with `io_error` and the message of the
  /// ``DownloadError``. If the object is replaced while it is read, a new ingest may succeed.
  public func stream(_ bucket: String, _ key: String) -> ByteSource {
    .stream(ObjectStream(transport: transport, bucket: bucket, key: key))
  }

  /// The version of an object that a listing names, as the input of an ingest; see
  /// ``stream(_:_:)``. If the service has another version by then, the ingest fails, and a new
  /// listing helps. The length is known before the first byte is read, and so is the tag, by which
  /// `on_existing: update` tells whether a date that is done has another source.
  ///
  /// - Parameters:
  ///   - bucket: the object's bucket.
  ///   - object: the object as a listing names it.
  public func stream(_ bucket: String, object: S3Object) -> ByteSource {
    stream(bucket, object: object, failed: nil)
  }

  /// As ``stream(_:object:)``; `failed` receives why the transfer failed, before the ingest does.
  package func stream(
    _ bucket: String, object: S3Object, failed: (@Sendable (DownloadError) -> Void)?
  ) -> ByteSource {
    .stream(
      ObjectStream(
        transport: transport, bucket: bucket, key: object.key,
        expected: ObjectVersion(etag: object.etag, byteCount: object.byteCount), failed: failed))
  }

  // MARK: Listings

  /// All objects whose keys begin with `prefix`, in the order of the service.
  public func listObjects(
    _ bucket: String, prefix: String = ""
  ) async throws(DownloadError) -> [S3Object] {
    let transport = transport
    return try await transport.running(bucket, nil) {
      try await Listing(transport: transport, bucket: bucket, prefix: prefix).objects()
    }
  }

  // MARK: Statistics and end

  /// What this downloader has done so far.
  public var statistics: DownloadStatistics { transport.statistics }

  /// Begins the statistics anew.
  public func resetStatistics() { transport.count { $0 = DownloadStatistics() } }

  /// Closes all connections, and returns once they are closed. Downloads in progress and later ones
  /// fail with `shut_down`. Dropping the downloader closes them, too, when nothing uses them.
  public func shutdown() async { await transport.shutdown() }
}
