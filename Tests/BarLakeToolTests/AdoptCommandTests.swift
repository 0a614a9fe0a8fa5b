import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import Testing

@Suite struct AdoptCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  @Test func `each date is a line, and one that is refused makes the status 1`() async throws {
    _ = try await place.ingest("2024-01-02.csv", "2024-01-03.csv.gz")
    try FileSystem.removeTree("\(place.path)/lake/.barlake")
    let planned = try await place.run("adopt", "lake", "--dry-run")
    #expect(planned.status == 0 && planned.error.isEmpty && planned.lines.count == 3)
    #expect(planned.lines[2] == "2 dates would be adopted, 0 refused, 0 done before")
    #expect(try !place.exists("lake/.barlake"))
    let wrong = Workplace.file("2024-01-04")
    try place.put([1], at: "lake/\(wrong)")
    let outcome = try await place.run("adopt", "lake")
    #expect(outcome.status == 1 && outcome.error.isEmpty && outcome.lines.count == 4)
    #expect(outcome.lines[0].hasPrefix("stocks_daily 2024-01-02  adopted  1 file  3 rows  "))
    #expect(outcome.lines[0].hasSuffix("  portable by date"))
    #expect(outcome.lines[2].hasPrefix("stocks_daily 2024-01-04  refused: \(wrong): "))
    #expect(outcome.lines[3] == "2 dates adopted, 1 refused, 0 done before")
    let json = try await place.run("adopt", "lake", "--json", "--type", "stocks_daily")
    #expect(json.status == 1)
    let object = try #require(Workplace.objects(json.output).first)
    #expect(
      Set(object.keys) == ["adopted", "refused", "done", "in_progress", "foreign", "dry_run"])
    #expect(object["done"] == 2 && object["adopted"] == [])
    try await #expect(place.run("verify", "lake", "--date", "2024-01-03").status == 0)
  }

  @Test func `what is no lake, and wrong values, end with an error`() async throws {
    let missing = try await place.run("adopt", "lake")
    #expect(missing.status == 1 && missing.error.hasPrefix("io_error: "))
    let other = try await place.run("adopt", ".")
    #expect(other.status == 1 && other.error.hasPrefix("invalid_argument: "))
    _ = try await place.ingest("2024-01-02.csv")
    let profile = try await place.run("adopt", "lake", "--profile", "exact")
    #expect(profile.status == 1 && profile.error.hasPrefix("invalid_argument: "))
    let type = try await place.run("adopt", "lake", "--type", "bars")
    #expect(type.status == 1 && type.error.hasPrefix("unknown_data_type: "))
    try await #expect(place.run("adopt").status == 64)
  }
}
