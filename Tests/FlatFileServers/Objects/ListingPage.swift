/// A page of the keys of a bucket.
///
/// Source: Amazon S3 API Reference, "ListObjectsV2".
enum ListingPage {
  static func answer(
    to request: ReceivedRequest, bucket: String, origin: MemoryOrigin
  ) -> Answer {
    let query = request.query
    guard query["list-type"] == "2" else {
      return .error(status: 501, code: "NotImplemented", request: request)
    }
    let prefix = query["prefix"] ?? ""
    guard let keys = origin.store.list(bucket: bucket, prefix: prefix) else {
      return .error(status: 404, code: "NoSuchBucket", request: request)
    }
    var start = 0
    if let text = query["continuation-token"] {
      guard let position = position(of: text), position < keys.count else {
        return .error(
          status: 400, code: "InvalidArgument",
          message: "The continuation token provided is incorrect", request: request)
      }
      start = position
    }
    let asked = query["max-keys"].flatMap(Int.init) ?? origin.pageKeyCount
    let end = min(keys.count, start + min(asked, origin.pageKeyCount))
    let isEncoded = query["encoding-type"] == "url"
    var text = "<Name>\(bucket)</Name><Prefix>\(shown(prefix, isEncoded))</Prefix>"
    text += "<KeyCount>\(end - start)</KeyCount><MaxKeys>\(asked)</MaxKeys>"
    text += "<IsTruncated>\(end < keys.count)</IsTruncated>"
    if isEncoded { text += "<EncodingType>url</EncodingType>" }
    if end < keys.count {
      text += "<NextContinuationToken>\(XMLText.escaped(token(at: end)))</NextContinuationToken>"
    }
    for (key, object) in keys[start..<end] {
      text += "<Contents><Key>\(shown(key, isEncoded))</Key>"
      text += "<LastModified>2024-01-03T05:00:00.000Z</LastModified>"
      text += "<ETag>\(XMLText.escaped(object.entityTag))</ETag>"
      text += "<Size>\(object.bytes.count)</Size><StorageClass>STANDARD</StorageClass></Contents>"
    }
    let space = "http://s3.amazonaws.com/doc/2006-03-01/"
    return .xml(status: 200, "<ListBucketResult xmlns=\"\(space)\">\(text)</ListBucketResult>")
  }

  /// Tokens hold what is often encoded wrong.
  private static func token(at position: Int) -> String { "1/a+b c=\(position)/%2B==" }

  private static func position(of token: String) -> Int? {
    token.wholeMatch(of: /1\/a\+b c=(\d+)\/%2B==/).flatMap { Int($0.output.1) }
  }

  /// S3 encodes a blank as a plus sign here, unlike in a path.
  private static func shown(_ key: String, _ isEncoded: Bool) -> String {
    guard isEncoded else { return XMLText.escaped(key) }
    return URIEncoding.encoded(key, keepsSlashes: true).replacing("%20", with: "+")
  }
}
