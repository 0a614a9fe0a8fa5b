import BarLake
import FlatFiles
import Testing

@Suite struct CredentialTreeTests {
  private static let variables = [
    "BARLAKE_S3_ACCESS_KEY_ID": "FAKEVARIABLEID", "BARLAKE_S3_SECRET_ACCESS_KEY": "fake-variable",
  ]

  @Test(arguments: [
    ConfigFolder.credentials,
    "polygon:\n  access_key_id: FAKEKEYID00001\n  secret_access_key: fake-secret-of-the-file\n",
    "massive:\n  s3: {access_key_id: FAKEKEYID00001, secret_access_key: fake-secret-of-the-file}\n",
  ])
  func `credentials stand below s3 or directly, under either name of the vendor`(
    _ text: String
  ) throws {
    let config = try ConfigFolder(credentials: text).load()
    for service in ["polygon", "massive"] {
      #expect(
        try config.credentials(for: service)
          == S3Credentials(
            accessKeyID: "FAKEKEYID00001", secretAccessKey: ConfigFolder.secret,
            endpointURL: "https://files.massive.com", bucket: "flatfiles"))
    }
  }

  @Test func `variables beat the file, each by itself`() throws {
    let folder = try ConfigFolder(credentials: ConfigFolder.credentials)
    let both = try folder.load(Self.variables).credentials(for: "polygon")
    #expect(both.accessKeyID == "FAKEVARIABLEID" && both.secretAccessKey == "fake-variable")
    let one = try folder.load(["BARLAKE_S3_SECRET_ACCESS_KEY": "fake-variable"])
      .credentials(for: "polygon")
    #expect(one.accessKeyID == "FAKEKEYID00001" && one.secretAccessKey == "fake-variable")
    #expect(
      try ConfigFolder().load(Self.variables).credentials(for: "polygon").secretAccessKey
        == "fake-variable")
  }

  @Test func `a secret of digits keeps its text`() throws {
    let text = "polygon: {s3: {access_key_id: 0123, secret_access_key: 1e5}}\n"
    let found = try ConfigFolder(credentials: text).load().credentials(for: "polygon")
    #expect(found.accessKeyID == "0123" && found.secretAccessKey == "1e5")
  }

  @Test func `another service has its own values alone`() throws {
    let text = """
      polygon: {access_key_id: a, secret_access_key: b}
      other: {s3: {access_key_id: c, secret_access_key: d, endpoint_url: 'http://127.0.0.1:5'}}
      """
    let config = try ConfigFolder(credentials: text)
      .load(Self.variables, endpoint: "http://127.0.0.1:6")
    #expect(
      try config.credentials(for: "other")
        == S3Credentials(
          accessKeyID: "c", secretAccessKey: "d", endpointURL: "http://127.0.0.1:5"))
  }

  @Test func `what is missing is an error that says where to write it`() throws {
    let folder = try ConfigFolder(credentials: "polygon: {s3: {access_key_id: FAKEKEYID00001}}\n")
    let error = #expect(throws: ConfigError.self) {
      try folder.load().credentials(for: "polygon")
    }
    #expect(error?.code == .invalidArgument)
    #expect(
      error?.message
        == "the credentials of polygon lack secret_access_key; write it below polygon: s3: in "
        + "\(folder.file("credentials")), or set BARLAKE_S3_SECRET_ACCESS_KEY")
    let none = #expect(throws: ConfigError.self) {
      try ConfigFolder().load(Self.variables).credentials(for: "other")
    }
    #expect(none?.message.contains("access_key_id and secret_access_key") == true)
    #expect(none?.message.contains("BARLAKE_") == false)
  }

  @Test(arguments: ["fake secret", "fake\u{E4}secret", "fake-secret\n", "\tfake-secret"])
  func `a secret that no header can carry is an error that does not show it`(
    _ secret: String
  ) throws {
    let error = try #require(
      try ConfigFolder().error([
        "BARLAKE_S3_ACCESS_KEY_ID": "FAKE", "BARLAKE_S3_SECRET_ACCESS_KEY": secret,
      ]))
    #expect(error.origin == .environment("BARLAKE_S3_SECRET_ACCESS_KEY"))
    #expect(!"\(error)".contains("fake"))
  }

  @Test func `no value of credentials is found by its path`() throws {
    let config = try ConfigFolder(credentials: ConfigFolder.credentials).load(Self.variables)
    #expect(config.get("credentials") == nil)
    #expect(config.get("credentials.polygon.s3.secret_access_key") == nil)
    #expect(config.get("polygon") == nil)
  }
}
