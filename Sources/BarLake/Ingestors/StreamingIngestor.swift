public import BarLakeBytes
public import Logging

/// Ingests a flat file in small blocks, on two threads at most, and checks the memory monitor after
/// each block. While one thread encodes a row group, the other reads and parses the next. It holds
/// three blocks of the file and two row groups at most. If the date is partitioned by symbol, it
/// holds some megabytes of rows, and further rows wait on disk. So its memory does not grow with
/// the file.
///
/// Published as `StreamingIngestor(data_type, output_root, config, chunk_size=100000)`.
public final class StreamingIngestor: BaseIngestor {
  /// The data type, the lake and the options.
  public let context: IngestContext
  /// True: results have a number of chunks.
  public let hasChunks = true

  /// Makes an ingestor. Creates the output root and its parent folders if they are missing.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's folder.
  ///   - config: the published configuration dictionary; see ``IngestOptions``.
  ///   - chunkSize: rows per chunk, at least 1; nil means the configuration's value, or 100,000.
  ///   - memoryMonitor: has priority over the limit of the configuration.
  ///   - logger: receives warnings.
  ///   - cancellation: a request to stop, if the caller may make one.
  ///   - progress: receives the progress of an ingest, from any thread.
  /// - Throws: `unknown_data_type`, `invalid_argument`, `io_error`.
  public init(
    dataType: String, outputRoot: String, config: [String: ConfigValue] = [:],
    chunkSize: Int? = nil, memoryMonitor: MemoryMonitor? = nil,
    logger: Logger = Logger(label: "barlake"), cancellation: Cancellation? = nil,
    progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) throws(IngestError) {
    context = try IngestContext(
      dataType: dataType, outputRoot: outputRoot, config: config, chunkSize: chunkSize,
      memoryMonitor: memoryMonitor, logger: logger, cancellation: cancellation, progress: progress)
  }

  /// Makes an ingestor with a context that it may share; ingestors with the same context are
  /// counted together.
  public init(context: IngestContext) {
    self.context = context
  }

  /// Ingests one date on this thread and, unless the options ask for one thread, on another. See
  /// ``BaseIngestor/ingestDate(_:data:symbols:)``.
  public func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult {
    try call(date, data, symbols).run(strategy)
  }

  /// Ingests dates in groups: while one is committed, the next is read. See the requirement of
  /// ``BaseIngestor``.
  public func ingestBatch(
    dates: [String], dataMap: [String: ByteSource], symbols: [String]?
  ) -> [IngestResult] {
    ingestBatch(dates, dataMap, symbols: symbols, strategy: strategy)
  }

  /// Begins to ingest dates in groups, as ``ingestDate(_:data:symbols:)``.
  package func group(
    _ dates: [(date: String, data: ByteSource)], symbols: [String]?
  ) -> GroupedIngest {
    GroupedIngest(
      dates.map { call($0.date, $0.data, symbols) }, context: context, strategy: strategy)
  }

  private var strategy: IngestStrategy {
    .flatMemory(threads: context.options.threads, path: context.scanPath)
  }
}
