/// What a manifest says of the content that was ingested.
package struct SourceRecord: Codable, Equatable, Sendable {
  /// The length before inflating.
  package var byteCount: Int
  /// The SHA-256 before inflating, in hexadecimal.
  package var sha256: String
  /// The name and the tag of an object of a service; nil for all other sources.
  package var key: String?
  package var etag: String?

  package init(byteCount: Int, sha256: String, version: SourceVersion? = nil) {
    self.byteCount = byteCount
    self.sha256 = sha256
    (key, etag) = (version?.key, version?.etag)
  }

  private enum CodingKeys: String, CodingKey {
    case byteCount = "bytes"
    case sha256, key, etag
  }

  /// Whether `source` has another content; nil if only an ingest would show it. An object is
  /// compared by its length and its tag, and all else by length and, if `hashing`, by SHA-256.
  package func differs(from source: KnownSource, hashing: Bool) throws(SystemError) -> Bool? {
    if let byteCount = source.byteCount, byteCount != self.byteCount { return true }
    if let version = source.version { return etag?.isSame(as: version.etag) == false }
    guard hashing, let sha256 = try source.sha256() else { return nil }
    return sha256 != self.sha256
  }
}
