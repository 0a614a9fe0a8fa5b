import BarLake
import BarLakeAdapterProtocol
import BarLakeColumnar
import BarLakeConformanceKit
import Testing

@Suite struct SchemaCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  @Test(arguments: MarketDataType.allCases, Profile.allCases)
  func `the columns of a data type are printed for people and as JSON`(
    _ type: MarketDataType, _ profile: Profile
  ) async throws {
    for isFull in [false, true] {
      let columns =
        isFull
        ? MarketSchema.schema(for: type, profile: profile).fields
        : MarketSchema.rawSchema(for: type, profile: profile).fields
      let arguments =
        ["schema", type.rawValue, "--profile", profile.rawValue] + (isFull ? ["--full"] : [])
      let people = try await Command.barlake.run(arguments, in: place.path)
      #expect(people.status == 0)
      #expect(people.lines[0] == "\(type.rawValue), \(profile.rawValue)")
      #expect(
        people.lines.dropFirst().map { $0.split(separator: " ").joined(separator: " ") }
          == columns.map { "\($0.name) \($0.type)" })
      let json = try await Command.barlake.run(arguments + ["--json"], in: place.path)
      #expect(json.status == 0)
      let object = try #require(Workplace.objects(json.output).first)
      #expect(object["type"] == .string(type.rawValue))
      #expect(object["profile"] == .string(profile.rawValue))
      #expect(
        object["columns"]
          == .array(
            columns.map { ["name": .string($0.name), "type": .string("\($0.type)")] }))
    }
  }

  @Test func `the default profile is portable`() async throws {
    let outcome = try await place.run("schema", "options_daily")
    #expect(outcome.lines.first == "options_daily, portable")
  }

  @Test func `wrong values have their codes`() async throws {
    let type = try await place.run("schema", "stocks", "--json")
    #expect(type.status == 1)
    let error = try #require(Workplace.objects(type.output).first)
    #expect(error["code"] == "unknown_data_type")
    #expect(error["token"] == "stocks")
    let profile = try await place.run("schema", "stocks_daily", "--profile", "x")
    #expect(profile.status == 1)
    #expect(profile.error.hasPrefix("invalid_argument: "))
    try await #expect(place.run("schema").status == 64)
  }

  @Test func `the types of a file's columns are proposed`() async throws {
    let expected = [
      "ticker string", "volume int64", "open double", "close double", "high double",
      "low double", "window_start int64", "transactions int64",
    ]
    for file in ["2024-01-02.csv", "2024-01-03.csv.gz", "-"] {
      let people = try await place.run(
        "schema", "detect", file, input: file == "-" ? Workplace.bars : nil)
      #expect(people.status == 0)
      #expect(
        people.lines.map { $0.split(separator: " ").joined(separator: " ") } == expected)
    }
    let json = try await place.run("schema", "detect", "2024-01-02.csv", "--json")
    let objects = try Workplace.objects(json.output)
    #expect(objects.count == 8)
    #expect(objects[0] == ["name": "ticker", "type": "string", "has_nulls": false])
  }

  @Test func `a file that cannot be read is an error`() async throws {
    let missing = try await place.run("schema", "detect", "missing.csv")
    #expect(missing.status == 1)
    #expect(missing.output == "")
    #expect(missing.error.hasPrefix("io_error: open missing.csv: "))
    let empty = try await place.run("schema", "detect", "--json", "-")
    #expect(empty.status == 1)
    let error = try #require(Workplace.objects(empty.output).first)
    #expect(Set(error.keys) == Workplace.errorKeys)
    #expect(error["code"] == "empty_input")
    #expect(error["line"] == 1)
    #expect(error["date"] == .null)
  }
}
