internal import NIOCore
internal import NIOHTTP1

/// How an answer is sent.
struct Delivery: Sendable {
  /// What follows the last byte.
  enum Finish: Sendable {
    case end, reset, close, stall
  }

  var answer: Answer
  /// How many bytes of the body are sent.
  var sentByteCount: Int
  var finish = Finish.end
  /// So many bytes at a time, with a pause of so many milliseconds before each.
  var drip: (byteCount: Int, milliseconds: Int)?

  private init(_ answer: Answer) {
    self.answer = answer
    sentByteCount = answer.body.readableBytes
  }

  /// How the true answer to a request is sent with a fault.
  init(of answer: Answer, to request: ReceivedRequest, with fault: Fault) {
    self.init(answer)
    let byteCount = sentByteCount
    switch fault {
    case .none, .silence, .rangeIgnored, .ifMatchIgnored: break
    case .refusal(let status, let code, let headers):
      self.init(.error(status: status, code: code, headers: headers, request: request))
    case .reset(let count): (sentByteCount, finish) = (min(count, byteCount), .reset)
    case .cut(let count): (sentByteCount, finish) = (min(count, byteCount), .close)
    case .stall(let count): (sentByteCount, finish) = (min(count, byteCount), .stall)
    case .shortened(let count):
      sentByteCount = min(count, byteCount)
      self.answer.headers.replaceOrAdd(name: "Content-Length", value: "\(sentByteCount)")
    case .drip(let count, let milliseconds): drip = (count, milliseconds)
    case .entityTag(let tag): self.answer.headers.replaceOrAdd(name: "ETag", value: tag)
    case .contentRange(let text):
      self.answer.headers.replaceOrAdd(name: "Content-Range", value: text)
    case .unaskedPart:
      sentByteCount = byteCount / 2
      self.answer.status = 206
      self.answer.headers.replaceOrAdd(name: "Content-Length", value: "\(sentByteCount)")
      self.answer.headers.replaceOrAdd(
        name: "Content-Range", value: "bytes 0-\(sentByteCount - 1)/\(byteCount)")
    case .flippedBit(let offset):
      if let byte = answer.body.getInteger(at: offset, as: UInt8.self) {
        self.answer.body.setInteger(byte ^ 1, at: offset)
      }
    }
  }
}

extension ReceivedRequest {
  /// The request as a server with this fault takes it.
  func taken(with fault: Fault) -> ReceivedRequest {
    var request = self
    if fault == .rangeIgnored { request.headers.remove(name: "Range") }
    if fault == .ifMatchIgnored { request.headers.remove(name: "If-Match") }
    return request
  }
}
