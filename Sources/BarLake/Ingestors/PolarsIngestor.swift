public import BarLakeBytes
public import Logging

/// Ingests a flat file with all cores. One stage reads and inflates; workers parse, encode and
/// write blocks and row groups. Read-ahead is bounded.
///
/// Published as `PolarsIngestor(data_type, output_root, config, streaming=True)`. The name is the
/// published one; the class does not use Polars.
public final class PolarsIngestor: BaseIngestor {
  /// The data type, the lake and the options.
  public let context: IngestContext
  /// Whether blocks are processed while later ones are read. If false, all input is read first.
  public let streaming: Bool

  /// Makes an ingestor. Creates the output root and its parent folders if they are missing.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's folder.
  ///   - config: the published configuration dictionary; see ``IngestOptions``.
  ///   - streaming: whether blocks are processed while later ones are read.
  ///   - memoryMonitor: has priority over the limit of the configuration.
  ///   - logger: receives warnings.
  ///   - cancellation: a request to stop, if the caller may make one.
  ///   - progress: receives the progress of an ingest, from any thread.
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

  /// Makes an ingestor with a context that it may share; ingestors with the same context are
  /// counted together.
  public init(context: IngestContext, streaming: Bool = true) {
    self.context = context
    self.streaming = streaming
  }

  /// Ingests one date with all processors; see ``BaseIngestor/ingestDate(_:data:symbols:)``.
  public func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult {
    try call(date, data, symbols).run(strategy(readsAllFirst: !streaming))
  }

  /// Ingests dates in groups; see the requirement of ``BaseIngestor``.
  public func ingestBatch(
    dates: [String], dataMap: [String: ByteSource], symbols: [String]?
  ) -> [IngestResult] {
    ingestBatch(
      dates, dataMap, symbols: symbols, strategy: strategy(readsAllFirst: !streaming))
  }

  /// Begins to ingest dates in groups, as ``ingestDate(_:data:symbols:)`` or, if `isLazy`, as
  /// ``ingestLazy(_:data:symbols:)``.
  package func group(
    _ dates: [(date: String, data: ByteSource)], symbols: [String]?, isLazy: Bool
  ) -> GroupedIngest {
    GroupedIngest(
      dates.map { call($0.date, $0.data, symbols, isLazy ? .matchingRows : .everyRow) },
      context: context, strategy: strategy(readsAllFirst: !isLazy && !streaming))
  }

  private func strategy(readsAllFirst: Bool) -> IngestStrategy {
    .allCores(
      threads: context.options.threads, readsAllFirst: readsAllFirst, path: context.scanPath)
  }

  /// Ingests a date and applies the symbol filter while scanning. Of rows that the filter drops
  /// only the structure and the ticker are checked, so a wrong number in such a row is no error.
  ///
  /// Published as `ingest_lazy(date, data, symbols=None)`.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`.
  ///   - data: a flat file, plain or gzip.
  ///   - symbols: as for ``BaseIngestor/ingestDate(_:data:symbols:)``; without symbols every row is
  ///     checked in full.
  /// - Returns: as ``BaseIngestor/ingestDate(_:data:symbols:)``.
  /// - Throws: any code of ``ErrorCode``.
  public func ingestLazy(
    _ date: String, data: ByteSource, symbols: [String]? = nil
  ) throws(IngestError) -> IngestResult {
    try call(date, data, symbols, .matchingRows).run(strategy(readsAllFirst: false))
  }
}
