import BarLake
import FlatFiles
import Logging
import Testing

/// Which source of a configuration counts.
@Suite struct ConfigMergeTests {
  @Test func `without a file everything has its default, and no folder is made`() throws {
    let folder = try ConfigFolder()
    let config = try ConfigLoader(
      configDir: folder.path + "/config", variables: [:], machineByteCount: nil)
    #expect(config.get("data_root") == "data" && config.dataRoot == "data")
    #expect(config.get("pipeline.mode") == "adaptive")
    #expect(config.get("source.s3.endpoint") == "https://files.massive.com")
    #expect(config.get("source.s3.bucket") == "flatfiles")
    #expect(config.get("logging.level") == "INFO" && config.logLevel == .info)
    #expect(config.resourceLimits == [:])
    #expect(config.environment == "production")
    #expect(config.origin(of: "data_root") == .standard)
    #expect(config.files.map(\.isThere) == [false, false, false, false])
    #expect(try ConfigFolder.names(in: folder.path) == [])
  }

  @Test func `the data root is of the environment, then paths, profile and pipeline`() throws {
    let pipeline = "data_root: /pipeline\n"
    let system = "data_root: /system\n"
    let paths = "production:\n  data_root: /paths\n"
    func root(_ folder: ConfigFolder, _ variables: [String: String] = [:]) throws -> String {
      try folder.load(variables).dataRoot
    }
    #expect(try root(ConfigFolder(pipeline: pipeline)) == "/pipeline")
    #expect(try root(ConfigFolder(pipeline: pipeline, system: system)) == "/system")
    let all = try ConfigFolder(paths: paths, pipeline: pipeline, system: system)
    #expect(try root(all) == "/paths")
    #expect(try root(all, ["DATA_ROOT": "/variable"]) == "/variable")
    #expect(try root(all, ["DATA_ROOT": ""]) == "/paths")
    #expect(
      try all.load().origin(of: "data_root")
        == .file(path: all.file("paths"), line: 2, column: 14))
    #expect(try all.load(["DATA_ROOT": "/v"]).origin(of: "data_root") == .environment("DATA_ROOT"))
  }

  @Test func `the pipeline's file is merged into the defaults key by key`() throws {
    let config = try ConfigFolder(
      pipeline: "source:\n  s3:\n    max_retries: 2\npipeline:\nextra: {deep: [1]}\n"
    ).load()
    #expect(config.get("source.s3.max_retries") == 2)
    #expect(config.get("source.s3.timeout_seconds") == 60)
    #expect(config.get("pipeline.mode") == "adaptive")
    #expect(config.get("extra.deep") == [1])
    #expect(config.get("extra.none", default: 7) == 7)
    #expect(config.get("extra.none") == nil)
  }

  @Test func `the system profile is under its own key, and its limits count`() throws {
    let folder = try ConfigFolder(
      pipeline: "resource_limits: {max_workers: 2}\n",
      system: "resource_limits: {max_memory_gb: 12, max_workers: 4}\nhardware: {cpu_cores: 8}\n")
    let config = try folder.load()
    #expect(config.get("system_profile.hardware.cpu_cores") == 8)
    #expect(config.get("hardware") == nil)
    #expect(config.resourceLimits == ["max_memory_gb": 12, "max_workers": 2])
  }

  @Test func `variables beat every file`() throws {
    let folder = try ConfigFolder(
      pipeline: "pipeline: {mode: batch}\nlogging: {level: ERROR}\nresource_limits: "
        + "{max_memory_gb: 3}\n",
      system: "resource_limits: {max_memory_gb: 12}\n")
    let config = try folder.load([
      "PIPELINE_MODE": "parallel", "LOG_LEVEL": "debug", "MAX_MEMORY_GB": "2.5",
    ])
    #expect(config.get("pipeline.mode") == "parallel")
    #expect(config.get("logging.level") == "DEBUG" && config.logLevel == .debug)
    #expect(config.get("resource_limits.max_memory_gb") == 2.5)
    #expect(config.get("system_profile.resource_limits.max_memory_gb") == 2.5)
    #expect(config.resourceLimits["max_memory_gb"] == 2.5)
    #expect(config.origin(of: "pipeline.mode") == .environment("PIPELINE_MODE"))
  }

  @Test func `the mode of the pipeline beats the profile's, and that the machine's`() throws {
    let system = "recommended_mode: parallel\n"
    let folder = try ConfigFolder(system: system)
    #expect(try folder.load(machineByteCount: 1).recommendedMode == .parallel)
    #expect(try folder.load(["PIPELINE_MODE": "batch"]).recommendedMode == .batch)
    #expect(try ConfigFolder().load(machineByteCount: 16 << 30).recommendedMode == .streaming)
    #expect(try ConfigFolder().load(machineByteCount: 64 << 30).recommendedMode == .batch)
    let adaptive = try ConfigFolder(system: "recommended_mode: adaptive\n")
    #expect(try adaptive.load(machineByteCount: 64 << 30).recommendedMode == .batch)
  }

  private static let paths = """
    active_environment: dev
    data_lake_root: /all
    logs_path: /logs
    production: {data_lake_root: /lake}
    test:
      data_lake_root: /test-lake
    environments: {dev: test, prod: production}
    validation: {require_absolute_paths: true}
    """

  @Test func `paths are those of the active environment, by its name or an alias`() throws {
    let folder = try ConfigFolder(
      paths: Self.paths, pipeline: "data_lake_root: /pipeline\nbronze_path: /bronze\n")
    let config = try folder.load()
    #expect(config.environment == "test")
    #expect(config.get("data_lake_root") == "/test-lake")
    #expect(config.get("logs_path") == "/logs")
    #expect(config.get("bronze_path") == "/bronze")
    #expect(config.get("production") == nil && config.get("validation") == nil)
    for name in ["prod", "production"] {
      let config = try folder.load(environment: name)
      #expect(config.environment == "production" && config.get("data_lake_root") == "/lake")
    }
  }

  @Test func `an environment without paths is an error that names those that have them`() throws {
    let folder = try ConfigFolder(paths: Self.paths)
    let asked = try #require(folder.error(environment: "staging"))
    #expect(asked.message.hasSuffix("the environment staging, but of: production, test"))
    let error = try #require(try ConfigFolder(paths: "active_environment: live\n").error())
    #expect(error.message.hasSuffix("live, but of: none"))
    guard case .file(_, 1, 21)? = error.origin else {
      Issue.record(error)
      return
    }
    #expect(try ConfigFolder().error(environment: "test")?.message.contains("not there") == true)
  }

  @Test func `endpoint and bucket are of the flag, variable, credentials and pipeline`() throws {
    let pipeline = "source: {s3: {endpoint: 'http://127.0.0.1:1', bucket: one}}\n"
    let credentials =
      ConfigFolder.credentials + "\n    endpoint_url: http://127.0.0.1:2\n    bucket: two\n"
    func found(_ config: ConfigLoader) throws -> [String?] {
      let s3 = try config.credentials(for: "polygon")
      #expect(config.get("source.s3.endpoint") == s3.endpointURL.map { .string($0) })
      #expect(config.get("source.s3.bucket") == s3.bucket.map { .string($0) })
      return [s3.endpointURL, s3.bucket]
    }
    let plain = try ConfigFolder(pipeline: pipeline, credentials: ConfigFolder.credentials)
    #expect(try found(plain.load()) == ["http://127.0.0.1:1", "one"])
    let folder = try ConfigFolder(pipeline: pipeline, credentials: credentials)
    #expect(try found(folder.load()) == ["http://127.0.0.1:2", "two"])
    let variables = [
      "BARLAKE_S3_ENDPOINT": "http://127.0.0.1:3", "BARLAKE_S3_BUCKET": "three",
    ]
    #expect(try found(folder.load(variables)) == ["http://127.0.0.1:3", "three"])
    let flags = try folder.load(variables, endpoint: "http://127.0.0.1:4", bucket: "four")
    #expect(try found(flags) == ["http://127.0.0.1:4", "four"])
    #expect(flags.origin(of: "source.s3.endpoint") == .argument("--endpoint"))
    #expect(flags.origin(of: "source.s3.bucket") == .argument("--bucket"))
  }
}
