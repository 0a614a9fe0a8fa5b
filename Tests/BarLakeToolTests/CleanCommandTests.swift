import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import Testing

@Suite struct CleanCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  @Test
  func `what is removed and what is kept is a line each, and a line of numbers follows`()
    async throws
  {
    _ = try await place.ingest("2024-01-02.csv")
    let whole = try await place.run("clean", "lake")
    #expect(whole.status == 0 && whole.lines == ["0 removed, 0 bytes, 0 kept"])
    let staged = ".barlake/staging/stocks_daily.2024-01-03.x"
    try FileSystem.createDirectories("\(place.path)/lake/\(staged)")
    try place.put([1, 2, 3], at: "lake/\(staged)/a.staged")
    let list = ".barlake/manifests/stocks_daily/2024-01-03.publishing"
    try place.put(Array("\(Workplace.file("2024-01-03"))\n".utf8), at: "lake/\(list)")
    try place.put([1], at: "lake/\(Workplace.file("2024-01-04"))")
    let planned = try await place.run("clean", "lake", "--dry-run")
    #expect(planned.status == 0 && planned.lines.count == 4)
    #expect(planned.lines[0] == "\(staged): would be removed, 3 bytes")
    #expect(try place.exists("lake/\(staged)") && place.exists("lake/\(list)"))
    let json = try await place.run("clean", "lake", "--dry-run", "--json")
    let object = try #require(Workplace.objects(json.output).first)
    #expect(Set(object.keys) == ["removed", "kept", "in_progress", "bytes", "dry_run"])
    #expect(object["bytes"] == 3 && object["dry_run"] == true)
    let outcome = try await place.run("clean", "lake")
    #expect(outcome.status == 0 && outcome.error.isEmpty && outcome.lines.count == 4)
    #expect(outcome.lines[0] == "\(staged): removed, 3 bytes")
    #expect(outcome.lines[1] == "\(list): removed, with 0 data files, 0 bytes")
    #expect(
      outcome.lines[2].hasPrefix(
        "\(Workplace.file("2024-01-04")): kept: files of 2024-01-04 that are in no manifest: 1; "))
    #expect(outcome.lines[2].contains("barlake adopt"))
    #expect(outcome.lines[3] == "2 removed, 3 bytes, 1 kept")
    #expect(try !place.exists("lake/\(staged)") && !place.exists("lake/\(list)"))
    #expect(try place.files().count == 2)
  }

  @Test func `what is no lake is an error`() async throws {
    let missing = try await place.run("clean", "lake", "--json")
    #expect(missing.status == 1)
    #expect(try Workplace.objects(missing.output).first?["code"] == "io_error")
    let other = try await place.run("clean", ".")
    #expect(other.status == 1 && other.error.hasPrefix("invalid_argument: "))
    try await #expect(place.run("clean").status == 64)
  }
}
