import BarLake
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeTestSupport
import Testing

/// Many inputs of one call: folders, odd names, the last line, dry runs, and repeated warnings.
@Suite struct IngestBatchTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  private func putTree(_ folder: String = "mirror/us_stocks_sip/day_aggs_v1/2024/01") throws {
    try FileSystem.createDirectories("\(place.path)/\(folder)")
    try place.put(Workplace.nextBars, at: "\(folder)/2024-01-03.csv")
    try place.put(GzipDeflater.deflate(Workplace.bars), at: "\(folder)/2024-01-02.csv.gz")
    try place.put([1], at: "\(folder)/notes.txt")
    try place.put([1], at: "mirror/.barlake-mirror")
    try FileSystem.createDirectories("\(place.path)/mirror/us_stocks_sip/minute_aggs_v1/2024")
    try place.put(Workplace.bars, at: "mirror/us_stocks_sip/minute_aggs_v1/2024/2024-01-02.csv")
  }

  private static let noteOfOthers =
    "note: mirror: passed over 1 file of stocks_minute, not of stocks_daily"
  private static let noteOfNames =
    "note: mirror: passed over 1 name that no flat file has: "
    + "us_stocks_sip/day_aggs_v1/2024/01/notes.txt"

  @Test func `a folder's flat files are ingested in order of date, and the batch ends in a line`()
    async throws
  {
    try putTree()
    let outcome = try await place.ingest("mirror")
    #expect(outcome.status == 0)
    #expect(outcome.lines.map { $0.prefix(19) } == ["2024-01-02  success", "2024-01-03  success"])
    let told = outcome.error.split(separator: "\n")
    #expect(told.prefix(2) == [Self.noteOfOthers[...], Self.noteOfNames[...]])
    #expect(told.count == 3)
    #expect(told.last?.hasPrefix("2 dates: 2 ingested, 0 skipped, 0 failed; 6 rows, ") == true)
    #expect(try place.files() == ["2024-01-02", "2024-01-03"].map(Workplace.file))
  }

  @Test func `the error of a file among several names it`() async throws {
    try putTree()
    let path = "mirror/us_stocks_sip/day_aggs_v1/2024/01/2024-01-04.csv"
    try place.put(Workplace.wrongBars, at: path)
    let people = try await place.ingest("mirror")
    #expect(people.status == 1)
    let told = people.error.split(separator: "\n").filter { $0.hasPrefix("2024-01-04") }
    #expect(told.count == 1 && told[0].hasPrefix("2024-01-04  bad_number: line 2, "))
    #expect(told[0].hasSuffix(" (\(path))"))
    let programs = try await place.ingest("--json", "mirror")
    let results = try Workplace.objects(programs.output)
    #expect(results.last?["code"] == "bad_number")
    guard case .string(let message)? = results.last?["message"] else {
      Issue.record("\(results)")
      return
    }
    #expect(message.hasSuffix(" (\(path))"))
    // One input needs no name.
    let one = try await place.ingest(path)
    #expect(one.error.hasPrefix("2024-01-04  bad_number: ") && !one.error.contains(path))
  }

  @Test func `an odd name and two files of one date are errors, and the others are ingested`()
    async throws
  {
    try place.put(Workplace.bars, at: "bars.csv")
    try FileSystem.createDirectory("\(place.path)/x")
    try place.put(Workplace.nextBars, at: "x/2024-01-03.csv")
    let outcome = try await place.ingest(
      "--json", "bars.csv", "2024-01-03.csv.gz", "2024-01-02.csv", "x/2024-01-03.csv")
    #expect(outcome.status == 1 && outcome.error == "")
    let results = try Workplace.objects(outcome.output)
    #expect(results.map { $0["code"] } == ["invalid_argument", "invalid_argument", nil])
    #expect(results.map { $0["date"] } == [.null, "2024-01-03", "2024-01-02"])
    #expect(results[0]["token"] == "bars.csv")
    #expect(try place.files() == [Workplace.file("2024-01-02")])
    let people = try await place.ingest("bars.csv", "2024-01-02.csv")
    #expect(people.status == 1 && people.output == "2024-01-02  skipped  output_exists\n")
    let told = people.error.split(separator: "\n")
    #expect(told.count == 2 && told[0].hasPrefix("invalid_argument: the name of an input is one"))
    #expect(
      told[1].hasPrefix("2 dates: 0 ingested, 1 skipped, 1 failed; 0 rows, 0 bytes, ")
        && told[1].hasSuffix(
          " s; failed: bars.csv (invalid_argument); do what the errors ask for, then run the same "
            + "command again, which skips what is done")
    )
  }

  @Test func `a folder of another type and one without flat files are errors`() async throws {
    try putTree()
    for (folder, text) in [
      ("mirror/us_stocks_sip/minute_aggs_v1", ", but 1 file of stocks_minute\n"),
      ("mirror/us_stocks_sip/day_aggs_v1/2024/02", "YYYY-MM-DD.csv.gz\n"),
    ] {
      try FileSystem.createDirectories("\(place.path)/\(folder)")
      let outcome = try await place.ingest(folder)
      #expect(outcome.status == 1 && outcome.output == "")
      #expect(outcome.error.hasPrefix("invalid_argument: below \(folder) is no flat file"))
      #expect(outcome.error.hasSuffix(text), "\(outcome.error)")
    }
    let dated = try await place.ingest("--date", "2024-01-02", "mirror")
    #expect(dated.status == 1 && dated.error.hasPrefix("2024-01-02  invalid_argument: "))
  }

  @Test func `a dry run says what would be done, and makes nothing`() async throws {
    try putTree()
    let first = try await place.ingest("--dry-run", "mirror", "2024-01-04.csv")
    #expect(first.status == 0)
    #expect(
      first.lines.map { $0.prefix(24) } == [
        "2024-01-02  would_ingest", "2024-01-03  would_ingest", "2024-01-04  would_ingest",
      ])
    #expect(
      first.error.contains("\n3 dates: 3 would be ingested, 0 would be skipped, 0 failed; "))
    #expect(try !place.exists("lake"))
    try await #expect(place.ingest("2024-01-02.csv").status == 0)
    let files = try place.allFiles(below: "lake")
    let again = try await place.ingest("--dry-run", "--json", "2024-01-02.csv", "2024-01-09.csv")
    #expect(again.status == 1 && again.error == "")
    let results = try Workplace.objects(again.output)
    #expect(
      results[0] == [
        "date": "2024-01-02", "status": "would_skip", "reason": "output_exists",
        "byte_count": 244,
      ])
    #expect(results[1]["code"] == "io_error")
    let over = try await place.ingest("--dry-run", "--on-existing", "overwrite", "2024-01-02.csv")
    #expect(over.output.hasPrefix("2024-01-02  would_overwrite  ") && over.error == "")
    #expect(try place.allFiles(below: "lake") == files)
  }

  @Test func `quiet is about errors and warnings only`() async throws {
    try putTree()
    let silent = try await place.ingest("--quiet", "mirror")
    #expect(silent == Command.Outcome(status: 0, output: "", error: ""))
    try await #expect(
      place.ingest("--quiet", "mirror") == Command.Outcome(status: 0, output: "", error: ""))
    let done = "mirror/us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz"
    let failed = try await place.ingest("--quiet", "--json", done, "2024-01-04.csv")
    #expect(failed.status == 1 && failed.error == "")
    #expect(try Workplace.objects(failed.output).map { $0["code"] } == ["bad_number"])
    let people = try await place.ingest("--quiet", done, "2024-01-04.csv")
    let told = people.error.split(separator: "\n")
    #expect(people.status == 1 && people.output == "" && told.count == 2)
    #expect(told[0].hasPrefix("2024-01-04  bad_number: "))
    #expect(
      told[1].hasSuffix(
        "failed: 2024-01-04 (bad_number); mend or replace the files that are wrong, then run the "
          + "same command again, which skips what is done"))
    let warned = try await place.ingest("--quiet", "--date", "2024-03-01", "2024-01-02.csv")
    #expect(warned.status == 0 && warned.output == "")
    #expect(warned.error.hasPrefix("warning: 3 rows of 2024-03-01 with an instant of another day"))
  }

  @Test func `with overwrite the same call would do all again, and the last line knows`()
    async throws
  {
    let outcome = try await place.ingest(
      "--on-existing", "overwrite", "2024-01-02.csv", "2024-01-04.csv")
    #expect(outcome.error.hasSuffix("that are wrong, then give only the rest again\n"))
  }

  @Test func `warnings of many dates are said once, and counted`() async throws {
    for day in 10...14 { try place.put(Workplace.bars, at: "2024-06-\(day).csv") }
    let outcome = try await place.ingest(
      "2024-06-10.csv", "2024-06-11.csv", "2024-06-12.csv", "2024-06-13.csv", "2024-06-14.csv",
      "2024-01-02.csv")
    #expect(outcome.status == 0)
    let warnings = outcome.error.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
    #expect(
      warnings == [
        "warning: 3 rows of 2024-06-10 with an instant of another day",
        "warning: 4 more dates (2024-06-11, 2024-06-12, 2024-06-13 and 1 more), as for 2024-06-10: "
          + "3 rows of 2024-06-10 with an instant of another day",
      ])
  }

  // MARK: Terminals

  /// Each text that was shown at the start of the terminal's line.
  private static func shown(_ text: String) -> [String] {
    text.replacing("\r\n", with: "\n").split(whereSeparator: { $0 == "\r" || $0 == "\n" })
      .map { String($0.reversed().drop { $0 == " " }.reversed()) }.filter { !$0.isEmpty }
  }

  @Test func `a terminal shows which of how many, and no warning stands within that`() async throws
  {
    for day in 10...12 { try place.put(Workplace.bars, at: "2024-06-\(day).csv") }
    let arguments = [
      "ingest", "--type", "stocks_minute", "--lake", "lake", "2024-06-10.csv", "2024-06-11.csv",
      "2024-06-12.csv",
    ]
    let outcome = try await Command.barlake.runOnTerminal(arguments, in: place.path)
    #expect(outcome.status == 0 && outcome.lines.count == 3)
    let shown = Self.shown(outcome.error)
    for number in 1...3 {
      #expect(shown.contains { $0.hasPrefix("\(number) of 3  ") }, "\(shown)")
    }
    #expect(shown.contains("warning: 3 rows of 2024-06-10 with an instant of another day"))
    #expect(shown.allSatisfy { !$0.contains("warning: ") || $0.hasPrefix("warning: ") })
    #expect(shown.last?.hasPrefix("3 dates: 3 ingested") == true)
    let quiet = try await Command.barlake.runOnTerminal(arguments + ["--quiet"], in: place.path)
    #expect(quiet == Command.Outcome(status: 0, output: "", error: ""))
  }

  @Test func `a terminal shows how far a verification is`() async throws {
    try await #expect(place.ingest("2024-01-02.csv", "2024-01-03.csv.gz").status == 0)
    let outcome = try await Command.barlake.runOnTerminal(["verify", "lake"], in: place.path)
    #expect(outcome.status == 0 && outcome.output.hasPrefix("0 findings, 2 dates, "))
    #expect(Self.shown(outcome.error).contains { $0.hasPrefix("1 of 2 files  ") })
    let piped = try await place.run("verify", "lake")
    #expect(piped.error == "" && piped.output == outcome.output)
  }
}
