import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import FlatFiles
import Testing

extension Downloads {
  /// Forty objects at once, while a server fails at random.
  @Suite struct ManyDownloadsTests {
    private static let faults: [Fault] = [
      .reset(afterByteCount: 0), .reset(afterByteCount: 5_000), .cut(afterByteCount: 5_000),
      .shortened(toByteCount: 5_000), .stall(afterByteCount: 5_000), .silence, .internalError,
      .slowDown, .conflict, .noSuchKey, .tooManyRequests(retryAfterSeconds: 1),
      .entityTag("\"other\""), .contentRange("bytes 0-9/20"), .rangeIgnored, .ifMatchIgnored,
      .unaskedPart, .drip(byteCount: 5_000, milliseconds: 1),
    ]

    /// Keys of four lists: of whole parts, of less than one, with an end in a part, and empty.
    private static let objects: [(key: String, bytes: [UInt8])] = (0..<40).map { number in
      let size = [
        2 * DownloaderForTests.partByteCount, 1_000, 37_500 + number, number == 3 ? 0 : 17_500,
      ][number % 4]
      return ("many/\(number) +%.bin", Content.bytes(size, seed: UInt64(number)))
    }

    private static func downloader(_ server: FaultServer) throws -> AsyncS3Downloader {
      try DownloaderForTests.make(server.endpoint) {
        $0.inactivityMilliseconds = 500
        $0.maxRetries = 8
      }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `faults that pass leave forty right files`(_ seed: UInt64) async throws {
      let store = ObjectStore()
      for (key, bytes) in Self.objects { store.put(bytes, key: key) }
      let random = RandomFaults(seed: seed, percent: 30, mostAttempts: 2, faults: Self.faults)
      let server = try await FaultServer.start(store) { random.fault(of: $0) }
      let downloader = try Self.downloader(server)
      let folder = try TemporaryFolder()
      let failures = try await Self.download(through: downloader, into: folder)
      #expect(failures.isEmpty, "\(failures)")
      #expect(try FileSystem.names(in: folder.path).count == 40)
      #expect(server.records.contains { $0.fault != .none })
      #expect(server.records.allSatisfy { $0.concurrentCount <= 8 + 1 })
      let statistics = downloader.statistics
      #expect(statistics.downloadCount == 40 && statistics.errorCount == 0)
      #expect(statistics.successRate == 1 && statistics.retryCount > 0)
      await downloader.shutdown()
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `faults that stay leave right files, or errors that say why`(_ seed: UInt64) async throws {
      let store = ObjectStore()
      for (key, bytes) in Self.objects { store.put(bytes, key: key) }
      // Of the attempts for one thing, some never succeed.
      let random = RandomFaults(
        seed: seed, percent: 75, mostAttempts: .max, faults: Self.faults + [.accessDenied])
      let server = try await FaultServer.start(store) {
        $0.isListing ? .none : random.fault(of: $0)
      }
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.inactivityMilliseconds = 300
        $0.maxRetries = 2
      }
      let folder = try TemporaryFolder()
      let failures = try await Self.download(through: downloader, into: folder)
      #expect(!failures.isEmpty && failures.count < 40)
      let codes: Set<DownloadError.Code> = [
        .connectionFailed, .unavailable, .unexpectedResponse, .forbidden, .objectReplaced,
      ]
      for (key, error) in failures {
        #expect(error.key == key && codes.contains(error.code))
        #expect(!error.message.isEmpty && !error.remedy.isEmpty)
      }
      let statistics = downloader.statistics
      #expect(statistics.errorCount == failures.count)
      #expect(statistics.downloadCount == 40 - failures.count)
      await downloader.shutdown()
    }

    /// Downloads all, checks each file, and returns the errors.
    private static func download(
      through downloader: AsyncS3Downloader, into folder: TemporaryFolder
    ) async throws -> [(key: String, error: DownloadError)] {
      try await withThrowingTaskGroup(of: (Int, DownloadError?).self) { group in
        for index in objects.indices {
          group.addTask {
            do throws(DownloadError) {
              _ = try await downloader.downloadToFile(
                "flatfiles", objects[index].key, folder.path("\(index)"))
              return (index, nil)
            } catch { return (index, error) }
          }
        }
        var failures: [(key: String, error: DownloadError)] = []
        for try await (index, error) in group {
          let path = folder.path("\(index)")
          if let error {
            #expect(try FileSystem.status(path) == nil)
            failures.append((objects[index].key, error))
          } else {
            #expect(try FileSystem.read(path) == objects[index].bytes)
          }
        }
        return failures
      }
    }

    @Test func `a batch has a result or an error for each key, in order`() async throws {
      let store = ObjectStore()
      for (key, bytes) in Self.objects { store.put(bytes, key: key) }
      let server = try await FaultServer.start(store)
      let downloader = try Self.downloader(server)
      var keys = Self.objects.map(\.key)
      keys.insert("many/none", at: 17)
      let results = await downloader.downloadBatch("flatfiles", keys)
      #expect(results.count == 41)
      for (key, result) in zip(keys, results) {
        switch result {
        case .success(let bytes):
          #expect(bytes == Self.objects.first { $0.key == key }?.bytes)
        case .failure(let error): #expect(key == "many/none" && error.code == .notPublished)
        }
      }
      await downloader.shutdown()
    }

    @Test func `forty objects of a real server come through a server that fails`() async throws {
      let real = try await SeaweedFS.shared
      for (key, bytes) in Self.objects { try await real.put(bytes, key: key) }
      // A wrong range would be one that was not signed.
      let faults = Self.faults.filter { $0 != .rangeIgnored && $0 != .ifMatchIgnored }
      let random = RandomFaults(seed: 9, percent: 25, mostAttempts: 2, faults: faults)
      let server = try await FaultServer.start(ForwardingOrigin(port: real.port)) {
        random.fault(of: $0)
      }
      let downloader = try Self.downloader(server)
      let folder = try TemporaryFolder()
      let failures = try await Self.download(through: downloader, into: folder)
      #expect(failures.isEmpty, "\(failures)")
      await downloader.shutdown()
    }

    @Test func `two downloads of one file at once do not damage it`() async throws {
      let store = ObjectStore()
      let bytes = Content.bytes(125_000, seed: 10)
      store.put(bytes, key: "one.bin")
      let server = try await FaultServer.start(store, bytesPerSecond: 1_000_000)
      // Two downloaders, as two processes would have.
      let downloaders = [try Self.downloader(server), try Self.downloader(server)]
      let file = try FinalFile()
      try await withThrowingTaskGroup { group in
        for downloader in downloaders {
          group.addTask {
            _ = try await downloader.downloadToFile("flatfiles", "one.bin", file.path)
          }
        }
        try await group.waitForAll()
      }
      #expect(try file.content() == bytes)
      #expect(try file.names() == ["object.bin"])
      for downloader in downloaders { await downloader.shutdown() }
    }
  }
}
