import BarLake
import Bytes
import Columnar
import Testing

@Suite struct BatchReaderTests {
  private func context(
    _ type: String = "stocks_daily", _ config: [String: ConfigValue] = [:]
  ) throws -> IngestContext {
    try Lake().ingestor(type: type, config: config).context
  }

  private func all(_ reader: consuming BatchReader) throws -> [RecordBatch] {
    var batches: [RecordBatch] = []
    while let batch = try reader.next() { batches.append(batch) }
    return batches
  }

  @Test(arguments: [1, 2, 3, 4, 7, 100])
  func `batches have as many rows as were asked for, the last what is left`(
    _ rowCount: Int
  ) throws {
    let source = Bars.source([Bars.header] + (0..<7).map { Bars.line("A\($0)", $0) })
    let batches = try all(context().batches(of: Lake.date, in: source, rowCount: rowCount))
    #expect(batches.map(\.rowCount).dropLast().allSatisfy { $0 == rowCount })
    #expect(batches.map(\.rowCount).reduce(0, +) == 7)
    let symbols = batches.flatMap { batch in batch.columns[2].texts }
    #expect(symbols == (0..<7).map { "A\($0)" })
  }

  @Test func `the chunk size is the number of rows where none is given`() throws {
    let context = try context("stocks_daily", ["chunk_size": 2])
    #expect(
      try all(context.batches(of: Lake.date, in: Bars.few)).map(\.rowCount) == [2, 1])
  }

  @Test(arguments: MarketDataType.allCases, Profile.allCases)
  func `the columns are the raw ones, then the extra ones, whatever the partitioning`(
    _ type: MarketDataType, _ profile: Profile
  ) throws {
    let context = try context(
      type.rawValue, ["profile": .string(profile.rawValue), "extra_columns": "x:int64"])
    let ticker = type.isOption ? "O:AAPL240119C00150000" : "AAPL"
    let source = Bars.source([Bars.header + ",x", Bars.line(ticker) + ",5"])
    var reader = try context.batches(of: Lake.date, in: source)
    let raw = MarketSchema.rawSchema(for: type, profile: profile).fields
    #expect(reader.schema.fields.map(\.name) == raw.map(\.name) + ["x"])
    let batch = try #require(try reader.next())
    #expect(batch.columns.count == reader.schema.fields.count)
    #expect(batch.columns.allSatisfy { $0.count == 1 })
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
  }

  @Test func `the result counts what was read and kept`() throws {
    let header = Bars.header + ",note"
    let lines = ["A", "B", "A", "C"].map { Bars.line($0) + ",?" }
    let source = Bars.source([header] + lines)
    var reader = try context().batches(of: Lake.date, in: source, symbols: ["A", "C"], rowCount: 2)
    #expect(reader.result.ignoredColumns == ["note"])
    #expect(reader.result.records == 0)
    #expect(try reader.next()?.rowCount == 2)
    #expect(reader.result.records == 2)
    #expect(try reader.next()?.rowCount == 1)
    #expect(try reader.next() == nil)
    #expect(reader.result.records == 3)
    #expect(reader.result.status == .success && reader.result.date == Lake.date)
    #expect(reader.rowCount == 4)
    #expect(try reader.sourceByteCount == Inputs.bytes(source).count)
    #expect(reader.result.memoryReductionPercent > 0)
    #expect(reader.result.memoryPeakPercent > 0)
  }

  @Test func `an error comes after the batches before it, and ends the reader`() throws {
    let lines = [Bars.line("A"), Bars.line("B"), "C,x,1,1,1,1,\(Bars.midnight),1"]
    let context = try context()
    var reader = try context.batches(
      of: Lake.date, in: Bars.source([Bars.header] + lines), rowCount: 2)
    #expect(try reader.next()?.rowCount == 2)
    var error: IngestError?
    do throws(IngestError) { _ = try reader.next() } catch let thrown { error = thrown }
    #expect(error?.code == .badNumber)
    #expect(error?.line == 4 && error?.column == "volume" && error?.token == "x")
    #expect(try reader.next() == nil)
    #expect(context.statistics.errors == 0)
  }

  @Test func `blocks and long texts change nothing in the rows`() throws {
    // More than two blocks, and more text than a batch may hold.
    let long = String(repeating: "L", count: 100_000)
    let lines = (0..<220).map { Bars.line("\(long)\($0)", $0) }
    let batches = try all(
      context().batches(of: Lake.date, in: Bars.source([Bars.header] + lines)))
    #expect(batches.count > 1)
    #expect(batches.map(\.rowCount).reduce(0, +) == 220)
    let symbols = batches.flatMap { $0.columns[2].texts }
    #expect(symbols == (0..<220).map { "\(long)\($0)" })
  }

  @Test func `arguments are checked before the input is opened`() throws {
    let context = try context()
    for (date, rowCount, code) in [
      ("2024-02-30", 1, ErrorCode.invalidDate), (Lake.date, 0, .invalidArgument),
      (Lake.date, 1, .ioError),
    ] {
      var error: IngestError?
      do throws(IngestError) {
        _ = try context.batches(of: date, in: .file("/nowhere/bars.csv"), rowCount: rowCount)
      } catch let thrown { error = thrown }
      #expect(error?.code == code)
    }
  }
}
