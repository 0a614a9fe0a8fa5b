package import NIOCore
package import NIOHTTP1

/// What is sent for a request.
package struct Answer: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: ByteBuffer

  package init(status: Int, headers: HTTPHeaders, body: ByteBuffer) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  init(status: Int, headers: [String: String], bytes: some Sequence<UInt8>) {
    self.init(
      status: status, headers: HTTPHeaders(headers.sorted { $0.key < $1.key }.map { ($0, $1) }),
      body: ByteBuffer(bytes: bytes))
    self.headers.replaceOrAdd(name: "Content-Length", value: "\(body.readableBytes)")
  }

  /// XML, as all that the service says about itself.
  static func xml(status: Int, headers: [String: String] = [:], _ text: String) -> Answer {
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    return Answer(
      status: status,
      headers: headers.merging(["Content-Type": "application/xml"]) { given, _ in given },
      bytes: (declaration + text).utf8)
  }

  /// An error of the service.
  ///
  /// Source: Amazon S3 API Reference, "Error responses".
  static func error(
    status: Int, code: String, message: String? = nil, headers: [String: String] = [:],
    request: ReceivedRequest
  ) -> Answer {
    let items = [
      ("Code", code), ("Message", message ?? "\(code), as the plan says <&>."),
      ("Resource", String(request.path)), ("RequestId", "TEST\(request.number)"),
    ]
    let text = items.map { "<\($0)>\(XMLText.escaped($1))</\($0)>" }.joined()
    return xml(status: status, headers: headers, "<Error>\(text)</Error>")
  }
}

enum XMLText {
  /// `text` as the content of an element.
  static func escaped(_ text: String) -> String {
    let escapes: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&#34;"]
    return text.map { escapes[$0] ?? String($0) }.joined()
  }
}

/// What has objects and answers for them.
package protocol Origin: Sendable {
  func answer(to request: ReceivedRequest, on eventLoop: any EventLoop) -> EventLoopFuture<Answer>
}
