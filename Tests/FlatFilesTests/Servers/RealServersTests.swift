import BarLakeFlatFileServers
import FlatFiles
import NIOCore
import NIOHTTP1
import Testing

/// What the tests of the downloader take for granted of the servers that others wrote.
@Suite struct RealServersTests {
  private static let bytes = Content.bytes(300_000, seed: 2)
  private static let key = "servers/a b.bin"
  private static let path = "/flatfiles/servers/a b.bin"
  private static let wrongCredentials = S3Credentials(
    accessKeyID: FakeCredentials.accessKeyID, secretAccessKey: "another/fake+secret=")

  private static func ports() async throws -> [Int] {
    let seaweedFS = try await SeaweedFS.shared
    let rclone = try await Rclone.shared
    try await seaweedFS.put(bytes, key: key)
    try rclone.put(bytes, key: key)
    return [seaweedFS.port, rclone.port]
  }

  @Test func `both verify signatures: a wrong secret is refused`() async throws {
    for port in try await Self.ports() {
      let right = try await SignedRequest.send(port: port, path: Self.path)
      #expect(right.status == 200 && Array(right.body.readableBytesView) == Self.bytes)
      let wrong = try await SignedRequest.send(
        port: port, path: Self.path, credentials: Self.wrongCredentials)
      #expect(wrong.status == 403)
      #expect(String(buffer: wrong.body).contains("<Code>SignatureDoesNotMatch</Code>"))
    }
  }

  @Test func `SeaweedFS answers ranges, compares If-Match, and refuses what is not signed`()
    async throws
  {
    let port = try await Self.ports()[0]
    let part = try await SignedRequest.send(
      port: port, path: Self.path, headers: [("Range", "bytes=10-19")])
    #expect(part.status == 206 && Array(part.body.readableBytesView) == Array(Self.bytes[10..<20]))
    #expect(part.headers["Content-Range"] == ["bytes 10-19/300000"])
    let other = try await SignedRequest.send(
      port: port, path: Self.path, headers: [("If-Match", "\"other\"")])
    #expect(other.status == 412)
    let unsigned = try await PlainHTTP.send(port: port, target: "/flatfiles/servers/a%20b.bin")
    #expect(unsigned.status == 403)
  }

  @Test func `rclone answers 200 to ranges and does not look at If-Match`() async throws {
    let port = try await Self.ports()[1]
    let part = try await SignedRequest.send(
      port: port, path: Self.path, headers: [("Range", "bytes=10-19")])
    // Ten bytes under a status that says that they are all.
    #expect(part.status == 200 && Array(part.body.readableBytesView) == Array(Self.bytes[10..<20]))
    let other = try await SignedRequest.send(
      port: port, path: Self.path, headers: [("If-Match", "\"other\"")])
    #expect(other.status == 200 && other.body.readableBytes == 300_000)
  }

  @Test func `the server of faults passes signed requests on, and faults come on top`()
    async throws
  {
    _ = try await Self.ports()
    let origin = ForwardingOrigin(port: try await SeaweedFS.shared.port)
    let server = try await FaultServer.start(origin) {
      $0.attempt == 0 ? .none : .shortened(toByteCount: 5)
    }
    let right = try await SignedRequest.send(port: server.port, path: Self.path)
    #expect(right.status == 200 && Array(right.body.readableBytesView) == Self.bytes)
    #expect(
      try await SignedRequest.send(port: server.port, path: Self.path).body.readableBytes == 5)
    let head = try await SignedRequest.send(port: server.port, method: "HEAD", path: Self.path)
    #expect(head.status == 200 && head.headers["Content-Length"] == ["300000"])
    let wrong = try await SignedRequest.send(
      port: server.port, method: "HEAD", path: Self.path, credentials: Self.wrongCredentials)
    #expect(wrong.status == 403)
  }
}
