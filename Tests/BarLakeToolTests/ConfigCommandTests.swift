import BarLakeAdapterProtocol
import BarLakeConformanceKit
import Testing

@Suite struct ConfigCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  private static let secrets = ["fake-file-secret", "fake-variable-secret", "fake-key", "EYID"]

  private static let variables = [
    "BARLAKE_S3_SECRET_ACCESS_KEY": "fake-variable-secret", "DATA_ROOT": "/data-of-variable",
  ]

  private func putFiles() throws {
    try place.put(
      Array("pipeline: {mode: batch}\npolygon: {api_key: fake-key}\n".utf8),
      at: "pipeline_config.yaml")
    try place.put(
      Array(
        """
        polygon:
          s3: {access_key_id: FAKEKEYID00001, secret_access_key: fake-file-secret}
        """.utf8), at: "credentials.yaml")
  }

  private func show(_ arguments: String...) async throws -> Command.Outcome {
    try await Command.barlake.run(
      ["config", "show"] + arguments, in: place.path, variables: Self.variables)
  }

  @Test func `the merged configuration is printed with its origins, and no secret`() async throws {
    try putFiles()
    let outcome = try await show(
      "--config-dir", ".", "--endpoint", "http://127.0.0.1:1", "--bucket", "mine")
    #expect(outcome.status == 0 && outcome.error == "")
    for line in [
      "# ./paths.yaml: not there", "# ./credentials.yaml: read",
      "data_root: /data-of-variable  # environment DATA_ROOT",
      "pipeline.mode: batch  # ./pipeline_config.yaml:1:18",
      "source.s3.endpoint: http://127.0.0.1:1  # --endpoint", "source.s3.bucket: mine  # --bucket",
      "source.s3.max_retries: 5  # default",
      "credentials.polygon.s3.access_key_id: FAKE…  # ./credentials.yaml:2:23",
      "credentials.polygon.s3.secret_access_key: (secret, not shown)  "
        + "# environment BARLAKE_S3_SECRET_ACCESS_KEY",
      "# recommended mode: batch",
    ] {
      #expect(outcome.lines.contains { $0 == line }, "\(line)")
    }
    for secret in Self.secrets { #expect(!outcome.output.contains(secret)) }
  }

  @Test func `as JSON it is one object, without a secret too`() async throws {
    try putFiles()
    let outcome = try await show("--config-dir", ".", "--json")
    #expect(outcome.status == 0)
    for secret in Self.secrets { #expect(!outcome.output.contains(secret)) }
    let object = try #require(Workplace.objects(outcome.output).first)
    #expect(Set(object.keys) == ["files", "environment", "recommended_mode", "values"])
    #expect(object["recommended_mode"] == "batch" && object["environment"] == "production")
    guard case .array(let values)? = object["values"], case .array(let files)? = object["files"]
    else {
      Issue.record("\(outcome.output)")
      return
    }
    #expect(files.count == 4)
    #expect(
      values.contains(
        .object([
          "key": "pipeline.mode", "value": "batch", "origin": "./pipeline_config.yaml:1:18",
          "secret": false,
        ])))
    #expect(
      values.contains(
        .object([
          "key": "polygon.api_key", "value": "(secret, not shown)",
          "origin": "./pipeline_config.yaml:2:20", "secret": true,
        ])))
  }

  @Test func `without files the defaults are printed, and no folder is made`() async throws {
    let outcome = try await show()
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("# config/paths.yaml: not there\n"))
    #expect(outcome.output.contains("source.s3.bucket: flatfiles  # default\n"))
    #expect(try !place.exists("config"))
  }

  @Test func `a wrong file ends with an error that has its place`() async throws {
    try place.put(Array("pipeline:\n  mode: hasty\n".utf8), at: "pipeline_config.yaml")
    let outcome = try await show("--config-dir", ".")
    #expect(outcome.status == 1 && outcome.output == "")
    #expect(outcome.error.hasPrefix("invalid_argument: ./pipeline_config.yaml:2:9: pipeline.mode"))
    let json = try await show("--config-dir", ".", "--json")
    let object = try #require(Workplace.objects(json.output).first)
    #expect(Set(object.keys) == Workplace.errorKeys)
    #expect(object["code"] == "invalid_argument" && object["line"] == 2)
    #expect(try await show("--nothing").status == 64)
  }
}
