public import BarLakeBytes
public import Logging

/// Reads a flat file with all cores: one stage inflates, the others read, encode and write blocks
/// and row groups, with bounded read-ahead.
///
/// Published as `PolarsIngestor(data_type, output_root, config, streaming=True)`. No Polars is in
/// it: the name is the published one.
public final class PolarsIngestor: BaseIngestor {
  /// The data type, the lake and the options.
  public let context: IngestContext
  /// Whether blocks are worked on while later ones are read; otherwise all of the input is read
  /// before the first.
  public let streaming: Bool

  /// Makes the output root, with the directories above it, if it is missing.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's directory.
  ///   - config: the published configuration dictionary; see ``IngestOptions``.
  ///   - streaming: whether blocks are worked on while later ones are read.
  ///   - memoryMonitor: beats the limit of the configuration.
  ///   - logger: told of what is worth a warning.
  ///   - cancellation: a request to stop, if the caller may make one.
  ///   - progress: told how far an ingest is, from any thread.
  /// - Throws: `unknown_data_type`, `invalid_argument`, `io_error`.
  public init(
    dataType: String, outputRoot: String, config: [String: ConfigValue] = [:],
    streaming: Bool = true, memoryMonitor: MemoryMonitor? = nil,
    logger: Logger = Logger(label: "barlake"), cancellation: Cancellation? = nil,
    progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) throws(IngestError) {
    context = try IngestContext(
      dataType: dataType, outputRoot: outputRoot, config: config, memoryMonitor: memoryMonitor,
      logger: logger, cancellation: cancellation, progress: progress)
    self.streaming = streaming
  }

  /// An ingestor of a context that may be another's too: what both do is counted together.
  public init(context: IngestContext, streaming: Bool = true) {
    self.context = context
    self.streaming = streaming
  }

  /// Ingests one date with all processors; see ``BaseIngestor/ingestDate(_:data:symbols:)``.
  public func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult {
    try ingest(
      date, data: data, symbols: symbols, scan: .everyRow,
      strategy: ParallelStrategy(path: context.scanPath, readsAllFirst: !streaming))
  }

  /// Ingests a date with the symbol filter pushed into the scan: of the rows that it drops only
  /// the structure and the ticker are checked, so a wrong number in one of them is no error.
  ///
  /// Published as `ingest_lazy(date, data, symbols=None)`.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`.
  ///   - data: a flat file, plain or gzip.
  ///   - symbols: as for ``BaseIngestor/ingestDate(_:data:symbols:)``; without any, every row is
  ///     checked in full.
  /// - Returns: as ``BaseIngestor/ingestDate(_:data:symbols:)``.
  /// - Throws: any code of ``ErrorCode``.
  public func ingestLazy(
    _ date: String, data: ByteSource, symbols: [String]? = nil
  ) throws(IngestError) -> IngestResult {
    try ingest(
      date, data: data, symbols: symbols, scan: .matchingRows,
      strategy: ParallelStrategy(path: context.scanPath, readsAllFirst: false))
  }
}
