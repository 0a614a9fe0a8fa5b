internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Where a service is. Buckets are the first part of the path.
package struct S3Endpoint: Equatable, Sendable {
  /// The vendor's service.
  package static let defaultURL = "https://files.massive.com"

  /// `https` or `http`.
  package let scheme: String
  /// The host, with its port unless that is the scheme's default: what the header `Host` has.
  package let host: String

  /// Parses a URL such as `https://files.massive.com` or `http://127.0.0.1:8333`.
  ///
  /// - Throws: `invalid_argument` for another scheme, and for a URL that has more than a host and a
  ///   port. The message does not repeat the URL, which may have a password in it.
  package init(_ url: String) throws(DownloadError) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      scheme == "https" || scheme == "http", let host = parts.host?.lowercased(), !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
      parts.path.isEmpty || parts.path == "/"
    else {
      throw DownloadError(
        .invalidArgument, message: "the endpoint is not a URL of a scheme, a host and a port alone",
        remedy: "write it like \(Self.defaultURL)")
    }
    self.scheme = scheme
    let usualPort = scheme == "https" ? 443 : 80
    self.host = host + (parts.port.flatMap { $0 == usualPort ? nil : ":\($0)" } ?? "")
  }

  /// The URL of a request whose path and query are percent-encoded.
  package func url(path: String, query: String) -> String {
    "\(scheme)://\(host)\(path)" + (query.isEmpty ? "" : "?\(query)")
  }

  /// The percent-encoded path of a bucket, or of an object in it.
  package static func path(bucket: String, key: String? = nil) -> String {
    "/" + PercentEncoding.encode(bucket)
      + (key.map { "/" + PercentEncoding.encode(path: $0) } ?? "")
  }
}
