import BarLake
import BarLakeTestSupport
import Testing

@Suite struct ReadmeTests {
  @Test func `the Swift example is the program that is built for these tests`() throws {
    let readme = String(decoding: try Repository.read("README.md"), as: UTF8.self)
    let example = String(
      decoding: try Repository.read("Tests/ReadmeExample/main.swift"), as: UTF8.self)
    #expect(readme.contains("\n```swift\n\(example)```\n"))
    // `.ci/package` plans the build of the manifest before it.
    #expect(readme.contains("from: \"\(BarLakeVersion.version)\""))
  }

  @Test func `the Swift example does what it says`() async throws {
    let place = try Workplace()
    try place.put(
      Repository.read("Fixtures/raw/stocks_daily/2024-01-02.csv.gz"), at: "2024-01-02.csv.gz")
    try place.put(Workplace.wrongBars, at: "bars.csv")
    let outcome = try await Command(name: "ReadmeExample").run([], in: place.path)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 3)
    #expect(outcome.output.contains(" bars in [\"\(Workplace.file("2024-01-02"))\"]\n"))
    #expect(outcome.lines.dropFirst().first == "2400 bars in memory")
    #expect(outcome.output.hasSuffix(" 2 volume many\n"))
    #expect(try place.exists("data/lake/\(Workplace.file("2024-01-02"))"))
  }
}
