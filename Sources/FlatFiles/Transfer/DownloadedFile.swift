/// A file that was downloaded whole, verified, and is on disk.
public struct DownloadedFile: Equatable, Sendable {
  /// Where it is.
  public var path: String
  /// The length in bytes.
  public var byteCount: Int
  /// The tag of the content, with quotes, as the service writes it.
  public var etag: String
  /// Bytes of it that an earlier run had fetched.
  public var resumedByteCount: Int
}

/// How far the download of one object is.
public struct DownloadProgress: Equatable, Sendable {
  /// Bytes that are there now, those of an earlier run included.
  public var byteCount: Int
  /// Bytes of them that an earlier run had fetched.
  public var resumedByteCount: Int
  /// The length of the object in bytes.
  public var totalByteCount: Int

  /// Bytes of them that this run has fetched.
  var fetchedByteCount: Int { byteCount - resumedByteCount }

  package init(byteCount: Int, resumedByteCount: Int, totalByteCount: Int) {
    self.byteCount = byteCount
    self.resumedByteCount = resumedByteCount
    self.totalByteCount = totalByteCount
  }
}
