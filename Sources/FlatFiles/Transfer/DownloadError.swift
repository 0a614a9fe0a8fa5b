/// Why an object, or a listing, was not downloaded. Nothing wrong is left under a final name. No
/// field holds a secret.
public struct DownloadError: Error, Equatable, Sendable {
  /// The kinds of error of a download: a closed list.
  public enum Code: String, CaseIterable, Codable, Sendable {
    /// An argument has a wrong value.
    case invalidArgument = "invalid_argument"
    /// The bucket's listing does not have the key.
    case notPublished = "not_published"
    /// As `not_published`; the key's day is so recent that its file may still come.
    case notYetPublished = "not_yet_published"
    /// As `not_published`; the exchanges were closed on the key's day.
    case holiday
    /// The listing has the key, and the service refuses the object.
    case forbidden
    /// The service refuses the listing, too: the access key or its secret are wrong.
    case credentials
    /// This machine's clock differs too much from the service's.
    case clockSkew = "clock_skew"
    /// The service has no such bucket.
    case noSuchBucket = "no_such_bucket"
    /// The service failed or asked to slow down, again and again.
    case unavailable
    /// No connection, or connections that broke off or stalled, again and again.
    case connectionFailed = "connection_failed"
    /// The object was replaced while it was downloaded.
    case objectReplaced = "object_replaced"
    /// An answer that breaks the rules of HTTP or S3.
    case unexpectedResponse = "unexpected_response"
    /// The content arrived as it is stored, and its gzip container is damaged.
    case damaged
    /// The file system reported a failure.
    case ioError = "io_error"
    /// The task was cancelled.
    case cancelled
    /// The downloader was shut down.
    case shutDown = "shut_down"
  }

  /// The kind of error.
  public var code: Code
  /// The bucket; empty if the error concerns none.
  public var bucket: String
  /// The key, or nil for a listing.
  public var key: String?
  /// The HTTP status that the service answered with last; nil if it did not answer.
  public var status: Int?
  /// The service's own code, such as `AccessDenied`.
  public var serviceCode: String?
  /// What happened, with the place and the numbers that disagree, for people.
  public var message: String
  /// What can be done about it, for people.
  public var remedy: String

  package init(
    _ code: Code, bucket: String = "", key: String? = nil, status: Int? = nil,
    serviceCode: String? = nil, message: String, remedy: String
  ) {
    self.code = code
    self.bucket = bucket
    self.key = key
    self.status = status
    self.serviceCode = serviceCode
    self.message = message
    self.remedy = remedy
  }

  /// Whether the same call may succeed later without any change by the user.
  public var mayHelpToRetry: Bool {
    switch code {
    case .notYetPublished, .unavailable, .connectionFailed, .objectReplaced, .cancelled: true
    case .invalidArgument, .notPublished, .holiday, .forbidden, .credentials, .clockSkew,
      .noSuchBucket, .unexpectedResponse, .damaged, .ioError, .shutDown:
      false
    }
  }
}

extension DownloadError: CustomStringConvertible {
  /// The code, what happened and what can be done, on one line.
  public var description: String { "\(code.rawValue): \(message); \(remedy)" }
}
