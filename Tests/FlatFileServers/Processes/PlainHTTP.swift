internal import NIOCore
package import NIOHTTP1
internal import NIOPosix

/// One request through a connection of its own: nothing is added to it, and the answer is as it
/// came.
package enum PlainHTTP {
  package static func send(
    port: Int, method: String = "GET", target: String, headers: HTTPHeaders = [:],
    body: [UInt8] = []
  ) async throws -> Answer {
    var headers = headers
    if !headers.contains(name: "Host") { headers.add(name: "Host", value: "127.0.0.1:\(port)") }
    if !body.isEmpty { headers.add(name: "Content-Length", value: "\(body.count)") }
    let head = HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: method), uri: target, headers: headers)
    let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    return try await exchange(
      head, body: ByteBuffer(bytes: body), host: "127.0.0.1", port: port, on: eventLoop
    ).get()
  }

  static func exchange(
    _ head: HTTPRequestHead, body: ByteBuffer, host: String, port: Int, on eventLoop: any EventLoop
  ) -> EventLoopFuture<Answer> {
    let promise = eventLoop.makePromise(of: Answer.self)
    let bootstrap = ClientBootstrap(group: eventLoop).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        try channel.pipeline.syncOperations.addHandler(AnswerCollector(promise: promise))
      }
    }
    bootstrap.connect(host: host, port: port).whenComplete { result in
      switch result {
      case .failure(let error): promise.fail(error)
      case .success(let channel):
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if body.readableBytes > 0 {
          channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      }
    }
    return promise.futureResult
  }
}

/// Collects an answer; then closes the connection.
private final class AnswerCollector: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  struct NoAnswer: Error {}

  private let promise: EventLoopPromise<Answer>
  private var answer: Answer?

  init(promise: EventLoopPromise<Answer>) { self.promise = promise }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer = Answer(status: Int(head.status.code), headers: head.headers, body: ByteBuffer())
    case .body(let bytes): answer?.body.writeImmutableBuffer(bytes)
    case .end:
      if let answer { promise.succeed(answer) }
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) { promise.fail(NoAnswer()) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }
}
