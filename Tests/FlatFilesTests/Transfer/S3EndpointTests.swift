import FlatFiles
import Testing

@Suite struct S3EndpointTests {
  @Test(arguments: [
    ("https://files.massive.com", "files.massive.com"),
    ("https://files.massive.com/", "files.massive.com"),
    ("HTTPS://Files.Massive.com:443", "files.massive.com"),
    ("http://127.0.0.1:8333", "127.0.0.1:8333"), ("http://localhost:80", "localhost"),
    ("http://[::1]:8333", "[::1]:8333"),
  ])
  func `an endpoint has a host, and a port that is not the scheme's own`(
    _ url: String, _ host: String
  ) throws {
    #expect(try S3Endpoint(url).host == host)
  }

  @Test(arguments: [
    "", "files.massive.com", "ftp://files.massive.com", "https://", "https://user@host",
    "https://user:fake-password@host", "https://host/path", "https://host?query", "https://host#x",
  ])
  func `anything else is refused, and not repeated`(_ url: String) throws {
    let error = try #require(throws: DownloadError.self) { try S3Endpoint(url) }
    #expect(error.code == .invalidArgument)
    #expect(!error.description.contains("fake-password"))
  }

  @Test func `a bucket and a key are a path`() throws {
    let endpoint = try S3Endpoint("http://127.0.0.1:8333")
    #expect(S3Endpoint.path(bucket: "b", key: "a b/é") == "/b/a%20b/%C3%A9")
    #expect(endpoint.url(path: "/b", query: "x=1") == "http://127.0.0.1:8333/b?x=1")
    #expect(endpoint.url(path: "/b", query: "") == "http://127.0.0.1:8333/b")
  }
}
