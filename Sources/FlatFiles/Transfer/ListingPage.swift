internal import BarLakeBytes

/// One page of the list of a bucket's objects.
///
/// Source: Amazon S3 API Reference, `ListObjectsV2`, "Response Syntax".
package struct ListingPage: Equatable, Sendable {
  /// What is wrong with a page.
  package struct Fault: Error, Equatable, Sendable {
    package var reason: String

    package init(reason: String) {
      self.reason = reason
    }
  }

  package var objects: [S3Object] = []
  /// What to ask for the next page with; nil for the last page.
  package var nextToken: String?

  /// Reads the body of a response.
  package init(_ body: [UInt8]) throws(Fault) {
    guard let document = XMLElement(parsing: body) else {
      throw Fault(reason: "it is not a whole XML document")
    }
    guard document.name == "ListBucketResult", let isTruncated = document.text(of: "IsTruncated")
    else { throw Fault(reason: "it is no list of objects") }
    if let encoding = document.text(of: "EncodingType"), !encoding.isEmpty {
      throw Fault(reason: "its keys are encoded, which was not asked for")
    }
    for element in document.children("Contents") { objects.append(try Self.object(element)) }
    guard isTruncated == "true" else { return }
    let token = document.text(of: "NextContinuationToken") ?? ""
    if token.isEmpty { throw Fault(reason: "it promises another page and has no token for it") }
    nextToken = token
  }

  private static func object(_ element: XMLElement) throws(Fault) -> S3Object {
    guard let key = element.text(of: "Key"), !key.isEmpty,
      let byteCount = element.text(of: "Size").flatMap({ Int($0) }),
      0...ObjectVersion.byteCountLimit ~= byteCount,
      let etag = element.text(of: "ETag"), !etag.isEmpty
    else { throw Fault(reason: "an object of it lacks its key, its size or its ETag") }
    return S3Object(
      key: key, byteCount: byteCount, etag: etag,
      lastModified: element.text(of: "LastModified"))
  }
}
