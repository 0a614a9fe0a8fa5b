package import BarLake
package import BarLakeBytes
package import BarLakeCSV
internal import BarLakeParquetFormat
package import BarLakeParquetReading
package import Logging

/// A lake in a folder of its own.
package final class Lake: Sendable {
  package static let date = "2024-01-02"

  private let folder: TemporaryFolder
  package let root: String

  package init() throws {
    folder = try TemporaryFolder()
    root = folder.path("lake")
  }

  /// A copy of a lake of this repository, whose folder is given relative to it.
  package convenience init(copyOf folder: String) throws {
    try self.init()
    try copy("\(Repository.root)/\(folder)", to: "")
  }

  /// A copy of `lake`.
  package convenience init(copyOf lake: Lake) throws {
    try self.init()
    try copy(lake.root, to: "")
  }

  private func copy(_ source: String, to path: String) throws {
    guard try FileSystem.status(source)?.kind == .directory else {
      return try put(try FileSystem.read(source), at: String(path.dropFirst()))
    }
    for name in try FileSystem.names(in: source) {
      try copy("\(source)/\(name)", to: "\(path)/\(name)")
    }
  }

  /// An ingestor of the lake; `lazy` is a call of the one for `polars`.
  package func ingestor(
    _ entry: Entry = .polars, type: String = "stocks_daily", config: [String: ConfigValue] = [:],
    monitor: MemoryMonitor? = nil, logger: Logger = Logger(label: "test"),
    cancellation: Cancellation? = nil, progress: (@Sendable (IngestProgress) -> Void)? = nil,
    scanPath: ScanPath = .fast
  ) throws(IngestError) -> any BaseIngestor {
    let context = try IngestContext(
      dataType: type, outputRoot: root, config: config, memoryMonitor: monitor, logger: logger,
      cancellation: cancellation, progress: progress, scanPath: scanPath)
    return entry == .streaming
      ? StreamingIngestor(context: context)
      : PolarsIngestor(context: context, streaming: entry != .readsAllFirst)
  }

  /// Ingests one date by an ingestor of its own.
  @discardableResult
  package func ingest(
    _ data: ByteSource, date: String = Lake.date, by entry: Entry = .polars,
    type: String = "stocks_daily", config: [String: ConfigValue] = [:], symbols: [String]? = nil,
    monitor: MemoryMonitor? = nil, logger: Logger = Logger(label: "test"),
    cancellation: Cancellation? = nil, progress: (@Sendable (IngestProgress) -> Void)? = nil,
    scanPath: ScanPath = .fast
  ) throws(IngestError) -> IngestResult {
    let ingestor = try ingestor(
      entry, type: type, config: config, monitor: monitor, logger: logger,
      cancellation: cancellation, progress: progress, scanPath: scanPath)
    if entry == .lazy, let polars = ingestor as? PolarsIngestor {
      return try polars.ingestLazy(date, data: data, symbols: symbols)
    }
    return try ingestor.ingestDate(date, data: data, symbols: symbols)
  }

  /// The published path of a date, relative to the lake.
  package static func file(_ date: String = Lake.date, type: String = "stocks_daily") -> String {
    "\(type)/year=\(date.prefix(4))/month=\(date.dropFirst(5).prefix(2))/date=\(date).parquet"
  }

  package static func manifest(_ date: String = Lake.date, type: String = "stocks_daily") -> String
  {
    ".barlake/manifests/\(type)/\(date).json"
  }

  package static let settings = ".barlake/stocks_daily.json"

  package func absolute(_ path: String) -> String { "\(root)/\(path)" }

  package func read(_ path: String) throws -> [UInt8] { try FileSystem.read(absolute(path)) }

  package func exists(_ path: String) throws -> Bool {
    try FileSystem.status(absolute(path)) != nil
  }

  package func remove(_ path: String) throws { try FileSystem.removeTree(absolute(path)) }

  package func put(_ bytes: [UInt8], at path: String) throws {
    try FileSystem.createDirectories(FileSystem.parent(of: absolute(path)))
    try FileSystem.write(bytes, to: absolute(path))
  }

  /// A published file, opened.
  package func parquet(_ path: String = Lake.file()) throws -> ParquetFile {
    try ParquetFile(path: absolute(path))
  }

  /// The rows of each row group of a published file.
  package func rowCounts(_ path: String = Lake.file()) throws -> [Int] {
    try parquet(path).metadata.rowGroups.map { Int($0.rowCount) }
  }

  /// Everything that readers see: each file's content, and nil for each directory.
  package func tree() throws -> [String: [UInt8]?] {
    try entries(below: "") { !$0.hasPrefix(".") && !$0.hasPrefix("_") }
  }

  /// What runs leave behind only if they die: staged files, and lists of files to publish.
  package func remains() throws -> [String] {
    try entries(below: ".barlake") { _ in true }.keys
      .filter { $0.hasPrefix(".barlake/staging/") || $0.hasSuffix(".publishing") }
      .sorted()
  }

  /// What lies below a directory of the lake: each file's content, and nil for each directory.
  package func entries(
    below directory: String, where isShown: (String) -> Bool
  ) throws -> [String: [UInt8]?] {
    let path = directory.isEmpty ? root : absolute(directory)
    guard try FileSystem.status(path)?.kind == .directory else { return [:] }
    var found: [String: [UInt8]?] = [:]
    for name in try FileSystem.names(in: path) where isShown(name) {
      let below = directory.isEmpty ? name : "\(directory)/\(name)"
      switch try FileSystem.status(absolute(below))?.kind {
      case .directory:
        found[below] = .some(nil)
        found.merge(try entries(below: below, where: isShown)) { first, _ in first }
      case nil: found[below] = Array("a link to nothing".utf8)
      default: found[below] = try read(below)
      }
    }
    return found
  }
}
