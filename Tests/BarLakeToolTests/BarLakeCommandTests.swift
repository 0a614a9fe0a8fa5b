import BarLake
import Testing

@Suite struct BarLakeCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  @Test func `the version and the help are printed`() async throws {
    let version = try await place.run("--version")
    #expect(version == Command.Outcome(status: 0, output: "1.0.0\n", error: ""))
    for arguments in [
      ["--help"], ["help", "ingest"], ["ingest", "--help"], ["schema", "--help"],
    ] {
      let help = try await Command.barlake.run(arguments, in: place.path)
      #expect(help.status == 0)
      #expect(help.output.contains("USAGE"))
    }
  }

  @Test func `the help names every option of ingest`() async throws {
    let help = try await place.run("help", "ingest")
    for option in [
      "--type", "--lake", "--date", "--engine", "--chunk-size", "--threads", "--profile",
      "--partition-by", "--symbols", "--symbols-file", "--on-existing", "--fractional-volume",
      "--strict-dates", "--strict-bars", "--no-embed-partition-columns", "--extra-columns",
      "--max-memory-gb", "--without-locks", "--json",
    ] {
      #expect(
        help.output.contains("\(option) ") || help.output.contains("\(option)\n"), "\(option)")
    }
  }

  /// The script for bash has no help texts, so the values can come from the completion alone.
  @Test func `a shell offers the values of closed lists`() async throws {
    let script = try await place.run("--generate-completion-script", "bash")
    #expect(script.status == 0)
    for values in [
      MarketDataType.allCases.map(\.rawValue), Profile.allCases.map(\.rawValue),
      Partitioning.allCases.map(\.rawValue), ExistingFilePolicy.allCases.map(\.rawValue),
      FractionalVolume.allCases.map(\.rawValue),
    ] {
      #expect(values.allSatisfy(script.output.contains), "\(values)")
    }
    #expect(script.output.contains("stocks_minute"))
  }

  @Test func `a Parquet file is inspected, for people and as JSON`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    let file = "lake/\(Workplace.file("2024-01-02"))"
    let people = try await place.run("inspect", file)
    #expect(people.status == 0)
    #expect(people.error == "")
    for text in ["Schema", "symbol", "SNAPPY", "barlake.date", "Row group 1: 3 rows", "SPY"] {
      #expect(people.output.contains(text), "\(text)")
    }
    let json = try await place.run("inspect", "--json", file)
    #expect(json.status == 0)
    #expect(try Workplace.objects(json.output).count == 1)
  }

  @Test func `what is no Parquet file is an error`() async throws {
    for file in ["missing.parquet", "2024-01-02.csv", "."] {
      let outcome = try await place.run("inspect", file)
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
      #expect(outcome.error.hasPrefix("io_error: "))
      #expect(outcome.error.split(separator: file, omittingEmptySubsequences: false).count == 2)
      let json = try await place.run("inspect", "--json", file)
      let object = try #require(Workplace.objects(json.output).first)
      #expect(Set(object.keys) == Workplace.errorKeys)
      #expect(object["code"] == "io_error")
    }
    try await #expect(place.run("inspect").status == 64)
  }
}
