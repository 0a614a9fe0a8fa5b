package import NIOHTTP1

/// A request as a server received it.
package struct ReceivedRequest: Sendable {
  /// How many requests the server had received before.
  package var number = 0
  /// How many requests of the same method and target, up to the same end of a range, the server had
  /// received before. So the rest of a part that broke off is another attempt for that part.
  package var attempt = 0
  /// The connection that it came through, from 0.
  package var connection: Int
  package var method: String
  /// Path and query, as they were sent.
  package var target: String
  package var headers: HTTPHeaders

  package init(head: HTTPRequestHead, connection: Int) {
    self.connection = connection
    method = head.method.rawValue
    target = head.uri
    headers = head.headers
  }

  // MARK: What is asked for

  /// The path as it was sent.
  package var path: Substring { target.prefix { $0 != "?" } }

  /// The bucket and the key, decoded; the key is empty where the bucket is asked for.
  package var place: (bucket: String, key: String)? {
    guard let text = URIEncoding.decoded(path, isPlusBlank: false), text.hasPrefix("/")
    else { return nil }
    let parts = text.dropFirst().split(separator: "/", maxSplits: 1)
    guard let bucket = parts.first else { return nil }
    return (String(bucket), parts.count > 1 ? String(parts[1]) : "")
  }

  /// The key that is asked for; nil for a listing.
  package var key: String? { place.flatMap { $0.key.isEmpty ? nil : $0.key } }

  /// Whether the bucket's keys are asked for.
  package var isListing: Bool { method == "GET" && place?.key.isEmpty == true }

  /// The query, decoded. As in S3, a plus sign that is sent as it is stands for a blank.
  package var query: [String: String] {
    let text = target.drop { $0 != "?" }.dropFirst()
    var items: [String: String] = [:]
    for item in text.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = URIEncoding.decoded(parts[0], isPlusBlank: true),
        let value = URIEncoding.decoded(parts.count > 1 ? parts[1] : "", isPlusBlank: true)
      else { continue }
      items[name] = value
    }
    return items
  }

  /// The bytes that are asked for, `bytes=A-B`; `bytes=A-` goes to the largest number.
  ///
  /// Source: RFC 9110, section 14.1.2.
  package var range: ClosedRange<Int>? {
    guard let text = headers.first(name: "Range"),
      let match = text.wholeMatch(of: /bytes=(\d+)-(\d*)/), let first = Int(match.output.1)
    else { return nil }
    let last = match.output.2.isEmpty ? Int.max : Int(match.output.2) ?? 0
    return first <= last ? first...last : nil
  }

  /// The ETag that the object must have.
  package var ifMatch: String? { headers.first(name: "If-Match") }
}
