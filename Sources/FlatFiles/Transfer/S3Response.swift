internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// A response whose body is still to be read. The request counts as running until the body has been
/// read, or the value is dropped.
final class S3Response: Sendable {
  private let response: HTTPClientResponse
  private let permit: RequestGate.Permit

  /// Bytes of an error's document that are read.
  private static let errorByteCount = 65_536

  init(_ response: HTTPClientResponse, permit: RequestGate.Permit) {
    self.response = response
    self.permit = permit
  }

  var status: Int { Int(response.status.code) }

  /// The value of a header; nil if it is missing or there are several.
  func header(_ name: String) -> String? {
    let values = response.headers[name]
    return values.count == 1 ? values[0] : nil
  }

  /// The length of the body that is announced; nil if there is none.
  var contentLength: Int? { header("content-length").flatMap { Int($0) } }

  /// Passes the body to `body`, part by part, to be called once. The request has ended then, also
  /// if that throws and the value lives on.
  func read(_ body: ([UInt8]) async throws -> Void) async throws {
    defer { permit.release(.other) }
    for try await part in response.body { try await body(Array(part.readableBytesView)) }
    permit.release(.success)
  }

  /// The beginning of the body of an error, to be called once.
  func errorBody() async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in response.body {
      bytes += part.readableBytesView
      if bytes.count > Self.errorByteCount { break }
    }
    return bytes
  }
}
