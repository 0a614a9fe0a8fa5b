import BarLake
import FlatFiles
import Testing

@Suite struct ConfigChecksTests {
  @Test(arguments: [
    ("pipeline:\n  mode: fast\n", 2, 9), ("logging: {level: LOUD}\n", 1, 18),
    ("data_root: 5\n", 1, 12), ("source: {s3: {max_retries: -1}}\n", 1, 28),
    ("source:\n  s3:\n    timeout_seconds: soon\n", 3, 22),
    ("source: {s3: {bucket: a/b}}\n", 1, 23),
    ("source: {s3: {endpoint: files.example}}\n", 1, 25),
    ("optimizations: {async_downloads: {max_concurrent: 0}}\n", 1, 51),
    ("ingest:\n  chunk_size: many\n", 2, 15), ("profile: modern\n", 1, 10),
    ("a: 1\ningest.threads: 0\n", 2, 17), ("ingest: {extra_columns: 'vwap:float'}\n", 1, 25),
    ("resource_limits:\n  max_memory_gb: -3\n", 2, 18),
  ])
  func `a wrong value is an error at its place`(
    _ text: String, _ line: Int, _ column: Int
  ) throws {
    let folder = try ConfigFolder(pipeline: text)
    let error = try #require(folder.error())
    #expect(error.code == .invalidArgument)
    #expect(
      error.origin == .file(path: folder.file("pipeline_config"), line: line, column: column))
    #expect(error.ingestError.line == line)
    #expect(
      error.description.hasPrefix(
        "invalid_argument: \(folder.file("pipeline_config")):\(line):\(column): "))
  }

  @Test func `a wrong value of the system profile is an error at its place`() throws {
    for text in ["resource_limits: {max_memory_gb: lots}\n", "recommended_mode: quick\n"] {
      let folder = try ConfigFolder(system: text)
      guard case .file(folder.file("system_profile"), 1, _)? = folder.error()?.origin else {
        Issue.record("\(text): \(folder.error().debugDescription)")
        continue
      }
    }
  }

  @Test(arguments: ["PIPELINE_MODE", "LOG_LEVEL", "MAX_MEMORY_GB", "BARLAKE_S3_ENDPOINT"])
  func `a wrong variable is an error that names it`(_ name: String) throws {
    #expect(try ConfigFolder().error([name: "zero"])?.origin == .environment(name))
  }

  @Test(arguments: ["0", "-1", "nan", "inf", "8GB", " 8"])
  func `the memory of the variable is a number above 0`(_ text: String) throws {
    #expect(try ConfigFolder().error(["MAX_MEMORY_GB": text]) != nil)
  }

  @Test(arguments: [
    "https://a.example/path", "https://a.example?x", "ftp://a.example", "https://", "",
    "https://user:fake-secret@a.example", "https://a b.example", "http:///x",
  ])
  func `an endpoint is a scheme and a host, and its error shows no password`(
    _ endpoint: String
  ) throws {
    let error = try #require(try ConfigFolder().error(endpoint: endpoint))
    #expect(error.origin == .argument("--endpoint"))
    #expect(!error.description.contains("fake-secret"))
  }

  @Test(arguments: ["https://a.example", "http://127.0.0.1:8333/", "http://[::1]:80"])
  func `an endpoint may have a port`(_ endpoint: String) throws {
    #expect(try ConfigFolder().error(endpoint: endpoint) == nil)
  }

  @Test func `the keys of the published configuration are accepted`() throws {
    let pipeline = """
      pipeline: {mode: adaptive, data_types: [stocks_daily], layers: {bronze: {format: parquet}}}
      source: {api: {rate_limit_calls: 5}}
      parquet: {compression: zstd, row_group_size: {streaming: 50000}}
      logging: {level: WARNING, files: {errors: "logs/errors_{date}.log"}}
      resources:
      """
    let system = """
      hardware: {memory_gb: 16.0, is_apple_silicon: true}
      recommended_mode: streaming
      resource_limits: {max_memory_gb: 12, chunk_size: 10000, max_workers: 4}
      """
    #expect(try ConfigFolder(pipeline: pipeline, system: system).error() == nil)
  }
}
