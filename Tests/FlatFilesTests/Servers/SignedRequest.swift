import BarLakeFlatFileServers
import FlatFiles
import Foundation
import NIOHTTP1

/// One request that is signed, through a connection of its own.
enum SignedRequest {
  static let credentials = S3Credentials(
    accessKeyID: FakeCredentials.accessKeyID, secretAccessKey: FakeCredentials.secretAccessKey)

  static func send(
    port: Int, method: String = "GET", path: String,
    query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [],
    credentials: S3Credentials = credentials
  ) async throws -> Answer {
    let request = UnsignedRequest(
      method: method, host: "127.0.0.1:\(port)",
      path: URIEncoding.encoded(path, keepsSlashes: true), query: query, headers: headers)
    let signed = SignatureV4.headers(for: request, credentials: credentials, date: Date())
    let text = request.encodedQuery
    return try await PlainHTTP.send(
      port: port, method: method, target: request.path + (text.isEmpty ? "" : "?\(text)"),
      headers: HTTPHeaders(signed.map { ($0.name, $0.value) }))
  }
}
