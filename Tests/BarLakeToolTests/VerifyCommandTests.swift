import BarLakeAdapterProtocol
import BarLakeConformanceKit
import BarLakeTestSupport
import Testing

@Suite struct VerifyCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  @Test func `a lake that is whole has a line and status 0`() async throws {
    _ = try await place.ingest("2024-01-02.csv", "2024-01-03.csv.gz")
    let outcome = try await place.run("verify", "lake")
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    #expect(outcome.lines.count == 1)
    #expect(outcome.output.hasPrefix("0 findings, 2 dates, 2 files, 6 rows, "))
    let json = try await place.run("verify", "lake", "--json")
    #expect(json.status == 0)
    let object = try #require(Workplace.objects(json.output).first)
    #expect(
      Set(object.keys) == ["findings", "notes", "dates", "in_progress", "files", "rows", "bytes"])
    #expect(object["findings"] == [])
    #expect(object["rows"] == 6)
  }

  @Test func `each finding is a line, and the status is 1`() async throws {
    _ = try await place.ingest("2024-01-02.csv", "2024-01-03.csv.gz")
    let file = Workplace.file("2024-01-02")
    try place.put([1], at: "lake/\(file)")
    try place.put([1], at: "lake/stocks_daily/notes.txt")
    let outcome = try await place.run("verify", "lake")
    #expect(outcome.status == 1)
    #expect(outcome.lines.count == 3)
    #expect(outcome.lines[0] == "stocks_daily/notes.txt: no file of a date may be here")
    #expect(outcome.lines[1].hasPrefix("\(file): "))
    #expect(outcome.lines[1].hasSuffix(" bytes expected, 1 found"))
    #expect(outcome.lines[2].hasPrefix("2 findings, 2 dates, 1 file, 3 rows, "))
    let json = try await place.run("verify", "lake", "--json")
    #expect(json.status == 1)
    let object = try #require(Workplace.objects(json.output).first)
    guard case .array(let findings)? = object["findings"], findings.count == 2,
      case .object(let finding) = findings[0]
    else {
      Issue.record("no findings in \(json.output)")
      return
    }
    #expect(
      finding == [
        "kind": "unlisted", "path": "stocks_daily/notes.txt",
        "problem": "no file of a date may be here",
      ])
  }

  @Test func `a finding is one line whatever its path, and no command for a terminal`() async throws
  {
    _ = try await place.ingest("2024-01-02.csv")
    try place.put([1], at: "lake/stocks_daily/a\nb\u{1B}[31m")
    let shown = #"stocks_daily/a\u{a}b\u{1b}[31m"#
    let verified = try await place.run("verify", "lake")
    #expect(verified.lines.first == "\(shown): no file of a date may be here")
    #expect(verified.lines.count == 2)
    let status = try await place.run("status", "lake")
    #expect(status.lines.contains("  foreign      \(shown)"))
  }

  @Test func `one data type or one date is looked at`() async throws {
    _ = try await place.ingest("2024-01-02.csv", "2024-01-03.csv.gz")
    try place.put([1], at: "lake/\(Workplace.file("2024-01-02"))")
    try await #expect(place.run("verify", "lake", "--date", "2024-01-03").status == 0)
    try await #expect(place.run("verify", "lake", "--date", "2024-01-02").status == 1)
    try await #expect(place.run("verify", "lake", "--type", "options_daily").status == 0)
    try await #expect(place.run("verify", "lake", "--type", "stocks_daily").status == 1)
  }

  @Test func `what an earlier version wanted otherwise is a note`() async throws {
    let lake = "\(Repository.root)/Fixtures/lakes/1.0/portable-by-date-filtered"
    let outcome = try await place.run("verify", lake, "--type", "options_daily")
    #expect(outcome.status == 0 && outcome.error.isEmpty)
    #expect(outcome.lines.count == 5)
    #expect(
      outcome.lines[0]
        == "note: options_daily, 2 dates, 2024-01-02 to 2024-01-03: written by spec 1.0: "
        + "manifests without a checksum of their own (PART-7.3)")
    #expect(
      outcome.lines[1].hasPrefix(
        "note: options_daily, 1 date, 2024-01-03: written by spec 1.0: text encodings chosen by "
          + "content (PARQ-2.5)"))
    #expect(outcome.lines[2].contains("2 dates") && outcome.lines[2].hasSuffix("(BAR-1)"))
    #expect(outcome.lines[3].contains("2 dates") && outcome.lines[3].hasSuffix("(TYPE-14.4)"))
    #expect(outcome.lines[4].hasPrefix("0 findings, 2 dates, 2 files, "))
    let json = try await place.run("verify", lake, "--type", "options_daily", "--json")
    #expect(json.status == 0)
    let object = try #require(Workplace.objects(json.output).first)
    guard case .array(let notes)? = object["notes"], notes.count == 4,
      case .object(let note) = notes[1]
    else {
      Issue.record("no notes in \(json.output)")
      return
    }
    #expect(
      Set(note.keys) == [
        "kind", "data_type", "spec_version", "dates", "first", "last", "difference",
      ])
    #expect(note["kind"] == "text_encoding" && note["spec_version"] == "1.0")
  }

  @Test func `what is no lake, and wrong values, end with an error`() async throws {
    let missing = try await place.run("verify", "lake")
    #expect(missing.status == 1)
    #expect(missing.error.hasPrefix("io_error: "))
    let other = try await place.run("verify", ".", "--json")
    #expect(other.status == 1)
    let error = try #require(Workplace.objects(other.output).first)
    #expect(error["code"] == "invalid_argument" && error["token"] == ".")
    _ = try await place.ingest("2024-01-02.csv")
    let type = try await place.run("verify", "lake", "--type", "stocks")
    #expect(type.status == 1)
    #expect(type.error.hasPrefix("unknown_data_type: "))
    let date = try await place.run("verify", "lake", "--date", "2024-02-30")
    #expect(date.status == 1)
    #expect(date.error.hasPrefix("2024-02-30  invalid_date: "))
    try await #expect(place.run("verify").status == 64)
  }

  @Test func `every subcommand reports a URL as a URL`() async throws {
    let url = "s3://bucket/2024-01-02.csv"
    _ = try await place.ingest("2024-01-02.csv")
    let lines = [
      ["ingest", "--type", "stocks_daily", "--lake", url, "2024-01-02.csv"],
      ["ingest", "--type", "stocks_daily", "--lake", "lake", url],
      [
        "ingest", "--type", "stocks_daily", "--lake", "lake", "--symbols-file", url,
        "2024-01-02.csv",
      ],
      ["status", url], ["verify", url], ["inspect", url], ["schema", "detect", url],
    ]
    for line in lines {
      let outcome = try await Command.barlake.run(line + ["--json"], in: place.path)
      #expect(outcome.status == 1)
      let error = try #require(Workplace.objects(outcome.output).first)
      #expect(error["code"] == "invalid_argument" && error["token"] == .string(url), "\(line)")
    }
    #expect(try !place.exists("s3:"))
    let local = try await place.run(
      "ingest", "--type", "stocks_daily", "--lake", "./s3://bucket", "2024-01-02.csv")
    #expect(local.status == 0)
    #expect(try place.exists("s3:/bucket/.barlake"))
  }
}
