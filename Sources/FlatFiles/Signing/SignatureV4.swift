internal import BarLakeBytes
internal import Crypto

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// A request as Signature Version 4 sees it.
package struct UnsignedRequest: Sendable {
  /// The method, in capitals.
  package var method: String
  /// The host, with its port unless that is the scheme's default.
  package var host: String
  /// The path from `/` on, percent-encoded.
  package var path: String
  /// Names and values of the query, not encoded. A name without a value has an empty one.
  package var query: [(name: String, value: String)]
  /// The headers to be signed, besides those that signing adds.
  package var headers: [(name: String, value: String)]
  /// The SHA-256 of the body, in hexadecimal.
  package var payloadSHA256: String

  package init(
    method: String = "GET", host: String, path: String,
    query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [],
    payloadSHA256: String = SignatureV4.emptySHA256
  ) {
    self.method = method
    self.host = host
    self.path = path
    self.query = query
    self.headers = headers
    self.payloadSHA256 = payloadSHA256
  }

  /// The query as it is sent and signed: encoded once and sorted; empty without any.
  package var encodedQuery: String {
    query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
      .sorted { one, other in
        one.0.isSame(as: other.0) ? one.1.precedesInBytes(other.1) : one.0.precedesInBytes(other.0)
      }
      .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }
}

/// Signs requests to S3 with AWS Signature Version 4.
///
/// Source: AWS, Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header
/// (AWS Signature Version 4)".
package enum SignatureV4 {
  /// The SHA-256 of no bytes, in hexadecimal.
  package static let emptySHA256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private static let algorithm = "AWS4-HMAC-SHA256"
  private static let service = "s3"
  private static let terminator = "aws4_request"

  /// All headers of the signed request: those that are signed, and `authorization`.
  package static func headers(
    for request: UnsignedRequest, credentials: S3Credentials, date: Date,
    region: String = "us-east-1"
  ) -> [(name: String, value: String)] {
    let instant = date.formatted(
      Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted))
    let day = String(decoding: instant.utf8.prefix(8), as: UTF8.self)
    let signed =
      (request.headers + [
        ("host", request.host), ("x-amz-content-sha256", request.payloadSHA256),
        ("x-amz-date", instant),
      ])
      .map { (name: $0.name.lowercased(), value: $0.value) }
      .sorted { $0.name.precedesInBytes($1.name) }
    let names = signed.map(\.name).joined(separator: ";")
    let canonicalRequest = [
      request.method, request.path, request.encodedQuery,
      signed.map { "\($0.name):\($0.value.collapsingBlanks)\n" }.joined(), names,
      request.payloadSHA256,
    ].joined(separator: "\n")
    let scope = [day, region, service, terminator].joined(separator: "/")
    let digest = SHA256.hash(data: Array(canonicalRequest.utf8))
    let stringToSign = [algorithm, instant, scope, Hexadecimal.text(digest)]
      .joined(separator: "\n")
    let key = [day, region, service, terminator]
      .reduce(SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))) { key, text in
        SymmetricKey(data: code(text, key))
      }
    let signature = Hexadecimal.text(code(stringToSign, key))
    let authorization =
      "\(algorithm) Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
      + "Signature=\(signature)"
    return signed + [("authorization", authorization)]
  }

  private static func code(_ text: String, _ key: SymmetricKey) -> HashedAuthenticationCode<SHA256>
  {
    HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
  }
}

extension String {
  /// The value of a header as it is signed: without blanks at its ends, and with single blanks
  /// inside.
  fileprivate var collapsingBlanks: String {
    utf8.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: " ")
  }
}
