import BarLakeFlatFileServers
import BarLakeTestSupport
import Testing

/// The usage pattern of the published page, as a user's program, with a server that verifies
/// signatures.
@Suite struct UsageExampleTests {
  @Test func `configuration, catalog, downloader and ingestor work together`() async throws {
    let server = try await SeaweedFS.shared
    let key = "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz"
    try await server.put(
      Repository.read("Fixtures/raw/stocks_daily/2024-01-02.csv.gz"), key: key)
    let place = try Workplace()
    try place.putConfiguration(endpoint: server.endpoint)
    let outcome = try await Command(name: "UsageExample").run([], in: place.path)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output == "Ingested 2400 records\n")
    #expect(try place.exists("data/lake/\(Workplace.file("2024-01-02"))"))
    #expect(try await place.run("verify", "data/lake").status == 0)
    #expect(!(outcome.output + outcome.error).contains(FakeCredentials.secretAccessKey))
  }

  @Test func `the README has the program that is built for these tests`() throws {
    let readme = String(decoding: try Repository.read("README.md"), as: UTF8.self)
    let example = String(
      decoding: try Repository.read("Tests/UsageExample/main.swift"), as: UTF8.self)
    #expect(readme.contains("\n```swift\n\(example)```\n"))
  }
}
