/// What became of one object.
package struct MirrorOutcome: Equatable, Sendable, Encodable {
  /// The kinds of outcome.
  package enum Status: String, Encodable, Sendable {
    /// It was fetched.
    case fetched
    /// It was there.
    case present
    /// It would be fetched.
    case wouldFetch = "would_fetch"
    /// The bucket's listing does not have it.
    case unlisted
    /// It was not fetched.
    case error
  }

  package var key: String
  package var status: Status
  package var path: String?
  package var byteCount: Int?
  package var etag: String?
  /// Bytes that an earlier call had fetched.
  package var resumedByteCount: Int?
  package var elapsedTime: Double?
  package var error: DownloadError?

  package init(_ key: String, _ status: Status) {
    self.key = key
    self.status = status
  }

  private enum CodingKeys: String, CodingKey {
    case key, status, path, etag, code, message, remedy
    case byteCount = "byte_count"
    case resumedByteCount = "resumed_byte_count"
    case elapsedTime = "elapsed_time"
    case mayHelpToRetry = "may_help_to_retry"
  }

  /// Encodes what is known; an error by its code, message and remedy.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(key, forKey: .key)
    try container.encode(status, forKey: .status)
    try container.encodeIfPresent(path, forKey: .path)
    try container.encodeIfPresent(byteCount, forKey: .byteCount)
    try container.encodeIfPresent(etag, forKey: .etag)
    try container.encodeIfPresent(resumedByteCount, forKey: .resumedByteCount)
    try container.encodeIfPresent(elapsedTime, forKey: .elapsedTime)
    guard let error else { return }
    try container.encode(error.code, forKey: .code)
    try container.encode(error.message, forKey: .message)
    try container.encode(error.remedy, forKey: .remedy)
    try container.encode(error.mayHelpToRetry, forKey: .mayHelpToRetry)
  }
}
