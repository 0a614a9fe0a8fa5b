import BarLake
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeTestSupport
import Foundation
import LakeInspection
import Testing

@Suite struct StatusCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  @Test func `the status of a lake takes a few lines`() async throws {
    for date in ["2024-01-02", "2024-01-05", "2024-01-06", "2024-01-16", "2024-02-01"] {
      let outcome = try await place.ingest("--date", date, "-", input: Workplace.bars)
      #expect(outcome.status == 0)
    }
    try place.put([1], at: "lake/stocks_daily/notes.txt")
    let outcome = try await place.run("status", "lake")
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    let lines = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.first == "stocks_daily portable, by date")
    #expect(
      lines[1].hasPrefix("done 5 dates, 2024-01-02 to 2024-02-01; 5 files, 15 rows, "))
    // Weekends, and the holiday of 15 January, end no range; dates that are done do.
    #expect(
      lines.dropFirst(2) == [
        "missing 18 dates: 2024-01-03 to 2024-01-04, 2024-01-08 to 2024-01-12, "
          + "2024-01-17 to 2024-01-31",
        "not trading 1 date: 2024-01-06",
        "foreign stocks_daily/notes.txt",
      ])
  }

  @Test func `a long list is cut, and JSON has all of it`() async throws {
    // Every second trading day from 2 January on, so that no two missing days are neighbours.
    let dates = [
      "2024-01-02", "2024-01-04", "2024-01-08", "2024-01-10", "2024-01-12", "2024-01-17",
      "2024-01-19", "2024-01-23",
    ]
    for date in dates {
      _ = try await place.ingest("--date", date, "-", input: Workplace.bars)
    }
    let outcome = try await place.run("status", "lake")
    #expect(
      outcome.output.contains(
        "7 dates: 2024-01-03, 2024-01-05, 2024-01-09, 2024-01-11, 2024-01-16 and 2 more\n"))
    let json = try await place.run("status", "lake", "--json")
    #expect(json.status == 0)
    let object = try #require(Workplace.objects(json.output).first)
    #expect(Set(object.keys) == ["data_types", "staged"])
    guard case .array(let types)? = object["data_types"], case .object(let type)? = types.first
    else {
      Issue.record("no data types in \(json.output)")
      return
    }
    #expect(
      Set(type.keys) == [
        "data_type", "profile", "partitioning", "embed_partition_columns", "extra_columns",
        "done_count", "first", "last", "done", "missing", "not_trading_days", "filtered",
        "unfinished", "foreign", "files", "rows", "bytes", "doubtful", "repeated_keys",
        "unordered_rows", "inconsistent_bars", "wrong_type_rows",
      ])
    #expect(type["done"] == .array(dates.map(JSONValue.string)))
    #expect(type["done_count"] == 8)
    #expect(type["first"] == "2024-01-02" && type["last"] == "2024-01-23")
    #expect(type["rows"] == 24)
    #expect(
      type["missing"]
        == .array(
          [
            "2024-01-03", "2024-01-05", "2024-01-09", "2024-01-11", "2024-01-16", "2024-01-18",
            "2024-01-22",
          ].map(JSONValue.string)))
  }

  @Test func `dates with doubtful bars are reported, in JSON with their counts`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    let twice = Workplace.bars + Workplace.bars.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
    let ingest = try await place.ingest("--date", "2024-01-05", "-", input: twice)
    #expect(ingest.status == 0)
    #expect(ingest.output.contains("  3 repeated keys  3 unordered rows"))
    let outcome = try await place.run("status", "lake")
    #expect(
      outcome.lines.contains {
        $0.split(separator: " ").joined(separator: " ")
          == "doubtful 2024-01-05 (repeated_keys 3, unordered_rows 3)"
      })
    let json = try await place.run("status", "lake", "--json")
    let object = try #require(Workplace.objects(json.output).first)
    guard case .array(let types)? = object["data_types"], case .object(let type)? = types.first
    else {
      Issue.record("no data types in \(json.output)")
      return
    }
    #expect(
      type["doubtful"]
        == .array([
          .object([
            "date": "2024-01-05", "repeated_keys": 3, "unordered_rows": 3, "inconsistent_bars": 0,
            "wrong_type_rows": 0,
          ])
        ]))
    #expect(type["repeated_keys"] == 3 && type["wrong_type_rows"] == 0)
    let strict = try await place.ingest(
      "--strict-bars", "--json", "--date", "2024-01-08", "-", input: twice)
    #expect(strict.status == 1)
    #expect(try Workplace.objects(strict.output).first?["code"] == "doubtful_bar")
  }

  @Test func `dates that were made with a filter are marked`() async throws {
    for (date, symbols) in [("2024-01-02", "A"), ("2024-01-03", "A,SPY,ZZ")] {
      _ = try await place.ingest("--date", date, "--symbols", symbols, "-", input: Workplace.bars)
    }
    _ = try await place.ingest("--date", "2024-01-04", "-", input: Workplace.bars)
    let outcome = try await place.run("status", "lake")
    #expect(
      outcome.output.contains(
        "some symbols 2 dates: 2024-01-02 (1 symbol), 2024-01-03 (3 symbols)\n"))
    let json = try await place.run("status", "lake", "--json")
    #expect(
      json.output.contains(
        #""filtered":[{"date":"2024-01-02","symbols":1},{"date":"2024-01-03","symbols":3}]"#))
  }

  @Test func `sizes are compared on request`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    try place.put([1], at: "lake/\(Workplace.file("2024-01-02"))")
    try await #expect(!place.run("status", "lake").output.contains("unfinished"))
    let outcome = try await place.run("status", "--sizes", "lake")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("2024-01-02 (files of another size: 1)\n"))
  }

  /// Six dates, one with a row only, one with a filter, and a Saturday.
  private func makeMonth() async throws {
    for day in ["02", "03", "04", "05", "08", "09", "13"] {
      _ = try await place.ingest("--date", "2024-01-\(day)", "-", input: Workplace.bars)
    }
    let lines = Workplace.bars.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let row = Array(lines.prefix(2).joined(separator: [UInt8(ascii: "\n")]))
    _ = try await place.ingest("--date", "2024-01-10", "-", input: row)
    _ = try await place.ingest(
      "--date", "2024-01-11", "--symbols", "A", "-", input: Workplace.bars)
  }

  @Test func `a calendar has a line per month`() async throws {
    try await makeMonth()
    let outcome = try await place.run("status", "lake", "--calendar", "--until", "2024-02-01")
    #expect(outcome.status == 0 && outcome.error.isEmpty)
    let expected = """
      # done  f filtered  ! out of line  + not trading  - missing  u unfinished  h holiday  \
      . weekend

      stocks_daily  expected up to 2024-02-01
      month    1    6    11   16   21   26      done  filtered  missing  holiday  unfinished  \
      out of line
      2024-01  h####..##!f-+.h----..-----..---     8         1       13        2              \
                1
      2024-02  - ..     ..     ..h    ..                              1        1
      out of line: 2024-01-10 (1 row, usually 3)
      gaps: 14 dates: 2024-01-12 to 2024-02-01

      """
    #expect(outcome.output == expected)
    #expect(outcome.lines.allSatisfy { $0.count <= 100 })
    let indented = expected.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    let readme = String(decoding: try Repository.read("README.md"), as: UTF8.self)
    #expect(readme.contains(indented))
  }

  @Test func `gaps are dates alone, up to yesterday`() async throws {
    try await makeMonth()
    let words = ["status", "lake", "--type", "stocks_daily", "--gaps"]
    let outcome = try await Command.barlake.run(words + ["--until", "2024-01-18"], in: place.path)
    #expect(outcome.status == 0 && outcome.error.isEmpty)
    #expect(outcome.output == "2024-01-12\n2024-01-16\n2024-01-17\n2024-01-18\n")
    func yesterday() throws -> CalendarDate {
      let now = Date().addingTimeInterval(-86_400)
      return try CalendarDate(String(now.formatted(.iso8601).prefix(10)))
    }
    let before = try yesterday()
    let all = try await Command.barlake.run(words, in: place.path)
    // The day may have ended meanwhile.
    let after = try yesterday()
    let first = try CalendarDate("2024-01-12")
    let expected = Set([before, after]).map { last in
      TradingCalendar.tradingDays(from: first, through: last).filter {
        $0.description != "2024-01-13"
      }
      .map { "\($0)\n" }.joined()
    }
    #expect(expected.contains(all.output))
  }

  @Test func `without a done date there are no gaps, and that is said`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    let outcome = try await place.run("status", "lake", "--type", "options_daily", "--gaps")
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    #expect(outcome.error == "no date is done, so no date is expected\n")
    let calendar = try await place.run("status", "lake", "--type", "options_daily", "--calendar")
    #expect(calendar.output == "the lake has no options_daily\n")
  }

  @Test func `one data type is reported alone`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    _ = try await place.run(
      "ingest", "--type", "stocks_minute", "--lake", "lake", "2024-01-02.csv")
    try await #expect(place.run("status", "lake").output.contains("stocks_minute"))
    let outcome = try await place.run("status", "lake", "--type", "stocks_daily")
    #expect(outcome.output.hasPrefix("stocks_daily") && !outcome.output.contains("stocks_minute"))
  }

  @Test func `a calendar in JSON has each day`() async throws {
    try await makeMonth()
    let outcome = try await place.run(
      "status", "lake", "--calendar", "--json", "--until", "2024-01-12")
    let object = try #require(Workplace.objects(outcome.output).first)
    #expect(object["until"] == "2024-01-12")
    guard case .array(let types)? = object["data_types"], case .object(let type)? = types.first,
      case .array(let months)? = type["months"], case .object(let month)? = months.first,
      case .array(let days)? = month["days"], case .object(let day)? = days.dropFirst(10).first
    else {
      Issue.record("no day in \(outcome.output)")
      return
    }
    #expect(type["data_type"] == "stocks_daily" && type["gaps"] == .array(["2024-01-12"]))
    #expect(month["month"] == "2024-01" && month["done"] == 8 && month["out_of_line"] == 1)
    #expect(month["rows"] == 23 && days.count == 31)
    #expect(day["date"] == "2024-01-11" && day["state"] == "filtered" && day["symbols"] == 1)
    #expect(day["rows"] == 1 && day["trading_day"] == true && day["holiday"] == .null)
  }

  @Test func `a page is written in one step, and nothing else is said`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    try place.put([1], at: "old.html")
    try TemporaryFolder.makeLink("\(place.path)/link.html", to: "old.html")
    for name in ["new.html", "old.html", "link.html"] {
      let outcome = try await place.run("status", "lake", "--html", name, "--until", "2024-01-12")
      #expect(outcome.status == 0 && outcome.error.isEmpty)
      #expect(outcome.lines.count == 1 && outcome.output.hasPrefix("\(name)  "))
      let page = try place.text(name)
      #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
      #expect(page.contains("<code>lake</code> · expected up to 2024-01-12 · as of 20"))
      #expect(page.contains("title=\"2024-01-12 Fri: missing\""))
    }
    #expect(try FileSystem.statusOfEntry("\(place.path)/link.html")?.kind == .link)
    #expect(try place.remains() == [])
    let other = ["status", "lake", "--html", "-", "--until", "2024-01-12", "--type"]
    let printed = try await Command.barlake.run(other + ["stocks_daily"], in: place.path)
    #expect(printed.status == 0 && printed.error.isEmpty)
    let written = try place.text("old.html")
    #expect(printed.output.withoutTimes == written.withoutTimes)
    let none = try await Command.barlake.run(other + ["options_daily"], in: place.path)
    #expect(none.output.contains("The lake has no options_daily."))
  }

  @Test func `a page in a wrong place is an error, and nothing changes`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    try FileSystem.createDirectory("\(place.path)/folder")
    try TemporaryFolder.makePipe("\(place.path)/pipe")
    for (name, code) in [
      ("folder", "invalid_argument"), ("pipe", "invalid_argument"),
      ("/dev/null", "invalid_argument"), ("s3://bucket/a.html", "invalid_argument"),
      ("nowhere/a.html", "io_error"), ("2024-01-02.csv/a.html", "io_error"), ("", "io_error"),
    ] {
      let before = try place.allFiles(below: ".")
      let outcome = try await place.run("status", "lake", "--html", name)
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(outcome.error.hasPrefix("\(code): ") && outcome.lines.count <= 1, "\(outcome)")
      #expect(!outcome.error.contains(".barlake-page"))
      #expect(try place.allFiles(below: ".") == before)
    }
    let missing = try await place.run("status", "nothing", "--html", "a.html")
    #expect(missing.status == 1 && missing.error.hasPrefix("io_error: "))
    #expect(try !place.exists("a.html"))
  }

  @Test func `a shell offers the data types`() async throws {
    let script = try await place.run("--generate-completion-script", "bash").output
    let start = try #require(script.firstRange(of: "\n_barlake_status() {\n")).upperBound
    let end = try #require(script[start...].firstRange(of: "\n}\n")).lowerBound
    #expect(MarketDataType.allCases.allSatisfy { script[start..<end].contains($0.rawValue) })
  }

  @Test func `arguments of the calendar that do not fit are refused`() async throws {
    _ = try await place.ingest("2024-01-02.csv")
    for words in [
      ["--gaps"], ["--gaps", "--type", "stocks_daily", "--json"],
      ["--gaps", "--type", "stocks_daily", "--calendar"], ["--until", "2024-01-02"],
      ["--html", "a.html", "--json"], ["--html", "a.html", "--calendar"],
      ["--html", "a.html", "--gaps", "--type", "stocks_daily"],
    ] {
      let outcome = try await Command.barlake.run(["status", "lake"] + words, in: place.path)
      #expect(outcome.status == 64, "\(words)")
    }
    for (words, code) in [
      (["--calendar", "--until", "2024-02-30"], "invalid_date"),
      (["--type", "stocks"], "unknown_data_type"),
    ] {
      let outcome = try await Command.barlake.run(
        ["status", "lake", "--json"] + words, in: place.path)
      #expect(outcome.status == 1)
      #expect(try Workplace.objects(outcome.output).first?["code"] == .string(code))
    }
  }

  @Test func `what is no lake ends with an error`() async throws {
    let missing = try await place.run("status", "lake")
    #expect(missing.status == 1)
    #expect(missing.error.hasPrefix("io_error: "))
    let other = try await place.run("status", ".", "--json")
    #expect(other.status == 1)
    let error = try #require(Workplace.objects(other.output).first)
    #expect(error["code"] == "invalid_argument" && error["token"] == ".")
    try await #expect(place.run("status").status == 64)
  }
}

extension String {
  /// A page without the moment at which it was made.
  fileprivate var withoutTimes: String {
    replacing(/as of [-0-9: ]+ UTC/, with: "as of")
  }
}
