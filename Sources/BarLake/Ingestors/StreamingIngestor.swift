public import BarLakeBytes
public import Logging

/// Reads a flat file chunk after chunk, writes row group after row group, and asks the memory
/// monitor after each chunk. What it holds at any time is one block of the file and one row group,
/// or, where a date is divided by symbol, some megabytes of rows, of which more wait on the disk.
/// So its memory does not grow with the file.
///
/// Published as `StreamingIngestor(data_type, output_root, config, chunk_size=100000)`.
public final class StreamingIngestor: BaseIngestor {
  /// The data type, the lake and the options.
  public let context: IngestContext
  /// True: results count the chunks.
  public let hasChunks = true

  /// Makes the output root, with the directories above it, if it is missing.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's directory.
  ///   - config: the published configuration dictionary; see ``IngestOptions``.
  ///   - chunkSize: rows a chunk, at least 1; nil takes the configuration's, or 100,000.
  ///   - memoryMonitor: beats the limit of the configuration.
  ///   - logger: told of what is worth a warning.
  ///   - cancellation: a request to stop, if the caller may make one.
  ///   - progress: told how far an ingest is, from any thread.
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

  /// An ingestor of a context that may be another's too: what both do is counted together.
  public init(context: IngestContext) {
    self.context = context
  }

  /// Ingests one date in chunks, on this thread, and where it is divided by symbol makes its files
  /// on up to two; see ``BaseIngestor/ingestDate(_:data:symbols:)``.
  public func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult {
    try ingest(
      date, data: data, symbols: symbols, scan: .everyRow,
      strategy: ChunkedStrategy(path: context.scanPath))
  }
}
