import FlatFiles
import Testing

/// Source of the expected values: RFC 3986, sections 2.1 and 2.3; RFC 3629, section 3.
@Suite struct PercentEncodingTests {
  @Test func `unreserved characters stay, and every other byte is encoded once`() {
    #expect(PercentEncoding.encode("AZaz09-._~") == "AZaz09-._~")
    #expect(PercentEncoding.encode("a b+c=d%e/f") == "a%20b%2Bc%3Dd%25e%2Ff")
    // What looks encoded is text, too.
    #expect(PercentEncoding.encode("%20") == "%2520")
    #expect(PercentEncoding.encode("é€") == "%C3%A9%E2%82%AC")
    #expect(PercentEncoding.encode("\u{0}\n*'()!") == "%00%0A%2A%27%28%29%21")
  }

  @Test func `a path keeps its slashes, two in a row as well`() {
    #expect(PercentEncoding.encode(path: "a/b c//d+e.csv.gz") == "a/b%20c//d%2Be.csv.gz")
  }
}
