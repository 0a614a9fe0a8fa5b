/// A request without a body. Its headers are signed.
struct S3Request: Sendable {
  var place: ObjectPlace
  var method = "GET"
  /// Names and values, not encoded.
  var query: [(name: String, value: String)] = []
  var headers: [(name: String, value: String)] = []
}
