import BarLakeFlatFileServers
import NIOCore
import NIOHTTP1
import Testing

/// That the tests' own server does what its faults say, as a client sees it that adds nothing.
@Suite struct FaultServerTests {
  private static let bytes = Content.bytes(200_000, seed: 1)

  /// Headers in the form of a signed request; this server does not check the signature.
  private static let signed: HTTPHeaders = [
    "x-amz-date": "20240103T050000Z", "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    "Authorization": """
    AWS4-HMAC-SHA256 Credential=FAKE/20240103/us-east-1/s3/aws4_request, \
    SignedHeaders=host;x-amz-content-sha256;x-amz-date, \
    Signature=\(String(repeating: "0", count: 64))
    """,
  ]

  private let store = ObjectStore()
  private let object: ObjectStore.Object

  init() { object = store.put(Self.bytes, key: "a/b.bin") }

  private static func ask(
    _ server: FaultServer, method: String = "GET", _ target: String = "/flatfiles/a/b.bin",
    headers more: HTTPHeaders = [:]
  ) async throws -> Answer {
    var headers = Self.signed
    headers.add(contentsOf: more)
    return try await PlainHTTP.send(
      port: server.port, method: method, target: target, headers: headers)
  }

  private func answer(
    to fault: Fault, method: String = "GET", range: String? = nil, ifMatch: String? = nil
  ) async throws -> Answer {
    let server = try await FaultServer.start(store) { _ in fault }
    var headers = HTTPHeaders()
    if let range { headers.add(name: "Range", value: range) }
    if let ifMatch { headers.add(name: "If-Match", value: ifMatch) }
    return try await Self.ask(server, method: method, headers: headers)
  }

  // MARK: Without a fault

  @Test func `an object, a range of it, and its header are answered`() async throws {
    let whole = try await answer(to: .none)
    #expect(whole.status == 200 && Array(whole.body.readableBytesView) == Self.bytes)
    let part = try await answer(to: .none, range: "bytes=10-19", ifMatch: object.entityTag)
    #expect(part.status == 206 && Array(part.body.readableBytesView) == Array(Self.bytes[10..<20]))
    #expect(part.headers["Content-Range"] == ["bytes 10-19/200000"])
    #expect(part.headers["ETag"] == [object.entityTag])
    let end = try await answer(to: .none, range: "bytes=199990-")
    #expect(end.headers["Content-Range"] == ["bytes 199990-199999/200000"])
    let head = try await answer(to: .none, method: "HEAD")
    #expect(head.status == 200 && head.headers["Content-Length"] == ["200000"])
    #expect(head.body.readableBytes == 0)
  }

  @Test func `what cannot be answered is refused as S3 does`() async throws {
    let server = try await FaultServer.start(store)
    #expect(try await Self.ask(server, "/flatfiles/none").status == 404)
    #expect(try await Self.ask(server, headers: ["If-Match": "\"other\""]).status == 412)
    #expect(try await Self.ask(server, headers: ["Range": "bytes=200000-"]).status == 416)
    // Encoded twice, not at all, or unsigned.
    for target in ["/flatfiles/a%2Fb.bin", "/flatfiles/a+b.bin", "/flatfiles/%e9"] {
      #expect(try await Self.ask(server, target).status == 400)
    }
    #expect(try await PlainHTTP.send(port: server.port, target: "/flatfiles/a").status == 400)
    #expect(server.records.compactMap(\.status) == [404, 412, 416, 400, 400, 400, 400])
  }

  @Test func `ten thousand keys come in pages, whose tokens hold what must be encoded`()
    async throws
  {
    let store = ObjectStore()
    for number in 0..<10_000 { store.put([], key: "k/\(number) a+b=%é&") }
    let server = try await FaultServer.start(store)
    var keys: [String] = []
    var token: String?
    repeat {
      var target = "/flatfiles?list-type=2&prefix=k%2F"
      if let token {
        let text = URIEncoding.encoded(token, keepsSlashes: false)
        target = "/flatfiles?continuation-token=\(text)&list-type=2&prefix=k%2F"
      }
      let page = try await Self.ask(server, target)
      #expect(page.status == 200)
      let text = String(buffer: page.body)
      keys += text.matches(of: /<Key>([^<]*)<\/Key>/).map { String($0.output.1) }
      token = text.firstMatch(of: /<NextContinuationToken>([^<]*)</).map { String($0.output.1) }
      if let token { #expect(["/", "+", "=", " "].allSatisfy(token.contains)) }
    } while token != nil
    #expect(Set(keys).count == 10_000 && keys.contains("k/17 a+b=%é&amp;"))
    #expect(server.records.count == 10)
    // A plus sign that is not encoded is a blank, and no such token was given.
    let wrong = "/flatfiles?continuation-token=1%2Fa%20b%20c%3D1000%2F%252B%3D%3D&list-type=2"
    #expect(try await Self.ask(server, wrong).status == 400)
  }

  // MARK: Faults

  @Test func `a refusal has a status, headers and a code in XML`() async throws {
    let slow = try await answer(to: .slowDown)
    #expect(slow.status == 503 && String(buffer: slow.body).contains("<Code>SlowDown</Code>"))
    let later = try await answer(to: .tooManyRequests(retryAfterSeconds: 2))
    #expect(later.status == 429 && later.headers["Retry-After"] == ["2"])
  }

  @Test(arguments: [Fault.reset(afterByteCount: 70_000), .cut(afterByteCount: 70_000)])
  func `a connection ends in the middle of a body`(_ fault: Fault) async throws {
    let server = try await FaultServer.start(store) { _ in fault }
    await #expect(throws: (any Error).self) { try await Self.ask(server) }
    let record = try #require(server.records.first)
    #expect(record.sentByteCount == 70_000 && record.ending == .cut && record.status == 200)
  }

  @Test func `a stalled answer stays open until the client goes`() async throws {
    for (fault, byteCount) in [(Fault.stall(afterByteCount: 70_000), 70_000), (.silence, 0)] {
      let server = try await FaultServer.start(store) { _ in fault }
      let asked = Task { try await Self.ask(server) }
      while server.records.first?.sentByteCount != byteCount {
        try await Task.sleep(for: .milliseconds(2))
      }
      #expect(server.records[0].ending == .open)
      #expect(server.records[0].concurrentCount == 1)
      asked.cancel()
    }
  }

  @Test func `answers are wrong in length, header, range or content`() async throws {
    let short = try await answer(to: .shortened(toByteCount: 70_000))
    #expect(short.status == 200 && short.body.readableBytes == 70_000)
    #expect(try await answer(to: .entityTag("\"x\"")).headers["ETag"] == ["\"x\""])
    let moved = try await answer(to: .contentRange("bytes 0-9/20"), range: "bytes=10-19")
    #expect(moved.headers["Content-Range"] == ["bytes 0-9/20"])
    let whole = try await answer(to: .rangeIgnored, range: "bytes=10-19")
    #expect(whole.status == 200 && whole.body.readableBytes == 200_000)
    #expect(try await answer(to: .ifMatchIgnored, ifMatch: "\"other\"").status == 200)
    let half = try await answer(to: .unaskedPart)
    #expect(half.status == 206 && half.body.readableBytes == 100_000)
    #expect(half.headers["Content-Range"] == ["bytes 0-99999/200000"])
    let flipped = try await answer(to: .flippedBit(at: 12_345))
    let differing = zip(flipped.body.readableBytesView, Self.bytes).enumerated()
      .filter { $1.0 != $1.1 }.map(\.offset)
    #expect(differing == [12_345])
  }

  @Test func `slow bytes and a held connection carry the whole object`() async throws {
    let slow = try await answer(to: .drip(byteCount: 50_000, milliseconds: 5))
    #expect(Array(slow.body.readableBytesView) == Self.bytes)
    let held = try await FaultServer.start(store, bytesPerSecond: 4_000_000)
    let start = ContinuousClock.now
    #expect(try await Self.ask(held).body.readableBytes == 200_000)
    // Thirteen slices, of which the first goes at once: no machine is too slow for that.
    #expect(start.duration(to: .now) >= .milliseconds(200_000 / 4_000 - 5))
  }

  @Test func `a plan says what goes wrong with a first and a later attempt`() async throws {
    let server = try await FaultServer.start(store) { $0.attempt == 0 ? .internalError : .none }
    #expect(try await Self.ask(server).status == 500)
    #expect(try await Self.ask(server).status == 200)
    server.follow { _ in .conflict }
    #expect(try await Self.ask(server).status == 409)
    #expect(server.records.map(\.request.attempt) == [0, 1, 2])
    #expect(server.connectionCount == 3)
  }

  @Test func `random faults are the same for the same seed, and end`() throws {
    func plan(seed: UInt64) -> [Fault] {
      let faults = RandomFaults(
        seed: seed, percent: 40, mostAttempts: 3, faults: [.slowDown, .internalError, .silence])
      return (0..<200).map { number in
        var request = ReceivedRequest(
          head: HTTPRequestHead(version: .http1_1, method: .GET, uri: "/flatfiles/\(number / 4)"),
          connection: 0)
        request.attempt = number % 4
        return faults.fault(of: request)
      }
    }
    #expect(plan(seed: 7) == plan(seed: 7) && plan(seed: 7) != plan(seed: 8))
    #expect(Set(plan(seed: 7)).count == 4)
    #expect(stride(from: 3, to: 200, by: 4).allSatisfy { plan(seed: 7)[$0] == .none })
  }
}
