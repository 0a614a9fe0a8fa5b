internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Answers the requests of one connection.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart

  private static let sliceByteCount = 64 << 10
  /// Short enough that what a second carries is even.
  private static let heldSliceByteCount = 16 << 10

  private let service: Service
  private let channel: any Channel
  private let number: Int
  private var request: ReceivedRequest?
  private var delivery: Delivery?
  private var sentByteCount = 0
  /// When the next bytes may be sent, so that the connection is not faster than it should be.
  private var nextSending = NIODeadline.uptimeNanoseconds(0)

  init(service: Service, channel: any Channel) {
    self.service = service
    self.channel = channel
    number = service.connectionCount.wrappingAdd(1, ordering: .relaxed).oldValue
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    let record = service.begin(head, connection: number)
    request = record.request
    if record.fault == .silence { return }
    let taken = record.request.taken(with: record.fault)
    service.origin.answer(to: taken, on: channel.eventLoop).assumeIsolated()
      .whenComplete { [self] result in
        switch result {
        case .success(let answer):
          send(Delivery(of: answer, to: record.request, with: record.fault))
        case .failure: end(.reset)
        }
      }
  }

  func channelInactive(context: ChannelHandlerContext) { conclude(.abandoned) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { channel.close(promise: nil) }

  // MARK: Sending

  private func send(_ delivery: Delivery) {
    guard let request else { return }
    service.log.note(request) { $0.status = delivery.answer.status }
    self.delivery = delivery
    sentByteCount = 0
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: delivery.answer.status),
      headers: delivery.answer.headers)
    channel.writeAndFlush(HTTPServerResponsePart.head(head), promise: nil)
    if request.method == "HEAD" {
      self.delivery?.sentByteCount = 0
    }
    sendNext()
  }

  private func sendNext() {
    guard let request, let delivery else { return }
    let leftByteCount = delivery.sentByteCount - sentByteCount
    guard leftByteCount > 0 else { return end(delivery.finish) }
    let most =
      delivery.drip?.byteCount
      ?? (service.bytesPerSecond == nil ? Self.sliceByteCount : Self.heldSliceByteCount)
    let count = min(most, leftByteCount)
    let body = delivery.answer.body
    guard let slice = body.getSlice(at: body.readerIndex + sentByteCount, length: count) else {
      return end(.reset)
    }
    after(pause(byteCount: count)) { [self] in
      channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(slice))).assumeIsolated()
        .whenComplete { [self] result in
          guard case .success = result else { return conclude(.abandoned) }
          sentByteCount += count
          service.log.note(request) { $0.sentByteCount += count }
          sendNext()
        }
    }
  }

  /// How long to wait before so many bytes are sent.
  private func pause(byteCount: Int) -> TimeAmount {
    if let drip = delivery?.drip { return .milliseconds(Int64(drip.milliseconds)) }
    guard let bytesPerSecond = service.bytesPerSecond else { return .zero }
    let now = NIODeadline.now()
    let time = max(now, nextSending)
    nextSending = time + .nanoseconds(Int64(byteCount) * 1_000_000_000 / Int64(bytesPerSecond))
    return time - now
  }

  private func after(_ pause: TimeAmount, _ body: @escaping () -> Void) {
    guard pause > .zero else { return body() }
    channel.eventLoop.assumeIsolated().scheduleTask(in: pause, body)
  }

  // MARK: The end

  private func end(_ finish: Delivery.Finish) {
    switch finish {
    case .end:
      conclude(.whole)
      channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
    case .stall: break
    case .close:
      conclude(.cut)
      channel.close(promise: nil)
    case .reset:
      conclude(.cut)
      // A connection that does not linger is reset, if its peer has not closed it before.
      (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        .whenComplete { [channel] _ in channel.close(promise: nil) }
    }
  }

  private func conclude(_ ending: RequestRecord.Ending) {
    guard let request else { return }
    self.request = nil
    delivery = nil
    service.log.end(request, ending)
  }
}
