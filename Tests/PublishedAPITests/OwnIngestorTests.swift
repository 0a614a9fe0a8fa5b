import BarLake
import BarLakeBytes
import BarLakeColumnar
import Testing

/// An ingestor of a user's own: adds up the volume of a date instead of writing it down.
private final class VolumeIngestor: BaseIngestor {
  let context: IngestContext
  let report: @Sendable (Double) -> Void

  init(_ context: IngestContext, report: @escaping @Sendable (Double) -> Void) {
    self.context = context
    self.report = report
  }

  func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult {
    do throws(IngestError) {
      let reader = try batches(date, data: data, symbols: symbols)
      let volume = reader.schema.index(of: "volume") ?? 0
      var sum = 0.0
      while let batch = try reader.next() {
        if case .float64(let values) = batch.columns[volume].values {
          sum += values.reduce(0, +)
        }
      }
      context.recordSuccess(records: reader.result.records, inputByteCount: reader.sourceByteCount)
      report(sum)
      return reader.result
    } catch {
      context.recordFailure()
      throw error
    }
  }
}

/// An ingestor of a user's own that leaves the work to another.
private final class WeekdayIngestor: BaseIngestor {
  let base: StreamingIngestor
  var context: IngestContext { base.context }

  init(_ base: StreamingIngestor) {
    self.base = base
  }

  func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult {
    let day = try CalendarDate(date)
    // 1970-01-01 was a Thursday.
    guard (day.daysSinceEpoch + 3) % 7 < 5 else {
      var result = IngestResult(date: date, status: .skipped)
      result.chunks = 0
      return result
    }
    return try base.ingestDate(date, data: data, symbols: symbols)
  }
}

/// What the protocol gives to conformers that see only what is public.
@Suite struct OwnIngestorTests {
  private let work: Workplace
  private let data: [String: ByteSource] = [
    "2024-01-05": .bytes(Workplace.bars("AAPL", "MSFT", "SPY")),
    "2024-01-06": .bytes(Workplace.bars("AAPL")), "2024-01-08": .bytes([]),
  ]

  init() throws {
    work = try Workplace()
  }

  @Test func `an ingestor of a user has batches of dates and statistics`() async throws {
    let context = try IngestContext(dataType: "stocks_daily", outputRoot: work.lake)
    let results = await confirmation(expectedCount: 2) { summed in
      let ingestor = VolumeIngestor(context) { sum in
        if sum == 200 || sum == 100 { summed() }
      }
      let results = ingestor.ingestBatch(
        dates: ["2024-01-05", "2024-01-06", "2024-01-08", "2024-01-07"], dataMap: data,
        symbols: ["AAPL", "SPY"])
      #expect(ingestor.statistics.recordsProcessed == 3)
      #expect(ingestor.statistics.filesProcessed == 2)
      #expect(ingestor.statistics.errors == 1)
      return results
    }
    #expect(results.map(\.status) == [.success, .success, .error, .skipped])
    #expect(results.map(\.records) == [2, 1, 0, 0])
    #expect(results[2].error?.code == .emptyInput)
    #expect(!work.has("stocks_daily"))
  }

  @Test func `an ingestor of a user can leave the work to another`() throws {
    let context = try IngestContext(
      dataType: "stocks_minute", outputRoot: work.lake, config: ["partitioning": "date"])
    let ingestor = WeekdayIngestor(StreamingIngestor(context: context))
    let results = ingestor.ingestBatch(dates: ["2024-01-05", "2024-01-06"], dataMap: data)
    #expect(results.map(\.status) == [.success, .skipped])
    #expect(results[0].files == ["stocks_minute/year=2024/month=01/date=2024-01-05.parquet"])
    #expect(ingestor.statistics.recordsProcessed == 3)
  }
}
