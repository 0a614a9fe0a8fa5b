import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct IngestForecastTests {
  private let lake: Lake

  init() throws {
    lake = try Lake()
  }

  private func forecast(
    _ data: ByteSource = Bars.few, date: String = Lake.date, type: String = "stocks_daily",
    config: [String: ConfigValue] = [:], symbols: [String]? = nil
  ) throws(IngestError) -> DateForecast {
    try IngestForecast(dataType: type, outputRoot: lake.root, config: config, symbols: symbols)
      .date(date, from: data)
  }

  private static let byteCount = {
    if case .bytes(let bytes) = Bars.few { bytes.count } else { 0 }
  }()

  @Test func `nothing is made where no lake is`() throws {
    let expected = DateForecast(
      date: Lake.date, status: .wouldIngest, byteCount: Self.byteCount)
    #expect(try forecast() == expected)
    #expect(try FileSystem.status(lake.root) == nil)
  }

  @Test func `a forecast is what the ingest does, and changes nothing`() throws {
    try lake.ingest(Bars.few)
    let before = try lake.snapshot()
    let skipped = try forecast()
    #expect(skipped.status == .wouldSkip && skipped.reason == .outputExists)
    let changed = try forecast(Bars.of("A"))
    #expect(changed.status == .wouldSkip && changed.reason == .sourceChanged)
    let replaced = try forecast(config: ["on_existing": "overwrite"])
    #expect(replaced.status == .wouldOverwrite && replaced.reason == nil)
    #expect(try forecast(date: "2024-01-03").status == .wouldIngest)
    #expect(try lake.snapshot() == before)
    #expect(try lake.ingest(Bars.few).reason == .outputExists)
  }

  @Test func `the errors are those that an ingest has before it reads`() throws {
    try lake.ingest(Bars.few, symbols: ["A"])
    try lake.put([1], at: Lake.file("2024-01-04"))
    let before = try lake.snapshot()
    func code(_ body: () throws(IngestError) -> Void) -> ErrorCode? {
      do throws(IngestError) {
        try body()
        return nil
      } catch {
        return error.code
      }
    }
    let calls: [(Int, ErrorCode, (Lake, IngestForecastTests) throws(IngestError) -> Void)] = [
      (1, .outputConflict, { _, tests throws(IngestError) in _ = try tests.forecast() }),
      (2, .outputConflict, { lake, _ throws(IngestError) in try lake.ingest(Bars.few) }),
      (
        3, .outputConflict,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(date: "2024-01-04")
        }
      ),
      (
        4, .outputConflict,
        { lake, _ throws(IngestError) in
          try lake.ingest(Bars.few, date: "2024-01-04")
        }
      ),
      (
        5, .outputConflict,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(date: "2024-01-05", config: ["profile": "classic"])
        }
      ),
      (
        6, .outputConflict,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(config: ["on_existing": "error"], symbols: ["A"])
        }
      ),
      (
        7, .invalidDate,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(date: "2024-02-31")
        }
      ),
      (
        8, .unknownDataType,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(type: "stocks")
        }
      ),
      (
        9, .invalidArgument,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(config: ["threads": 0])
        }
      ),
      (
        10, .invalidArgument,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(.file("s3://bucket/x"))
        }
      ),
      (
        11, .ioError,
        { _, tests throws(IngestError) in
          _ = try tests.forecast(.file("/nowhere/2024-01-02.csv"))
        }
      ),
    ]
    for (number, expected, call) in calls {
      #expect(code { () throws(IngestError) in try call(lake, self) } == expected, "call \(number)")
    }
    #expect(try forecast(symbols: ["A"]).status == .wouldSkip)
    #expect(try lake.snapshot() == before)
  }

  @Test func `what is in the place of the lake's folder is an error`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([1], to: "file")
    for root in [file, "\(file)/lake"] {
      let error = #expect(throws: IngestError.self) {
        try IngestForecast(dataType: "stocks_daily", outputRoot: root, config: [:], symbols: nil)
      }
      #expect(error?.code == .ioError)
    }
  }

  @Test func `an error has its date`() throws {
    let error = #expect(throws: IngestError.self) { try forecast(.file("/nowhere")) }
    #expect(error?.date == Lake.date)
  }
}
