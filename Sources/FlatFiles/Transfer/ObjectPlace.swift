internal import BarLakeBytes

/// What a request is about: an object, or the list of a bucket. Errors name it.
struct ObjectPlace: Sendable {
  var bucket: String
  /// Nil for a listing.
  var key: String?

  /// An object or the listing of a bucket.
  ///
  /// - Throws: `invalid_argument` for a name that is empty or that is another one in a path.
  init(bucket: String, key: String? = nil) throws(DownloadError) {
    guard !bucket.isEmpty, !bucket.utf8.contains(UInt8(ascii: "/")), bucket != ".", bucket != ".."
    else {
      throw DownloadError(
        .invalidArgument, message: "\"\(bucket.escapingControls)\" is no name of a bucket",
        remedy: "give a name without slashes, such as flatfiles")
    }
    if let key {
      // A client or a server on the way may resolve such parts, and answer with another object.
      let hasDots = key.parts(separatedBy: "/").contains { $0 == "." || $0 == ".." }
      guard !key.isEmpty, !hasDots else {
        throw DownloadError(
          .invalidArgument, bucket: bucket, key: key,
          message: "\"\(key.escapingControls)\" cannot be asked for as a key",
          remedy: "give a key without parts that are . or ..")
      }
    }
    self.bucket = bucket
    self.key = key
  }

  /// The place in words.
  var text: String {
    key.map { "\(bucket)/\($0)".escapingControls } ?? "the list of \(bucket.escapingControls)"
  }

  /// An error at this place.
  func error(
    _ code: DownloadError.Code, status: Int? = nil, serviceCode: String? = nil, _ message: String,
    remedy: String
  ) -> DownloadError {
    DownloadError(
      code, bucket: bucket, key: key, status: status, serviceCode: serviceCode,
      message: "\(text): \(message)", remedy: remedy)
  }

  /// A response that breaks the rules.
  func unexpected(_ message: String, status: Int? = nil) -> DownloadError {
    error(
      .unexpectedResponse, status: status, message,
      remedy: "check that the endpoint is a service of S3 and that no proxy changes its answers")
  }
}
