import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct BatchTests {
  private let dates = [
    "2024-01-03", "2024-01-02", "2024-02-30", "2024-01-03", "2024-01-04", "2024-01-05",
    "2024-02-31",
  ]
  private let data: [String: ByteSource] = [
    "2024-01-02": Bars.of("A", "B"), "2024-01-03": Bars.few, "2024-01-05": Bars.wrong,
    "2024-02-31": Bars.few, "2024-01-31": Bars.few,
  ]

  @Test(arguments: [Entry.polars, .readsAllFirst, .streaming])
  func `a batch returns one result per requested date, in their order`(_ entry: Entry) throws {
    let lake = try Lake()
    let ingestor = try lake.ingestor(entry)
    let results = ingestor.ingestBatch(dates: dates, dataMap: data)
    #expect(results.map(\.date) == dates)
    #expect(
      results.map(\.status) == [
        .success, .success, .error, .skipped, .skipped, .error, .error,
      ])
    #expect(results.map(\.reason) == [nil, nil, nil, .outputExists, .noData, nil, nil])
    #expect(results.map(\.records) == [3, 2, 0, 0, 0, 0, 0])
    #expect(
      results.map(\.error?.code) == [nil, nil, .invalidDate, nil, nil, .badNumber, .invalidDate])
    let isStreaming = entry == .streaming
    #expect(results.map(\.chunks).prefix(2) == (isStreaming ? [1, 1] : [nil, nil]))
    #expect(results.map(\.chunks)[3...4] == (isStreaming ? [0, 0] : [nil, nil]))
    #expect(try !lake.exists(Lake.file("2024-01-31")))
  }

  @Test(arguments: [Entry.polars, .readsAllFirst, .streaming])
  func `a batch is like single calls, statistics included`(_ entry: Entry) throws {
    let lake = try Lake()
    let other = try Lake()
    let inBatch = try lake.ingestor(entry)
    let single = try other.ingestor(entry)
    let results = inBatch.ingestBatch(dates: dates, dataMap: data)
    for (date, result) in zip(dates, results) {
      do throws(IngestError) {
        var expected = try single.ingestDate(date, data: data[date] ?? Bars.few, symbols: nil)
        if data[date] == nil { continue }
        expected.elapsedTime = result.elapsedTime
        expected.memoryPeakPercent = result.memoryPeakPercent
        #expect(result == expected)
      } catch {
        #expect(result.error == error)
      }
    }
    #expect(inBatch.statistics.errors == single.statistics.errors)
    #expect(inBatch.statistics.errors == 3)
  }

  @Test(arguments: Entry.allCases)
  func `statistics count successes and errors, and can be reset`(_ entry: Entry) throws {
    let lake = try Lake()
    let ingestor = try lake.ingestor(entry)
    func ingest(_ date: String, _ data: ByteSource, _ symbols: [String]? = nil) throws {
      if entry == .lazy, let polars = ingestor as? PolarsIngestor {
        _ = try polars.ingestLazy(date, data: data, symbols: symbols)
      } else {
        _ = try ingestor.ingestDate(date, data: data, symbols: symbols)
      }
    }
    let zipped = try Inputs.gzip(Bars.few)
    let byteCounts = [try Inputs.bytes(Bars.few).count, try Inputs.bytes(zipped).count]
    try ingest("2024-01-02", Bars.few)
    try ingest("2024-01-03", zipped, ["A"])
    try ingest("2024-01-04", Bars.few, ["ZZZ"])
    try ingest("2024-01-02", Bars.few)
    for (date, data) in [("2024-01-05", Bars.wrong), ("2024-1-5", Bars.few)] {
      #expect(throws: IngestError.self) { try ingest(date, data) }
    }
    let statistics = ingestor.statistics
    #expect(statistics.recordsProcessed == 4)
    #expect(statistics.filesProcessed == 3)
    #expect(statistics.bytesProcessed == 2 * byteCounts[0] + byteCounts[1])
    #expect(statistics.errors == 2)
    #expect(statistics.dataType == .stocksDaily)
    let keys = try JSON.line(statistics).split(separator: "\"").filter { $0.contains("_") }
    #expect(
      keys == [
        "bytes_processed", "data_type", "stocks_daily", "files_processed", "records_processed",
      ])
    ingestor.resetStatistics()
    let reset = ingestor.statistics
    #expect(reset.recordsProcessed == 0 && reset.filesProcessed == 0)
    #expect(reset.bytesProcessed == 0 && reset.errors == 0)
    #expect(reset.dataType == .stocksDaily)
  }
}
