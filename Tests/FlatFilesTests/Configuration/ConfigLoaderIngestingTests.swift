import BarLake
import BarLakeBytes
import FlatFiles
import Testing

@Suite struct ConfigLoaderIngestingTests {
  private static let pipeline = """
    pipeline: {mode: batch}
    source: {s3: {max_retries: 3}}
    polygon: {api_key: fake-secret}
    threads: 1
    ingest.on_existing: overwrite
    ingest: {chunk_size: 50000, speed: 9, api_key: fake-secret}
    """
  private static let system = "resource_limits: {max_memory_gb: 7.5, max_workers: 4}\n"

  @Test func `ingestors take a configuration as it is`() throws {
    let folder = try ConfigFolder(
      pipeline: Self.pipeline, system: Self.system, credentials: ConfigFolder.credentials)
    let config = try folder.load()
    let polars = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: folder.path + "/lake", config: config)
    let streaming = try StreamingIngestor(
      dataType: "stocks_daily", outputRoot: folder.path + "/lake", config: config)
    let own = try IngestContext(
      dataType: "stocks_daily", outputRoot: folder.path + "/lake", config: config)
    for context in [polars.context, streaming.context, own] {
      #expect(context.options.chunkSize == 50_000)
      #expect(context.options.threads == 1)
      #expect(context.options.onExisting == .overwrite)
      #expect(context.monitor.limitByteCount == 15 << 29)
      // Keys for other parts of a pipeline are no reason to warn; one below `ingest` is.
      #expect(context.options.unknownKeys == ["ingest.speed"])
    }
  }

  @Test func `the variable is the memory limit of an ingestor`() throws {
    let folder = try ConfigFolder(
      pipeline: "resource_limits: {max_memory_gb: 3}\n", system: Self.system)
    let ingestor = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: folder.path + "/lake",
      config: try folder.load(["MAX_MEMORY_GB": "2"]))
    #expect(ingestor.context.monitor.limitByteCount == 2 << 30)
  }

  @Test func `what ingestors get has no secret`() throws {
    let folder = try ConfigFolder(
      pipeline: Self.pipeline, credentials: ConfigFolder.credentials)
    let text = "\(try folder.load().ingestConfig)"
    #expect(!text.contains("fake-secret") && text.contains("50000"))
  }
}
