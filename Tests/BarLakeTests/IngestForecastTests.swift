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
    func code(_ body: () throws -> Void) -> ErrorCode? {
      #expect(throws: IngestError.self, performing: body)?.code
    }
    #expect(code { _ = try forecast() } == .outputConflict)
    #expect(code { _ = try forecast(date: "2024-01-04") } == .outputConflict)
    #expect(
      code { _ = try forecast(date: "2024-01-05", config: ["profile": "classic"]) }
        == .outputConflict)
    #expect(
      code { _ = try forecast(config: ["on_existing": "error"], symbols: ["A"]) }
        == .outputConflict)
    #expect(code { _ = try forecast(date: "2024-02-31") } == .invalidDate)
    #expect(code { _ = try forecast(type: "stocks") } == .unknownDataType)
    #expect(code { _ = try forecast(config: ["threads": 0]) } == .invalidArgument)
    #expect(code { _ = try forecast(.file("s3://bucket/x")) } == .invalidArgument)
    #expect(code { _ = try forecast(.file("/nowhere/2024-01-02.csv")) } == .ioError)
    #expect(try forecast(symbols: ["A"]).status == .wouldSkip)
    #expect(try lake.snapshot() == before)
    #expect(code { try lake.ingest(Bars.few) } == .outputConflict)
    #expect(code { try lake.ingest(Bars.few, date: "2024-01-04") } == .outputConflict)
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
