import BarLakeAdapterProtocol
import BarLakeConformanceKit
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
