import BarLake
import BarLakeBytes
import BarLakeDateBatches
import BarLakeTestSupport
import Testing

@Suite struct BatchInputsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func put(_ paths: String...) throws {
    for path in paths {
      try FileSystem.createDirectories(FileSystem.parent(of: folder.path(path)))
      try folder.write(Array(path.utf8), to: path)
    }
  }

  private func inputs(
    _ names: String..., type: MarketDataType = .stocksDaily
  ) throws -> BatchInputs {
    try BatchInputs(names.map { folder.path($0) }, dataType: type)
  }

  /// The inputs, as the date with the path below the folder, or as the date and code of the error.
  private func texts(_ inputs: BatchInputs) -> [String] {
    inputs.inputs.map { input in
      switch input {
      case .date(let date, .file(let path)):
        "\(date) \(path.dropping(prefix: "\(folder.path)/") ?? path)"
      case .date(let date, _): "\(date) no file"
      case .refused(let error): "\(error.date ?? "?") \(error.code)"
      }
    }
  }

  private func errors(_ inputs: BatchInputs) -> [IngestError] {
    inputs.inputs.compactMap { if case .refused(let error) = $0 { error } else { nil } }
  }

  @Test func `files have the order of the arguments, and those of a folder that of dates`() throws {
    try put("2024-01-09.csv", "t/b/2024-01-02.csv", "t/a/2024-01-03.csv.gz", "2024-01-05.csv")
    #expect(
      texts(try inputs("2024-01-09.csv", "t", "2024-01-05.csv")) == [
        "2024-01-09 2024-01-09.csv", "2024-01-02 t/b/2024-01-02.csv",
        "2024-01-03 t/a/2024-01-03.csv.gz", "2024-01-05 2024-01-05.csv",
      ])
  }

  @Test func `an odd name refuses none of the others`() throws {
    let dates = (10...31).map { "2024-01-\($0)" }
    let names =
      dates.prefix(7).map { "\($0).csv" } + ["bars.csv"] + dates.dropFirst(7).map { "\($0).csv" }
    let inputs = try BatchInputs(names, dataType: .stocksDaily)
    #expect(inputs.inputs.count == dates.count + 1)
    #expect(texts(inputs)[7] == "? invalid_argument")
    #expect(errors(inputs).map(\.token) == ["bars.csv"])
    #expect(errors(inputs)[0].message.contains("--date"))
    // A file that is not there is an error of its ingest.
    #expect(texts(inputs)[0] == "2024-01-10 2024-01-10.csv")
    #expect(inputs.byteCounts == .init(repeating: nil, count: dates.count + 1))
  }

  @Test func `two files of one date are refused together, at the place of the first`() throws {
    try put(
      "2024-01-02.csv", "t/2024-01-02.csv.gz", "t/2024-01-03.csv", "u/2024-01-02.csv",
      "2024-01-04.csv")
    let inputs = try inputs("2024-01-02.csv", "t", "2024-01-04.csv", "u")
    #expect(
      texts(inputs) == [
        "2024-01-02 invalid_argument", "2024-01-03 t/2024-01-03.csv", "2024-01-04 2024-01-04.csv",
      ])
    let message = errors(inputs)[0].message
    #expect(message.hasPrefix("3 files are of this date: "))
    for name in ["2024-01-02.csv", "t/2024-01-02.csv.gz", "u/2024-01-02.csv"] {
      #expect(message.contains(folder.path(name)))
    }
  }

  @Test func `one file by several paths is one`() throws {
    try put("t/2024-01-02.csv")
    try TemporaryFolder.makeLink(folder.path("2024-01-02.csv"), to: "t/2024-01-02.csv")
    #expect(
      texts(try inputs("2024-01-02.csv", "t", "t/2024-01-02.csv", "t/./2024-01-02.csv"))
        == ["2024-01-02 2024-01-02.csv"])
    // Of two that are not there, nobody knows whether they are one.
    #expect(texts(try inputs("2024-01-05.csv", "2024-01-05.csv")) == ["2024-01-05 2024-01-05.csv"])
    #expect(
      texts(try inputs("2024-01-05.csv", "x/2024-01-05.csv")) == ["2024-01-05 invalid_argument"])
  }

  @Test func `what is passed over in a folder is noted`() throws {
    try put(
      "us_stocks_sip/day_aggs_v1/2024-01-02.csv", "us_stocks_sip/minute_aggs_v1/2024-01-02.csv",
      "us_stocks_sip/trades_v1/2024-01-02.csv", "a", "b", "c", "d", "2024-02-31.csv")
    let inputs = try inputs("")
    #expect(texts(inputs).count == 1)
    let root = "\(folder.path)/"
    #expect(
      inputs.notes.map { $0.replacing(root, with: "") } == [
        ": passed over 1 file of stocks_minute, 1 file of trades of stocks, not of stocks_daily",
        ": passed over 5 names that no flat file has: 2024-02-31.csv (2024-02-31 is no day of the "
          + "calendar), a, b and 2 more",
      ])
  }

  @Test func `a folder without a flat file of the type is refused, and says what it has`() throws {
    try put("us_stocks_sip/day_aggs_v1/2024-01-02.csv", "us_stocks_sip/day_aggs_v1/x")
    try FileSystem.createDirectory(folder.path("empty"))
    let inputs = try inputs("us_stocks_sip", "empty", type: .stocksMinute)
    #expect(texts(inputs) == ["? invalid_argument", "? invalid_argument"])
    #expect(errors(inputs)[0].message.hasSuffix("YYYY-MM-DD.csv.gz, but 1 file of stocks_daily"))
    #expect(errors(inputs)[1].message.hasSuffix("named YYYY-MM-DD.csv or YYYY-MM-DD.csv.gz"))
  }

  @Test func `a file in a folder of another type is refused if its path says so`() throws {
    let path = "us_stocks_sip/minute_aggs_v1/2024/01/2024-01-02.csv.gz"
    let inputs = try BatchInputs([path], dataType: .stocksDaily)
    #expect(texts(inputs) == ["2024-01-02 invalid_argument"])
    #expect(errors(inputs)[0].message.contains("stocks_minute"))
    #expect(
      texts(try BatchInputs([path], dataType: .stocksMinute)) == ["2024-01-02 \(path)"])
  }

  @Test func `a URL is refused as such, with its date if its name has one`() throws {
    let inputs = try BatchInputs(
      ["s3://bucket/2024-01-02.csv.gz", "s3://bucket/bars"], dataType: .stocksDaily)
    #expect(texts(inputs) == ["2024-01-02 invalid_argument", "? invalid_argument"])
    #expect(errors(inputs).allSatisfy { $0.message.contains("a local path") })
  }

  @Test func `a given date is that of one file or of standard input, and of no folder`() throws {
    let input = BatchInputs(date: "2024-01-02", argument: "-")
    #expect(texts(input) == ["2024-01-02 no file"] && input.byteCounts == [nil])
    #expect(texts(BatchInputs(date: "x", argument: "bars.csv")) == ["x bars.csv"])
    let folder = BatchInputs(date: "2024-01-02", argument: folder.path)
    #expect(texts(folder) == ["2024-01-02 invalid_argument"])
  }

  @Test func `lengths are known for files, and a request to stop ends the search`() throws {
    try put("t/2024-01-02.csv", "t/2024-01-03.csv")
    #expect(try inputs("t").byteCounts == [16, 16])
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: IngestError.self) {
      try BatchInputs([folder.path], dataType: .stocksDaily, cancellation: cancellation)
    }
  }
}
