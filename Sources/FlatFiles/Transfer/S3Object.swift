/// An object of a bucket, as a listing names it.
public struct S3Object: Hashable, Sendable {
  /// The name of the object in its bucket.
  public var key: String
  /// Its length in bytes.
  public var byteCount: Int
  /// The tag of its content, with quotes, as the service writes it. It is no checksum: two services
  /// may give different tags for one content.
  public var etag: String
  /// When it was stored, as the service writes it (ISO 8601, UTC); nil if the service does not say.
  public var lastModified: String?

  /// Makes an object as a listing would name it.
  public init(key: String, byteCount: Int, etag: String, lastModified: String? = nil) {
    self.key = key
    self.byteCount = byteCount
    self.etag = etag
    self.lastModified = lastModified
  }
}
