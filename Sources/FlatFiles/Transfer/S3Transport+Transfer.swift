internal import BarLakeBytes

extension S3Transport {
  /// Fetches an object into `sink`, counts how that ended, and returns the object's version, which
  /// is `expected` if that is given. Runs apart from the cooperative pool.
  @discardableResult
  func transfer(
    _ bucket: String, _ key: String, expecting expected: ObjectVersion? = nil,
    into sink: any ObjectSink
  ) async throws(DownloadError) -> ObjectVersion {
    try await counted(bucket, key) { place in
      try await ObjectTransfer(place, expecting: expected, through: self, into: sink).run()
    }
  }

  /// Runs `body`, which downloads an object, and counts how that ended. A cancelled download is
  /// counted neither way.
  func counted<Result: Sendable>(
    _ bucket: String, _ key: String,
    _ body: @escaping @Sendable (ObjectPlace) async throws -> Result
  ) async throws(DownloadError) -> Result {
    do {
      let result = try await running(bucket, key) {
        try await body(try ObjectPlace(bucket: bucket, key: key))
      }
      count { $0.downloadCount += 1 }
      return result
    } catch {
      if error.code != .cancelled { count { $0.errorCount += 1 } }
      throw error
    }
  }

  /// Runs `body` on the executor of transfers. Its errors become those that users see.
  func running<Result: Sendable>(
    _ bucket: String, _ key: String?, _ body: @escaping @Sendable () async throws -> Result
  ) async throws(DownloadError) -> Result {
    do {
      return try await withTaskExecutorPreference(ThreadExecutor.ofProcess) { try await body() }
    } catch {
      throw reported(error, bucket, key)
    }
  }

  private func reported(_ error: any Error, _ bucket: String, _ key: String?) -> DownloadError {
    switch error {
    case let error as DownloadError: return error
    case let fault as TransferFault: return fault.error
    case let error as SystemError:
      return DownloadError(
        .ioError, bucket: bucket, key: key, message: error.description,
        remedy: "check the path, its permissions and the free space")
    case is CancellationError:
      return DownloadError(
        .cancelled, bucket: bucket, key: key, message: "the download was cancelled",
        remedy: "start it again, and it continues")
    default: preconditionFailure("an error of no kind that a transfer has: \(error)")
    }
  }
}
