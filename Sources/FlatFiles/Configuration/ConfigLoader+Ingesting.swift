public import BarLake
public import BarLakeBytes
public import Logging

extension ConfigLoader {
  /// Where ingestors find their memory limit.
  ///
  /// Source: `docs/spec.md`, MEM-1.1.
  static let memoryLimits = [
    "resource_limits.max_memory_gb", "system_profile.resource_limits.max_memory_gb",
  ]

  /// The part of the configuration that ingestors read: what is below `ingest`, their options at
  /// the top level, and the memory limits. It has no secret. Keys that are for other parts of a
  /// pipeline are left out, so an ingestor warns about unknown keys below `ingest` only.
  public var ingestConfig: [String: ConfigValue] {
    var part = ConfigTree()
    for member in tree.members where !member.key.isSame(as: "ingest") {
      if (try? IngestOptions([member.key: member.tree.value]).unknownKeys.isEmpty) == true {
        part.merge(member.tree, at: [member.key])
      }
    }
    for path in ["ingest"] + Self.memoryLimits {
      if let found = tree.found(at: path) {
        part.merge(found, at: path.parts(separatedBy: "."))
      }
    }
    guard case .dictionary(let values) = part.dropping(where: SecretKey.isSecret).value else {
      return [:]
    }
    return values
  }
}

extension PolarsIngestor {
  /// Makes an ingestor with a loaded configuration.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's folder.
  ///   - config: the configuration; see ``ConfigLoader/ingestConfig`` for what counts.
  ///   - streaming: whether blocks are processed while later ones are read.
  ///   - memoryMonitor: has priority over the limit of the configuration.
  ///   - logger: receives warnings.
  ///   - cancellation: a request to stop, if the caller may make one.
  ///   - progress: receives the progress of an ingest, from any thread.
  /// - Throws: `unknown_data_type`, `invalid_argument`, `io_error`.
  public convenience init(
    dataType: String, outputRoot: String, config: ConfigLoader, streaming: Bool = true,
    memoryMonitor: MemoryMonitor? = nil, logger: Logger = Logger(label: "barlake"),
    cancellation: Cancellation? = nil, progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) throws(IngestError) {
    try self.init(
      dataType: dataType, outputRoot: outputRoot, config: config.ingestConfig,
      streaming: streaming, memoryMonitor: memoryMonitor, logger: logger,
      cancellation: cancellation, progress: progress)
  }
}

extension StreamingIngestor {
  /// Makes an ingestor with a loaded configuration.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's folder.
  ///   - config: the configuration; see ``ConfigLoader/ingestConfig`` for what counts.
  ///   - chunkSize: rows per chunk, at least 1; nil means the configuration's value, or 100,000.
  ///   - memoryMonitor: has priority over the limit of the configuration.
  ///   - logger: receives warnings.
  ///   - cancellation: a request to stop, if the caller may make one.
  ///   - progress: receives the progress of an ingest, from any thread.
  /// - Throws: `unknown_data_type`, `invalid_argument`, `io_error`.
  public convenience init(
    dataType: String, outputRoot: String, config: ConfigLoader, chunkSize: Int? = nil,
    memoryMonitor: MemoryMonitor? = nil, logger: Logger = Logger(label: "barlake"),
    cancellation: Cancellation? = nil, progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) throws(IngestError) {
    try self.init(
      dataType: dataType, outputRoot: outputRoot, config: config.ingestConfig,
      chunkSize: chunkSize, memoryMonitor: memoryMonitor, logger: logger,
      cancellation: cancellation, progress: progress)
  }
}

extension IngestContext {
  /// Makes a context with a loaded configuration, for an ingestor of your own.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's folder.
  ///   - config: the configuration; see ``ConfigLoader/ingestConfig`` for what counts.
  /// - Throws: `unknown_data_type`, `invalid_argument`, `io_error`.
  public convenience init(
    dataType: String, outputRoot: String, config: ConfigLoader
  ) throws(IngestError) {
    try self.init(dataType: dataType, outputRoot: outputRoot, config: config.ingestConfig)
  }
}
