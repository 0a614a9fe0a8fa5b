import BarLake
import Bytes
import Columnar
import Testing

/// Batches of a flat file as an ingestor of one's own gets them.
@Suite struct HandedBatchesTests {
  private func ingestor(
    _ type: String = "stocks_daily", _ config: [String: ConfigValue] = [:]
  ) throws -> any BaseIngestor {
    try Lake().ingestor(type: type, config: config)
  }

  private func all(_ reader: BarBatchReader) throws -> [RecordBatch] {
    var batches: [RecordBatch] = []
    while let batch = try reader.next() { batches.append(batch) }
    return batches
  }

  @Test(arguments: [1, 2, 3, 4, 7, 100])
  func `batches have as many rows as a chunk, the last what is left`(_ rowCount: Int) throws {
    let source = Bars.source([Bars.header] + (0..<7).map { Bars.line("A\($0)", $0) })
    let ingestor = try ingestor("stocks_daily", ["chunk_size": .int(rowCount)])
    let batches = try all(ingestor.batches(Lake.date, data: source))
    #expect(batches.map(\.rowCount).dropLast().allSatisfy { $0 == rowCount })
    #expect(batches.map(\.rowCount).reduce(0, +) == 7)
    let symbols = batches.flatMap { batch in batch.columns[2].texts }
    #expect(symbols == (0..<7).map { "A\($0)" })
  }

  @Test(arguments: MarketDataType.allCases, Profile.allCases)
  func `the columns are the raw ones, then the extra ones, whatever the partitioning`(
    _ type: MarketDataType, _ profile: Profile
  ) throws {
    let ingestor = try ingestor(
      type.rawValue, ["profile": .string(profile.rawValue), "extra_columns": "x:int64"])
    let ticker = type.isOption ? "O:AAPL240119C00150000" : "AAPL"
    let source = Bars.source([Bars.header + ",x", Bars.line(ticker) + ",5"])
    let reader = try ingestor.batches(Lake.date, data: source)
    let raw = MarketSchema.rawSchema(for: type, profile: profile).fields
    #expect(reader.schema.fields.map(\.name) == raw.map(\.name) + ["x"])
    let batch = try #require(try reader.next())
    #expect(batch.columns.count == reader.schema.fields.count)
    #expect(batch.columns.allSatisfy { $0.count == 1 })
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
  }

  @Test func `the result counts what was handed out`() throws {
    let header = Bars.header + ",note"
    let lines = ["A", "B", "A", "C"].map { Bars.line($0) + ",?" }
    let source = Bars.source([header] + lines)
    let ingestor = try ingestor("stocks_daily", ["chunk_size": 2])
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

  @Test func `an error comes after the batches before it, and again at every call`() throws {
    let lines = [Bars.line("A"), Bars.line("B"), "C,x,1,1,1,1,\(Bars.midnight),1"]
    let ingestor = try ingestor("stocks_daily", ["chunk_size": 2])
    let reader = try ingestor.batches(Lake.date, data: Bars.source([Bars.header] + lines))
    #expect(try reader.next()?.rowCount == 2)
    for _ in 0..<2 {
      let error = #expect(throws: IngestError.self) { try reader.next() }
      #expect(error?.code == .badNumber && error?.date == Lake.date)
      #expect(error?.line == 4 && error?.column == "volume" && error?.token == "x")
    }
    #expect(ingestor.statistics.errors == 0)
  }

  @Test func `blocks and long texts change nothing in the rows`() throws {
    // More than two blocks, and more text than a batch may hold.
    let long = String(repeating: "L", count: 100_000)
    let lines = (0..<220).map { Bars.line("\(long)\($0)", $0) }
    let batches = try all(
      ingestor().batches(Lake.date, data: Bars.source([Bars.header] + lines)))
    #expect(batches.count > 1)
    #expect(batches.map(\.rowCount).reduce(0, +) == 220)
    let symbols = batches.flatMap { $0.columns[2].texts }
    #expect(symbols == (0..<220).map { "\(long)\($0)" })
  }

  @Test func `the date is checked before the input is opened`() throws {
    let ingestor = try ingestor()
    for (date, code) in [("2024-02-30", ErrorCode.invalidDate), (Lake.date, .ioError)] {
      let error = #expect(throws: IngestError.self) {
        try ingestor.batches(date, data: .file("/nowhere/bars.csv"))
      }
      #expect(error?.code == code)
    }
  }
}
