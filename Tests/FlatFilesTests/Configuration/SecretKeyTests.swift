import BarLake
import FlatFiles
import Testing

@Suite struct SecretKeyTests {
  private static func isSecret(_ path: String, _ value: ConfigValue = "x") -> Bool {
    SecretKey.isSecret(
      ConfigTree.Leaf(
        keys: path.split(separator: ".").map(String.init), value: value, origin: .standard))
  }

  @Test(arguments: [
    "credentials.polygon.s3.bucket", "polygon.api_key", "source.s3.secret_access_key",
    "source.s3.access_key_id", "a.Password", "a.db_passwd", "alerts.slack.webhook_url", "a.TOKEN",
    "tokens.first", "a.private_key.pem", "a.Authorization",
  ])
  func `a key may say that its value is a secret`(_ path: String) {
    #expect(Self.isSecret(path))
  }

  @Test(arguments: [
    "data_root", "pipeline.mode", "source.s3.endpoint", "source.s3.bucket", "keys.access",
  ])
  func `other values are no secrets`(_ path: String) {
    #expect(!Self.isSecret(path))
  }

  @Test func `a URL with a user is a secret, wherever it stands`() {
    #expect(Self.isSecret("proxy", "http://user:fake@127.0.0.1:3128/x"))
    #expect(Self.isSecret("proxies", ["http://a.example", "http://fake@a.example"]))
    #expect(!Self.isSecret("proxy", "http://a.example/@b"))
    #expect(!Self.isSecret("mail", "somebody@a.example"))
  }
}
