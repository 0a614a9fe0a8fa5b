import BarLake
import BarLakeBytes
import BarLakeColumnar
import Foundation
import LakeInspection
import LakeMaintenance
import Synchronization
import Testing

/// The examples of the published documentation, as a Swift user writes them: this target sees only
/// what is public.
@Suite struct ExampleTests {
  private let work: Workplace
  private let csvData: ByteSource

  init() throws {
    work = try Workplace()
    csvData = .bytes(try Workplace.sample("stocks_daily/2024-01-02.csv.gz"))
  }

  @Test func `a date is ingested by PolarsIngestor`() throws {
    let config: [String: ConfigValue] = [:]

    let ingestor = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: work.lake, config: config)
    let result = try ingestor.ingestDate("2024-01-02", data: csvData)
    print("Processed \(result.records) records in \(result.elapsedTime)s")

    #expect(result.status == .success)
    #expect(result.records == 2_400)
    #expect(result.files == ["stocks_daily/year=2024/month=01/date=2024-01-02.parquet"])
    #expect(result.files.allSatisfy { work.has($0) })
    #expect(ingestor.streaming)
  }

  @Test func `a date is ingested by StreamingIngestor in chunks of 50,000 rows`() throws {
    let config: [String: ConfigValue] = [:]

    let ingestor = try StreamingIngestor(
      dataType: "stocks_daily", outputRoot: work.lake, config: config, chunkSize: 50_000)
    let result = try ingestor.ingestDate("2024-01-02", data: csvData)

    #expect(result.records == 2_400)
    #expect(result.chunks == 1)
    #expect(ingestor.context.options.chunkSize == 50_000)
  }

  @Test func `dates are ingested as a batch, by both ingestors`() throws {
    let dates = ["2024-01-02", "2024-01-03", "2024-01-04"]
    let dataMap: [String: ByteSource] = [
      "2024-01-02": csvData, "2024-01-03": .bytes(Workplace.bars("AAPL", "SPY")),
    ]
    let polars = try PolarsIngestor(dataType: "stocks_daily", outputRoot: work.lake)
    let results = polars.ingestBatch(dates: dates, dataMap: dataMap, symbols: ["AAPL"])
    #expect(results.map(\.status) == [.success, .success, .skipped])
    #expect(results.map(\.records) == [1, 1, 0])
    #expect(results[2].reason == .noData)

    let streaming = try StreamingIngestor(dataType: "stocks_minute", outputRoot: work.lake)
    let others = streaming.ingestBatch(dates: ["2024-01-03"], dataMap: dataMap)
    #expect(others.map(\.files.count) == [2])
  }

  @Test func `a few symbols are ingested lazily`() throws {
    let ingestor = try PolarsIngestor(dataType: "stocks_daily", outputRoot: work.lake)
    let result = try ingestor.ingestLazy("2024-01-02", data: csvData, symbols: ["AAPL", "MSFT"])
    #expect(result.records == 2)
  }

  @Test func `statistics are counted and can be reset`() throws {
    let ingestor = try PolarsIngestor(dataType: "stocks_daily", outputRoot: work.lake)
    let bars = Workplace.bars("AAPL", "MSFT", "SPY")
    _ = try ingestor.ingestDate("2024-01-02", data: .bytes(bars))
    #expect(throws: IngestError.self) {
      try ingestor.ingestDate("2024-01-03", data: .bytes([]))
    }
    var statistics = ingestor.statistics
    #expect(statistics.recordsProcessed == 3)
    #expect(statistics.filesProcessed == 1)
    #expect(statistics.bytesProcessed == bars.count)
    #expect(statistics.errors == 1)
    #expect(statistics.dataType == .stocksDaily)
    ingestor.resetStatistics()
    statistics = ingestor.statistics
    #expect(statistics.recordsProcessed == 0 && statistics.errors == 0)
  }

  @Test func `several ingestors share a memory monitor`() throws {
    let monitor = MemoryMonitor(maximumGigabytes: 8)
    let daily = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: work.lake, memoryMonitor: monitor)
    let minute = try StreamingIngestor(
      dataType: "stocks_minute", outputRoot: work.lake, memoryMonitor: monitor)
    #expect(monitor.isMemoryAvailable(byteCount: 1_000_000))
    let result = try daily.ingestDate("2024-01-02", data: csvData)
    _ = try minute.ingestDate("2024-01-02", data: .bytes(Workplace.bars("AAPL")))
    let statistics = monitor.statistics
    #expect(statistics.limitByteCount == 8 << 30)
    #expect(statistics.checkCount >= 4)
    #expect(statistics.peakProcessByteCount > 0)
    #expect(statistics.peakPercent >= result.memoryPeakPercent)
    monitor.reset()
    #expect(monitor.statistics.checkCount == 0)
  }

  @Test func `a downloaded file is ingested by its path, with the pipeline's configuration`()
    throws
  {
    let file = """
      {"polygon": {"buckets": ["flatfiles"], "retries": null},
       "ingest": {"chunk_size": 50000, "strict_dates": false},
       "resource_limits": {"max_memory_gb": 7.5}}
      """
    let config = try JSONDecoder().decode([String: ConfigValue].self, from: Data(file.utf8))
    let path = try work.put("stocks_daily/2024-01-02.csv.gz", as: "2024-01-02.csv.gz")

    let ingestor = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: work.lake, config: config)
    let result = try ingestor.ingestDate("2024-01-02", data: .file(path))
    print("Ingested \(result.records) records")

    #expect(result.records == 2_400)
    #expect(ingestor.context.monitor.limitByteCount == 15 << 29)
    #expect(ingestor.context.options.chunkSize == 50_000)
    #expect(
      ingestor.context.options.unknownKeys == ["polygon.buckets", "polygon.retries"])
    let written = try JSONEncoder().encode(config)
    #expect(try JSONDecoder().decode([String: ConfigValue].self, from: written) == config)
  }

  @Test func `minute bars have a folder for each symbol`() throws {
    let ingestor = try PolarsIngestor(dataType: "stocks_minute", outputRoot: work.lake)
    let result = try ingestor.ingestDate(
      "2024-01-02", data: .bytes(Workplace.bars("AAPL", "SPY")))
    #expect(
      result.files == [
        "stocks_minute/year=2024/month=01/symbol=AAPL/date=2024-01-02.parquet",
        "stocks_minute/year=2024/month=01/symbol=SPY/date=2024-01-02.parquet",
      ])
    #expect(result.files.allSatisfy { work.has($0) })
  }

  @Test func `the columns of a data type are printed`() {
    let raw = MarketSchema.rawSchema(for: .stocksDaily, profile: .classic)
    #expect(raw.fields.first == Field("year", .int16))
    let full = MarketSchema.schema(for: .stocksDaily, profile: .classic)
    #expect(Array(full.fields.prefix(raw.fields.count)) == raw.fields)
    #expect(full.index(of: "alpha_daily") == raw.fields.count)
  }

  @Test func `a lake is looked at`() throws {
    let ingestor = try PolarsIngestor(dataType: "stocks_daily", outputRoot: work.lake)
    for date in ["2024-01-02", "2024-01-04"] { _ = try ingestor.ingestDate(date, data: csvData) }
    let status = try LakeStatus(root: work.lake)
    for type in status.dataTypes {
      #expect(type.dataType == .stocksDaily && type.done.count == 2)
      #expect(type.missing.map(\.description) == ["2024-01-03"])
    }
    let calendar = LakeCalendar(status, until: try CalendarDate("2024-01-05"))
    for type in calendar.dataTypes {
      #expect(type.gaps.map(\.description) == ["2024-01-03", "2024-01-05"])
      for day in type.months.flatMap(\.days) where day.isOutOfLine {
        Issue.record("\(day.date) \(day.done?.rowCount ?? 0) \(day.neighbourRowCount ?? 0)")
      }
    }
    let verification = try LakeVerifier(root: work.lake).verify()
    for finding in verification.findings { Issue.record("\(finding.path) \(finding.problem)") }
    #expect(verification.isClean && verification.fileCount == 2)
  }

  @Test func `a lake is adopted and cleaned, and a date is removed`() throws {
    let ingestor = try PolarsIngestor(dataType: "stocks_daily", outputRoot: work.lake)
    _ = try ingestor.ingestDate("2024-01-02", data: csvData)
    let adoption = try LakeAdopter(root: work.lake).adopt()
    for date in adoption.refused { Issue.record("\(date.date) \(date.problems)") }
    #expect(adoption.adopted.map(\.rowCount) == [] && adoption.doneCount == 1)
    let cleaning = try LakeCleaner(root: work.lake, isDryRun: true).clean()
    #expect(cleaning.removed.map(\.path) == [] && cleaning.kept.map(\.reason) == [])
    let remover = try LakeRemover(root: work.lake, dataType: "stocks_daily")
    #expect(try remover.remove("2024-01-02").fileCount == 1)
    #expect(try LakeStatus(root: work.lake).dataTypes.first?.done.count == 0)
  }

  @Test func `a lake is converted`() throws {
    let ingestor = try PolarsIngestor(dataType: "stocks_daily", outputRoot: work.lake)
    _ = try ingestor.ingestDate("2024-01-02", data: csvData)
    let converter = try LakeConverter(
      dataType: "stocks_daily", from: work.lake, to: "\(work.lake)-classic",
      config: ["profile": .string("classic")])
    for date in converter.dates {
      let result = try converter.convert(date)
      #expect(result.status == .success && result.records == 2_400 && result.fileCount == 1)
    }
    #expect(try LakeStatus(root: "\(work.lake)-classic").dataTypes.first?.profile == .classic)
  }

  @Test func `an ingest reports its progress, and can be stopped`() throws {
    let cancellation = Cancellation()
    let rowCount = Mutex(0)
    let ingestor = try StreamingIngestor(
      dataType: "stocks_daily", outputRoot: work.lake, cancellation: cancellation,
      progress: { progress in rowCount.withLock { $0 = progress.rowCount } })
    _ = try ingestor.ingestDate("2024-01-02", data: csvData)
    #expect(rowCount.withLock { $0 } == 2_400)

    cancellation.cancel()
    let error = #expect(throws: IngestError.self) {
      try ingestor.ingestDate("2024-01-03", data: csvData)
    }
    #expect(error?.code == .ioError)
    #expect(cancellation.isCancelled)
    #expect(!work.has("stocks_daily/year=2024/month=01/date=2024-01-03.parquet"))
  }
}
