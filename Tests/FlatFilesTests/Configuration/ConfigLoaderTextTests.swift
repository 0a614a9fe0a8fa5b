import BarLake
import FlatFiles
import Foundation
import Testing

@Suite struct ConfigLoaderTextTests {
  private static func config() throws -> (ConfigLoader, ConfigFolder) {
    let folder = try ConfigFolder(
      pipeline: """
        data_root: /lake
        polygon: {api_key: fake-secret-key}
        alerts: {slack: {webhook_url: "https://a.example/fake-secret-hook"}}
        proxy: http://somebody:fake-secret-proxy@127.0.0.1:1
        """,
      credentials: ConfigFolder.credentials + "\nother: {token: fake-secret-token}\n")
    return (try folder.load(["BARLAKE_S3_SECRET_ACCESS_KEY": "fake-secret-variable"]), folder)
  }

  @Test func `no text of a configuration shows a secret`() throws {
    let (config, _) = try Self.config()
    var dumped = ""
    dump(config, to: &dumped)
    dump(config.entries, to: &dumped)
    let json = String(decoding: try JSONEncoder().encode(config.entries), as: UTF8.self)
    for text in ["\(config)", String(reflecting: config), "\([config])", dumped, json] {
      #expect(!text.contains("fake-secret"))
      #expect(!text.contains("KEYID"))
    }
  }

  @Test func `each value has a line with its origin`() throws {
    let (config, folder) = try Self.config()
    let lines = config.description.split(separator: "\n").map(String.init)
    #expect(lines[0] == "# \(folder.file("paths")): not there")
    #expect(lines[1] == "# \(folder.file("pipeline_config")): read")
    #expect(lines.contains("data_root: /lake  # \(folder.file("pipeline_config")):1:12"))
    #expect(lines.contains("source.s3.bucket: flatfiles  # default"))
    #expect(
      lines.contains(
        "polygon.api_key: (secret, not shown)  # \(folder.file("pipeline_config")):2:20"))
    #expect(
      lines.contains(
        "credentials.polygon.s3.access_key_id: FAKE…  # \(folder.file("credentials")):3:20"))
    #expect(
      lines.contains(
        "credentials.polygon.s3.secret_access_key: (secret, not shown)  # environment "
          + "BARLAKE_S3_SECRET_ACCESS_KEY"))
    #expect(lines.contains { $0.hasPrefix("credentials.other.token: (secret") })
    #expect(lines.contains { $0.hasPrefix("# recommended mode: ") })
  }

  @Test func `characters that a terminal obeys are escaped`() throws {
    let config = try ConfigFolder(pipeline: "data_root: \"a\\u001b[31m\\nb\"\n").load()
    #expect(config.description.contains("data_root: a\\u{1b}[31m\\u{a}b  # "))
  }
}
