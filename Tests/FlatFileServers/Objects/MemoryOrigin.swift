package import NIOCore

/// A service of its own, with objects in memory. It checks how requests are made, but no signature.
package struct MemoryOrigin: Origin {
  package let store: ObjectStore
  /// How many keys a page of a listing has at most.
  package var pageKeyCount: Int

  package init(store: ObjectStore, pageKeyCount: Int = 1_000) {
    self.store = store
    self.pageKeyCount = pageKeyCount
  }

  package func answer(
    to request: ReceivedRequest, on eventLoop: any EventLoop
  ) -> EventLoopFuture<Answer> {
    eventLoop.makeSucceededFuture(answer(to: request))
  }

  func answer(to request: ReceivedRequest) -> Answer {
    if let fault = RequestShape.fault(of: request) {
      return .error(status: 400, code: "InvalidRequest", message: fault, request: request)
    }
    guard let place = request.place else {
      return .error(status: 400, code: "InvalidURI", request: request)
    }
    if place.key.isEmpty {
      return ListingPage.answer(to: request, bucket: place.bucket, origin: self)
    }
    guard let object = store.object(bucket: place.bucket, key: place.key) else {
      return .error(status: 404, code: "NoSuchKey", request: request)
    }
    return answer(to: request, object)
  }

  private func answer(to request: ReceivedRequest, _ object: ObjectStore.Object) -> Answer {
    let size = object.bytes.count
    if let wanted = request.ifMatch, wanted != object.entityTag {
      return .error(status: 412, code: "PreconditionFailed", request: request)
    }
    var headers = [
      "ETag": object.entityTag, "Accept-Ranges": "bytes",
      "Content-Type": "application/octet-stream", "Last-Modified": "Wed, 03 Jan 2024 05:00:00 GMT",
    ]
    guard let range = request.range else {
      return Answer(status: 200, headers: headers, bytes: object.bytes)
    }
    guard range.lowerBound < size else {
      headers["Content-Range"] = "bytes */\(size)"
      return .error(status: 416, code: "InvalidRange", headers: headers, request: request)
    }
    let part = range.lowerBound...min(range.upperBound, size - 1)
    headers["Content-Range"] = "bytes \(part.lowerBound)-\(part.upperBound)/\(size)"
    return Answer(status: 206, headers: headers, bytes: object.bytes[part])
  }
}
