import BarLakeAdapterProtocol
import BarLakeConformanceKit
import Testing

@Suite struct RemoveCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  private static let remove = ["remove", "lake", "--type", "stocks_daily"]

  private func remove(_ arguments: String...) async throws -> Command.Outcome {
    try await Command.barlake.run(Self.remove + arguments, in: place.path)
  }

  @Test func `each date is a line or an object, and one that is not there fails`() async throws {
    _ = try await place.ingest("2024-01-02.csv", "2024-01-03.csv.gz")
    let planned = try await remove("--date", "2024-01-02", "--dry-run")
    #expect(planned.status == 0 && planned.error.isEmpty)
    #expect(planned.output.hasPrefix("2024-01-02  would be removed  1 file  "))
    #expect(try place.files().count == 2)
    let outcome = try await remove("--date", "2024-01-04", "--date", "2024-01-02")
    #expect(outcome.status == 1)
    #expect(outcome.error.hasPrefix("2024-01-04  invalid_argument: "))
    #expect(outcome.lines.count == 1 && outcome.output.hasPrefix("2024-01-02  removed  1 file  "))
    #expect(try place.files() == [Workplace.file("2024-01-03")])
    let json = try await remove("--date", "2024-01-02", "--date", "2024-01-03", "--json")
    #expect(json.status == 1 && json.error.isEmpty)
    let objects = try Workplace.objects(json.output)
    #expect(objects.count == 2)
    #expect(Set(objects[0].keys) == Workplace.errorKeys && objects[0]["date"] == "2024-01-02")
    #expect(
      Set(objects[1].keys) == ["status", "data_type", "date", "files", "bytes", "dry_run"])
    #expect(objects[1]["status"] == "removed" && objects[1]["files"] == 1)
    #expect(try place.files().isEmpty)
  }

  @Test func `wrong values end with an error, and a wrong command line with 64`() async throws {
    let missing = try await remove("--date", "2024-01-02")
    #expect(missing.status == 1 && missing.error.hasPrefix("io_error: "))
    _ = try await place.ingest("2024-01-02.csv")
    try await #expect(remove().status == 64)
    try await #expect(place.run("remove", "lake", "--date", "2024-01-02").status == 64)
    let type = try await place.run("remove", "lake", "--type", "bars", "--date", "2024-01-02")
    #expect(type.status == 1 && type.error.hasPrefix("unknown_data_type: "))
    let date = try await remove("--date", "today")
    #expect(date.status == 1 && date.error.hasPrefix("today  invalid_date: "))
    #expect(try place.files().count == 1)
  }
}
