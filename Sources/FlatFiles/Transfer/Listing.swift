internal import BarLakeBytes

/// Asks for the list of a bucket's objects, page by page.
///
/// Source: Amazon S3 API Reference, `ListObjectsV2`.
struct Listing: Sendable {
  let transport: S3Transport
  let bucket: String
  let prefix: String

  /// All objects whose keys begin with the prefix, in the order of the service.
  func objects() async throws -> [S3Object] {
    var objects: [S3Object] = []
    var tokens: Set<ExactText> = []
    var token: String?
    repeat {
      let page = try await page(after: token, limit: nil)
      objects += page.objects
      token = page.nextToken
      if let token, !tokens.insert(ExactText(token)).inserted {
        throw TransferFault(
          kind: .final,
          error: try place.unexpected(
            "the list does not end: after \(objects.count) objects a page repeats the token of an "
              + "earlier one"))
      }
    } while token != nil
    return objects
  }

  /// The object that is called `prefix`; nil if the list has none. Of all keys that begin with it,
  /// it is the first.
  func exact() async throws -> S3Object? {
    try await page(after: nil, limit: 1).objects.first { $0.key.isSame(as: prefix) }
  }

  private func page(after token: String?, limit: Int?) async throws -> ListingPage {
    var request = S3Request(place: try place)
    request.query = [("list-type", "2")]
    if !prefix.isEmpty { request.query.append(("prefix", prefix)) }
    if let token { request.query.append(("continuation-token", token)) }
    if let limit { request.query.append(("max-keys", "\(limit)")) }
    var budget = RetryBudget(of: transport)
    while true {
      do {
        return try await parsed(try await transport.send(request))
      } catch let fault as TransferFault {
        try await budget.wait(after: judged(fault))
      }
    }
  }

  private func parsed(_ response: S3Response) async throws -> ListingPage {
    var body: [UInt8] = []
    do {
      try await response.read { body += $0 }
    } catch {
      throw try transport.fault(error, at: place)
    }
    do {
      return try ListingPage(body)
    } catch {
      throw TransferFault(
        kind: .retry(after: nil),
        error: try place.unexpected("a page of the list is wrong: \(error.reason)", status: 200))
    }
  }

  private var place: ObjectPlace {
    get throws(DownloadError) { try ObjectPlace(bucket: bucket) }
  }

  /// A refusal of the list is one of the credentials, or there is no such bucket.
  private func judged(_ fault: TransferFault) -> TransferFault {
    guard fault.kind == .refused else { return fault }
    var error = fault.error
    if error.status == 403 {
      error.code = .credentials
      error.remedy =
        "check the access key and its secret: those of the flat files, not the key of the API"
    } else {
      error.code = .noSuchBucket
      error.remedy = "check the name of the bucket and the endpoint"
    }
    return TransferFault(kind: .final, error: error)
  }
}
