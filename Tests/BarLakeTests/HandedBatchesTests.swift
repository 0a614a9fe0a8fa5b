import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeTestSupport
import Testing

/// What an ingestor of a user can report of the batches that it got.
@Suite struct HandedBatchesTests {
  @Test func `the result counts the rows that were returned`() throws {
    let header = Bars.header + ",note"
    let lines = ["A", "B", "A", "C"].map { Bars.line($0) + ",?" }
    let source = Bars.source([header] + lines)
    let ingestor = try Lake().ingestor(config: ["chunk_size": 2])
    let reader = try ingestor.batches(Lake.date, data: source, symbols: ["A", "C"])
    #expect(reader.result.ignoredColumns == ["note"])
    #expect(reader.result.records == 0)
    #expect(try reader.next()?.rowCount == 2)
    #expect(reader.result.records == 2)
    #expect(try reader.next()?.rowCount == 1)
    #expect(try reader.next() == nil)
    #expect(reader.result.records == 3)
    #expect(reader.result.status == .success && reader.result.date == Lake.date)
    #expect(try reader.sourceByteCount == Inputs.bytes(source).count)
    #expect(reader.result.memoryReductionPercent > 0)
    #expect(reader.result.memoryPeakPercent > 0)
    #expect(ingestor.statistics.recordsProcessed == 0)
  }
}
