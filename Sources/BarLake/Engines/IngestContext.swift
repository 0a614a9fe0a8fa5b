public import BarLakeBytes
package import BarLakeCSV
public import Logging
internal import Synchronization

/// The data type, lake, options and statistics of an ingestor.
///
/// The initialiser is the published constructor.
public final class IngestContext: Sendable {
  /// The data type of all dates.
  public let dataType: MarketDataType
  /// The lake's folder.
  public let root: String
  /// The options from the configuration and the arguments, or their defaults. They do not contain
  /// the lake's settings: each call reads these for the settings that ``IngestOptions/given``
  /// leaves open.
  public let options: IngestOptions
  /// The memory monitor: the given one, or one with the limit of the options.
  public let monitor: MemoryMonitor
  /// Receives warnings.
  public let logger: Logger
  /// A request to stop, if the caller may make one.
  public let cancellation: Cancellation?
  /// Receives the progress of an ingest, from any thread.
  public let progress: (@Sendable (IngestProgress) -> Void)?
  /// Which of two equivalent paths through the scanner and the number parsers is taken.
  package let scanPath: ScanPath
  private let counters: Mutex<IngestStatistics>
  private let hasWarnedOfMissingSynchronization = Atomic(false)

  /// Makes a context. Creates the lake's folder and its parent folders if they are missing.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of ``MarketDataType``.
  ///   - outputRoot: the lake's folder.
  ///   - config: the published configuration dictionary; see ``IngestOptions``.
  ///   - chunkSize: rows per chunk, at least 1; has priority over the configuration.
  ///   - memoryMonitor: has priority over the limit of the configuration.
  ///   - logger: receives warnings about unknown keys, rows of another day, sources that changed,
  ///     and a machine that is short of memory.
  ///   - cancellation: a request to stop, if the caller may make one.
  ///   - progress: receives the progress of an ingest, from any thread.
  /// - Throws: `unknown_data_type`, `invalid_argument`, `io_error`.
  public convenience init(
    dataType: String, outputRoot: String, config: [String: ConfigValue] = [:],
    chunkSize: Int? = nil, memoryMonitor: MemoryMonitor? = nil,
    logger: Logger = Logger(label: "barlake"), cancellation: Cancellation? = nil,
    progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) throws(IngestError) {
    try self.init(
      dataType: dataType, outputRoot: outputRoot, config: config, chunkSize: chunkSize,
      memoryMonitor: memoryMonitor, logger: logger, cancellation: cancellation,
      progress: progress, scanPath: .fast)
  }

  package init(
    dataType: String, outputRoot: String, config: [String: ConfigValue] = [:],
    chunkSize: Int? = nil, memoryMonitor: MemoryMonitor? = nil,
    logger: Logger = Logger(label: "barlake"), cancellation: Cancellation? = nil,
    progress: (@Sendable (IngestProgress) -> Void)? = nil, scanPath: ScanPath
  ) throws(IngestError) {
    self.dataType = try MarketDataType(name: dataType)
    var options = try IngestOptions(config, dataType: self.dataType)
    if let chunkSize {
      guard chunkSize >= 1 else {
        throw .invalidArgument("chunk_size", String(chunkSize), "an integer of at least 1")
      }
      options.chunkSize = chunkSize
    }
    if !options.unknownKeys.isEmpty {
      let keys = options.unknownKeys.joined(separator: ", ")
      logger.info("the configuration has keys that mean nothing here: \(keys)")
    }
    try LocalPath.check("output_root", outputRoot)
    self.options = options
    self.logger = logger
    self.cancellation = cancellation
    self.progress = progress
    self.scanPath = scanPath
    monitor =
      memoryMonitor
      ?? MemoryMonitor(maximumGigabytes: options.maximumMemoryGigabytes, logger: logger)
    root = outputRoot
    counters = Mutex(IngestStatistics(dataType: self.dataType))
    do {
      try FileSystem.synchronizeEntries(FileSystem.createDirectories(outputRoot))
    } catch {
      throw .io(error, root: "")
    }
  }

  /// The counts since the ingestor was made or its statistics were reset.
  public var statistics: IngestStatistics { counters.withLock { $0 } }

  /// Counts a date that succeeded. Only ingestors outside this module call it; those of this module
  /// count by themselves.
  ///
  /// - Parameters:
  ///   - records: rows written.
  ///   - inputByteCount: the length of the input in bytes, before inflating.
  public func recordSuccess(records: Int, inputByteCount: Int) {
    count {
      $0.recordsProcessed += records
      $0.filesProcessed += 1
      $0.bytesProcessed += inputByteCount
    }
  }

  /// Counts a date that failed. Only ingestors outside this module call it.
  public func recordFailure() {
    count { $0.errors += 1 }
  }

  /// Warns that the file system does not offer to sync folders, once for all dates.
  package func warnOfMissingSynchronization() {
    if hasWarnedOfMissingSynchronization.exchange(true, ordering: .relaxed) { return }
    logger.warning(
      """
      the file system of \(root) does not offer to wait until its folders are on disk: after a \
      power failure the last dates may be missing or incomplete, which barlake verify finds
      """)
  }

  func count(_ change: (inout IngestStatistics) -> Void) {
    counters.withLock { change(&$0) }
  }
}

/// The counts of an ingestor.
///
/// Published as the dictionary of `get_statistics()`. Source: `docs/spec.md`, STATS-1 to STATS-4.
public struct IngestStatistics: Hashable, Sendable, Encodable {
  /// Rows written.
  public internal(set) var recordsProcessed = 0
  /// Dates that succeeded.
  public internal(set) var filesProcessed = 0
  /// Bytes of their inputs, before inflating.
  public internal(set) var bytesProcessed = 0
  /// Dates that failed.
  public internal(set) var errors = 0
  /// The data type of the ingestor.
  public let dataType: MarketDataType

  private enum CodingKeys: String, CodingKey {
    case recordsProcessed = "records_processed"
    case filesProcessed = "files_processed"
    case bytesProcessed = "bytes_processed"
    case errors
    case dataType = "data_type"
  }
}
