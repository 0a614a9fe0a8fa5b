internal import BarLakeBytes

/// A response to a request for bytes of an object, of which all that its headers say was checked.
struct ObjectResponse: Sendable {
  var response: S3Response
  var version: ObjectVersion
  /// The bytes that the body has.
  var range: Range<Int>
  /// Whether the service sends the whole object instead of a range.
  var isWhole: Bool
}

/// Requests for bytes of one object.
struct ObjectRequests: Sendable {
  let transport: S3Transport
  let place: ObjectPlace

  /// Asks for `range`, which may end behind the object's end while that is not known. With a
  /// `version`, only bytes of that version are accepted. Without one, the whole object is, from a
  /// service that does not know ranges.
  ///
  /// - Throws: `TransferFault`, or `CancellationError`.
  func open(_ range: Range<Int>, of version: ObjectVersion?) async throws -> ObjectResponse {
    // The answer that says nothing is gone, and its request has ended, when the next one begins.
    if let opened = try await openRange(range, of: version) { return opened }
    return try await openWhole(of: version)
  }

  /// As ``open(_:of:)``; nil if the answer may be the whole object or a part of it.
  private func openRange(
    _ range: Range<Int>, of version: ObjectVersion?
  ) async throws -> ObjectResponse? {
    var request = S3Request(place: place)
    request.headers = [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
    if let version { request.headers.append(("if-match", version.etag)) }
    let response = try await transport.send(request)
    if response.status == 200 {
      guard version == nil else {
        try checkTag(response, against: version)
        throw retryable("the service sent all of the object in answer to \(text(range))")
      }
      let found = try whole(response)
      // Some services send the range and call it the whole object. A body of just that length is
      // one or the other.
      if found.byteCount == range.count || response.header("content-range") != nil { return nil }
      return ObjectResponse(
        response: response, version: found, range: 0..<found.byteCount, isWhole: true)
    }
    guard let content = response.header("content-range").flatMap(ContentRange.init) else {
      throw retryable("the answer to \(text(range)) does not say which bytes it has")
    }
    let found = ObjectVersion(etag: try etag(response), byteCount: content.totalByteCount)
    try check(found, against: version)
    let expected = range.lowerBound..<min(range.upperBound, found.byteCount)
    guard content.range == expected else {
      throw retryable("the answer to \(text(expected)) has \(text(content.range))")
    }
    if let length = response.contentLength, length != expected.count {
      throw retryable("the answer to \(text(expected)) announces \(length) bytes")
    }
    return ObjectResponse(response: response, version: found, range: expected, isWhole: false)
  }

  /// Asks for the whole object: one that may be empty, of which there are no ranges, or one of a
  /// service that does not know ranges. With a `version`, only that is accepted.
  func openWhole(of version: ObjectVersion?) async throws -> ObjectResponse {
    var request = S3Request(place: place)
    if let version { request.headers = [("if-match", version.etag)] }
    let response = try await transport.send(request)
    guard response.status == 200 else {
      throw retryable("the service sent a part, and was asked for the whole")
    }
    let found = try whole(response)
    try check(found, against: version)
    return ObjectResponse(
      response: response, version: found, range: 0..<found.byteCount, isWhole: true)
  }

  /// Asks whether the object still is `version`, and for nothing else.
  func check(_ version: ObjectVersion) async throws {
    var request = S3Request(place: place, method: "HEAD")
    request.headers = [("if-match", version.etag)]
    let response = try await transport.send(request)
    try check(try whole(response), against: version)
    try await response.read { _ in }
  }

  private func whole(_ response: S3Response) throws -> ObjectVersion {
    // Without it, a body that breaks off may look whole.
    guard let length = response.contentLength, 0...ObjectVersion.byteCountLimit ~= length else {
      throw TransferFault(
        kind: .final, error: place.unexpected("the service does not say how long the object is"))
    }
    return ObjectVersion(etag: try etag(response), byteCount: length)
  }

  private func etag(_ response: S3Response) throws -> String {
    guard let etag = response.header("etag"), !etag.isEmpty else {
      throw TransferFault(
        kind: .final,
        error: place.unexpected("the service sends no ETag, so parts of two versions may be mixed"))
    }
    return etag
  }

  /// Throws if the response is one of another version, as far as its tag says.
  private func checkTag(_ response: S3Response, against version: ObjectVersion?) throws {
    guard let version else { return }
    let found = ObjectVersion(etag: try etag(response), byteCount: version.byteCount)
    try check(found, against: version)
  }

  /// Throws if `found` is not `version`, where one is given.
  func check(_ found: ObjectVersion, against version: ObjectVersion?) throws {
    guard let version, found != version else { return }
    let new = found.etag.escapingControls.shortened(to: 100)
    if found.etag.isSame(as: version.etag) {
      throw retryable(
        "the service says that the object with the ETag \(new) has \(found.byteCount) bytes, and "
          + "said \(version.byteCount) before")
    }
    throw TransferFault(
      kind: .replaced,
      error: place.error(
        .objectReplaced,
        "the object was replaced: its ETag was \(version.etag), and is \(new)",
        remedy: "retry"))
  }

  private func text(_ range: Range<Int>) -> String {
    "bytes \(range.lowerBound) to \(range.upperBound - 1)"
  }

  func retryable(_ message: String) -> TransferFault {
    TransferFault(kind: .retry(after: nil), error: place.unexpected(message))
  }
}
