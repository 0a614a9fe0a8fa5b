import BarLake
import BarLakeTestSupport
import Testing

@Suite struct ConvertCommandTests {
  private let place: Workplace

  init() async throws {
    place = try Workplace()
    for type in ["stocks_minute", "stocks_daily"] {
      let outcome = try await place.run(
        "ingest", "--type", type, "--lake", "lake", "2024-01-02.csv", "2024-01-03.csv.gz")
      #expect(outcome.status == 0)
    }
  }

  @Test func `all types and dates are converted, a line each, and then skipped`() async throws {
    let first = try await place.run("convert", "lake", "new", "--profile", "classic")
    #expect(first.status == 0)
    let lines = first.lines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("stocks_daily 2024-01-02 success 3 rows 1 file "))
    #expect(lines[3].hasPrefix("stocks_minute 2024-01-03 success 3 rows 3 files "))
    let again = try await place.run("convert", "lake", "new")
    #expect(again.status == 0 && again.lines.count == 4)
    #expect(again.lines.allSatisfy { $0.hasSuffix("skipped  output_exists") })
    #expect(try await place.run("verify", "new").status == 0)
  }

  /// CONV-3.3.
  @Test func `a date that fails does not stop the others`() async throws {
    try place.put([1, 2, 3], at: "lake/stocks_daily/year=2024/month=01/date=2024-01-02.parquet")
    let outcome = try await place.run("convert", "lake", "new", "--json", "--type", "stocks_daily")
    #expect(outcome.status == 1)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0].contains(#""code":"io_error""#))
    #expect(outcome.lines[0].contains(#""date":"2024-01-02""#))
    #expect(outcome.lines[1].contains(#""status":"success""#))
    #expect(try place.files(below: "new").count == 1)
  }

  @Test func `types and dates are chosen, and those that are not there are errors`() async throws {
    let chosen = try await place.run(
      "convert", "lake", "new", "--type", "stocks_minute", "--date", "2024-01-03",
      "--partition-by", "date")
    #expect(chosen.status == 0 && chosen.lines.count == 1)
    let missing = try await place.run(
      "convert", "lake", "new", "--type", "stocks_minute", "--date", "2024-01-04")
    #expect(missing.status == 1)
    #expect(missing.error.contains("2024-01-04  invalid_argument: "))
    let type = try await place.run("convert", "lake", "other", "--type", "options_minute")
    #expect(type.status == 1 && type.error.contains("has nothing of options_minute"))
    let unknown = try await place.run("convert", "lake", "other", "--type", "bonds")
    #expect(unknown.status == 1 && unknown.error.contains("unknown_data_type"))
    let nowhere = try await place.run("convert", "nowhere", "other")
    #expect(nowhere.status == 1 && nowhere.error.contains("opendir nowhere: "))
    #expect(try place.files(below: "other").isEmpty)
    let itself = try await place.run("convert", "lake", "lake")
    #expect(itself.status == 1 && itself.error.contains("another one than the lake to read"))
  }

  @Test func `digits are lost only where this is accepted`() async throws {
    let classic = try await place.run("convert", "lake", "classic", "--profile", "classic")
    #expect(classic.status == 0)
    let refused = try await place.run("convert", "classic", "back", "--profile", "portable")
    #expect(refused.status == 1 && refused.error.contains("--accept-rounding"))
    let accepted = try await place.run(
      "convert", "classic", "back", "--profile", "portable", "--accept-rounding")
    #expect(accepted.status == 0)
    #expect(try await place.run("verify", "back").status == 0)
  }
}
