internal import BarLake

extension ConfigLoader {
  /// A downloader with the credentials of a service, and with the limits of `source.s3` and
  /// `optimizations.async_downloads`.
  ///
  /// - Throws: `invalid_argument` if a part of the credentials is missing.
  public func downloader(
    for service: String = "polygon"
  ) throws(ConfigError) -> AsyncS3Downloader {
    let credentials = try credentials(for: service)
    do throws(DownloadError) {
      return try AsyncS3Downloader(
        credentials, maxRetries: integer("source.s3.max_retries"),
        timeout: integer("source.s3.timeout_seconds"),
        maxPoolConnections: integer("optimizations.async_downloads.connection_pool_size"),
        maxConcurrent: integer("optimizations.async_downloads.max_concurrent"))
    } catch {
      throw .wrong(nil, "\(error.message); \(error.remedy)")
    }
  }

  /// A value that is an integer, as the checks say, or its default.
  private func integer(_ path: String) -> Int {
    guard case .int(let number)? = get(path) else { preconditionFailure("\(path) has a default") }
    return number
  }
}
