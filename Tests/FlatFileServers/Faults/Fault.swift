/// What a server does wrong with one request.
package enum Fault: Sendable, Hashable {
  /// Nothing.
  case none
  /// An error instead of what was asked for, with an XML body of the service.
  case refusal(status: Int, code: String, headers: [String: String] = [:])
  /// The connection is reset (RST) after so many bytes of the body.
  case reset(afterByteCount: Int)
  /// The connection is closed after so many bytes of the body, as if it were whole; the length that
  /// the header announces is the right one.
  case cut(afterByteCount: Int)
  /// The body ends after so many bytes, and the header announces just that many.
  case shortened(toByteCount: Int)
  /// After so many bytes of the body nothing more is sent, and the connection stays open.
  case stall(afterByteCount: Int)
  /// Not even a header is sent, and the connection stays open.
  case silence
  /// So many bytes at a time, with a pause of so many milliseconds before each.
  case drip(byteCount: Int, milliseconds: Int)
  /// Another ETag than the object's.
  case entityTag(String)
  /// Another Content-Range than that of the bytes.
  case contentRange(String)
  /// The whole object with status 200, whatever range was asked for.
  case rangeIgnored
  /// No comparison with the ETag that was asked for.
  case ifMatchIgnored
  /// The first half of the object with status 206, where no range was asked for.
  case unaskedPart
  /// One bit of the body is another, the byte at that offset.
  case flippedBit(at: Int)

  /// As S3 asks for fewer requests.
  package static let slowDown = refusal(status: 503, code: "SlowDown")
  package static let internalError = refusal(status: 500, code: "InternalError")
  package static let conflict = refusal(status: 409, code: "OperationAborted")
  package static let accessDenied = refusal(status: 403, code: "AccessDenied")
  package static let noSuchKey = refusal(status: 404, code: "NoSuchKey")

  /// As a gateway asks for patience.
  package static func tooManyRequests(retryAfterSeconds: Int) -> Fault {
    refusal(
      status: 429, code: "TooManyRequests", headers: ["Retry-After": "\(retryAfterSeconds)"])
  }
}

/// Which fault a request meets.
package typealias FaultPlan = @Sendable (ReceivedRequest) -> Fault
