internal import NIOHTTP1

/// What a service asks of each request before it looks at the signature.
///
/// Source: Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header (AWS
/// Signature Version 4)".
enum RequestShape {
  /// What is wrong with a request; nil if nothing is.
  static func fault(of request: ReceivedRequest) -> String? {
    guard ["GET", "HEAD"].contains(request.method) else { return "method \(request.method)" }
    guard let path = URIEncoding.decoded(request.path, isPlusBlank: false),
      URIEncoding.encoded(path, keepsSlashes: true) == request.path
    else { return "the path is not encoded once: \(request.path)" }
    let query = request.target.drop { $0 != "?" }.dropFirst()
    guard query.allSatisfy({ $0.isASCII && $0 != " " && $0 != "+" && $0 != "/" }) else {
      return "the query is not encoded: \(query)"
    }
    let headers = request.headers
    guard headers["Host"].count == 1 else { return "no Host header" }
    guard let date = headers.first(name: "x-amz-date"), date.wholeMatch(of: /\d{8}T\d{6}Z/) != nil
    else { return "x-amz-date is missing or wrong" }
    guard let digest = headers.first(name: "x-amz-content-sha256"),
      digest == "UNSIGNED-PAYLOAD" || digest.wholeMatch(of: /[0-9a-f]{64}/) != nil
    else { return "x-amz-content-sha256 is missing or wrong" }
    return faultOfAuthorization(headers.first(name: "Authorization") ?? "", date: date)
  }

  private static func faultOfAuthorization(_ text: String, date: String) -> String? {
    let form =
      #/
      AWS4-HMAC-SHA256\ Credential=([^/,\ ]+)/(\d{8})/us-east-1/s3/aws4_request,\ ?
      SignedHeaders=([a-z0-9;\-]+),\ ?Signature=[0-9a-f]{64}
      /#
    guard let match = text.wholeMatch(of: form) else { return "Authorization is missing or wrong" }
    guard match.output.2 == date.prefix(8) else { return "the scope has another date" }
    let signed = match.output.3.split(separator: ";")
    guard signed == signed.sorted() else { return "the signed headers are not sorted" }
    let missing = ["host", "x-amz-content-sha256", "x-amz-date"].filter { name in
      !signed.contains { $0 == name }
    }
    return missing.isEmpty ? nil : "not signed: \(missing)"
  }
}
