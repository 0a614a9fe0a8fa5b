import FlatFiles
import Foundation
import Testing

/// Source of the expected values: AWS, Amazon S3 API Reference, "Authenticating Requests: Using the
/// Authorization Header (AWS Signature Version 4)", "Examples: Signature Calculations", with
/// the keys and the date that are given there; where that is said, botocore 1.43.11.
@Suite struct SignatureV4Tests {
  private static let credentials = S3Credentials(
    accessKeyID: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
  /// 2013-05-24T00:00:00Z.
  private static let date = Date(timeIntervalSince1970: 1_369_353_600)
  private static let host = "examplebucket.s3.amazonaws.com"

  private func headers(_ request: UnsignedRequest) -> [String: String] {
    let headers = SignatureV4.headers(
      for: request, credentials: Self.credentials, date: Self.date)
    return Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
  }

  private func authorization(_ signedHeaders: String, _ signature: String) -> String {
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
      + "SignedHeaders=\(signedHeaders), Signature=\(signature)"
  }

  @Test func `a range of an object is signed as in the example GET Object`() {
    let headers = headers(
      UnsignedRequest(host: Self.host, path: "/test.txt", headers: [("Range", "bytes=0-9")]))
    #expect(
      headers["authorization"]
        == authorization(
          "host;range;x-amz-content-sha256;x-amz-date",
          "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))
    #expect(headers["x-amz-date"] == "20130524T000000Z")
    #expect(headers["range"] == "bytes=0-9")
    #expect(headers["host"] == Self.host)
  }

  @Test func `a body and other headers are signed as in the example PUT Object`() {
    let headers = headers(
      UnsignedRequest(
        method: "PUT", host: Self.host, path: "/test%24file.text",
        headers: [
          ("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ],
        // Of the text "Welcome to Amazon S3."
        payloadSHA256: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"))
    #expect(
      headers["authorization"]
        == authorization(
          "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"))
  }

  @Test func `a query is signed as in the examples GET Bucket Lifecycle and List Objects`() {
    let signed = "host;x-amz-content-sha256;x-amz-date"
    let lifecycle = headers(
      UnsignedRequest(host: Self.host, path: "/", query: [("lifecycle", "")]))
    #expect(
      lifecycle["authorization"]
        == authorization(
          signed, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"))
    // The order in which they are given does not matter.
    let list = headers(
      UnsignedRequest(host: Self.host, path: "/", query: [("prefix", "J"), ("max-keys", "2")]))
    #expect(
      list["authorization"]
        == authorization(
          signed, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"))
  }

  @Test func `keys and tokens with reserved characters are signed as botocore signs them`() {
    let object = UnsignedRequest(
      host: "127.0.0.1:8333", path: S3Endpoint.path(bucket: "flatfiles", key: "a b+c=d%e/é*.gz"),
      headers: [("range", "bytes=0-9"), ("if-match", "\"abc\"")])
    #expect(
      headers(object)["authorization"]
        == authorization(
          "host;if-match;range;x-amz-content-sha256;x-amz-date",
          "6062768e81366f3df87280d8b27380922389a1bc5220f11317e14aef7ae849c8"))
    let page = UnsignedRequest(
      host: "127.0.0.1:8333", path: "/flatfiles",
      query: [("list-type", "2"), ("prefix", "é"), ("continuation-token", "a/b+c= d%")])
    #expect(
      page.encodedQuery
        == "continuation-token=a%2Fb%2Bc%3D%20d%25&list-type=2&prefix=%C3%A9")
    #expect(
      headers(page)["authorization"]
        == authorization(
          "host;x-amz-content-sha256;x-amz-date",
          "5528d1c651c91dd525bf476400bc64fef3b41a591652a6071ed74aea913f69a8"))
  }

  @Test func `blanks in the value of a header count once`() {
    func signature(_ value: String) -> String? {
      headers(UnsignedRequest(host: Self.host, path: "/", headers: [("x", value)]))[
        "authorization"]
    }
    #expect(signature("  a   b ") == signature("a b"))
    #expect(signature("ab") != signature("a b"))
  }

  @Test func `no header has the secret`() {
    let headers = headers(UnsignedRequest(host: Self.host, path: "/"))
    for (name, value) in headers {
      #expect(!"\(name): \(value)".contains(Self.credentials.secretAccessKey))
    }
  }
}
