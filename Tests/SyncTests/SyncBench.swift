import BarLake
import BarLakeBytes
import BarLakeSync
import BarLakeTestSupport
import FlatFiles
import Foundation
import Testing

/// A folder of flat files, and a lake that is kept up to date from it.
struct SyncBench {
  let lake: Lake
  private let folder: TemporaryFolder

  init() throws {
    lake = try Lake()
    folder = try TemporaryFolder()
  }

  var root: String { folder.path }
  var source: FlatFileSource { .folder(FolderSource(root: folder.path)) }

  /// Flat files of one bar for each of `tickers`.
  static func bars(_ tickers: String...) -> [UInt8] {
    let lines = [Bars.header] + tickers.enumerated().map { Bars.line($1, $0) }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  func put(_ bytes: [UInt8] = Self.bars("A"), at path: String) throws {
    try FileSystem.createDirectories(FileSystem.parent(of: folder.path(path)))
    try folder.write(bytes, to: path)
  }

  /// A request for a range of days of January 2024, as it is made long after.
  func request(
    _ first: Int, _ last: Int, of types: [MarketDataType] = [.stocksDaily],
    onExisting: ExistingFilePolicy = .skip, config: [String: ConfigValue] = [:],
    symbols: [String]? = nil
  ) throws -> SyncRequest {
    SyncRequest(
      types, days: .range(try Self.january(first), try Self.january(last)),
      today: try CalendarDate("2024-06-03"), onExisting: onExisting,
      work: SyncWork(lake: lake.root, engine: .polars, config: config, symbols: symbols))
  }

  static func january(_ day: Int) throws -> CalendarDate {
    try CalendarDate("2024-01-\(day < 10 ? "0" : "")\(day)")
  }

  func plan(
    _ request: SyncRequest, from source: FlatFileSource? = nil, now: Date = .distantFuture
  ) throws -> SyncPlan {
    try SyncPlan(request, from: source ?? self.source, now: now, cancellation: Cancellation())
  }

  /// A progress as an ingest reports it, since nobody else can make one.
  func progress(sourceByteCount: Int) throws -> IngestProgress {
    let reports = Monitor<[IngestProgress]>([])
    let ingestor = try StreamingIngestor(
      dataType: "stocks_daily", outputRoot: folder.path("reported"),
      config: ["on_existing": "overwrite"],
      progress: { report in reports.withLock { $0.append(report) } })
    _ = try ingestor.ingestDate("2024-01-02", data: .bytes(Self.bars("A")))
    var progress = try #require(reports.withLock { $0.first })
    (progress.sourceByteCount, progress.rowCount, progress.phase) = (sourceByteCount, 1, .reading)
    return progress
  }

  /// Runs the tasks of a plan one after the other.
  @discardableResult
  func run(_ plan: SyncPlan, from source: FlatFileSource? = nil) -> [TaskOutcome] {
    let runner = TaskRunner(
      plan.header.work, from: source ?? self.source, atOnce: 1, takesReplaced: true,
      cancellation: Cancellation())
    return plan.tasks.map { runner.run($0, logger: CapturedLog().logger) { _ in } }
  }
}

extension SyncPlan {
  /// The tasks as texts: date, data type, why.
  var taskTexts: [String] {
    tasks.map { "\($0.file.date) \($0.file.dataType.rawValue) \($0.reason.rawValue)" }
  }

  /// The other lines as texts: kind, date or key.
  var otherTexts: [String] {
    others.map { note in
      switch note.content {
      case .reissued(let file): "reissued \(file.date)"
      case .notPublished(let day): "not published \(day)"
      case .awaited(let day): "awaited \(day)"
      case .unsupported(let key, _): "unsupported \(key)"
      case .refused(let error): "refused \(error.date ?? "?") \(error.code.rawValue)"
      }
    }
  }
}
