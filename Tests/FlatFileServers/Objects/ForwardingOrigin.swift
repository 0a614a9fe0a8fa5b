package import NIOCore
internal import NIOHTTP1

/// A service at another port, to which requests are passed on as they are: the signature is over
/// the Host header, too.
package struct ForwardingOrigin: Origin {
  package let port: Int

  package init(port: Int) { self.port = port }

  package func answer(
    to request: ReceivedRequest, on eventLoop: any EventLoop
  ) -> EventLoopFuture<Answer> {
    let head = HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: request.target,
      headers: request.headers)
    return PlainHTTP.exchange(
      head, body: ByteBuffer(), host: "127.0.0.1", port: port, on: eventLoop
    ).map { answer in
      guard answer.headers.contains(name: "Transfer-Encoding") else { return answer }
      var answer = answer
      answer.headers.remove(name: "Transfer-Encoding")
      answer.headers.add(name: "Content-Length", value: "\(answer.body.readableBytes)")
      return answer
    }
  }
}
