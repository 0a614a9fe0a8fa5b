import FlatFiles
import Testing

@Suite struct S3CredentialsTests {
  @Test func `no text of credentials shows the secret`() {
    let credentials = S3Credentials(
      accessKeyID: "AKIDEXAMPLE0001", secretAccessKey: "not-for-anyone")
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), "\([credentials])", dumped] {
      #expect(!text.contains("not-for-anyone"))
      #expect(!text.contains("EXAMPLE"))
      #expect(text.contains("AKID…") || text == dumped)
    }
  }

  @Test func `a short id of a key is not shown either`() {
    let credentials = S3Credentials(accessKeyID: "short", secretAccessKey: "secret")
    #expect("\(credentials)" == "S3Credentials(…, secret withheld)")
    #expect(S3Credentials.shortened("FAKEKEY1") == "…")
    #expect(S3Credentials.shortened("FAKEKEYID") == "FAKE…")
  }
}
