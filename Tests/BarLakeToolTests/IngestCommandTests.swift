import BarLake
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeTestSupport
import Subprocess
import Testing

@Suite struct IngestCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  static let engines = ["polars", "streaming", "lazy"]

  @Test(arguments: engines)
  func `several files are ingested in order, with a line per date, and the sum at the end`(
    _ engine: String
  ) async throws {
    let outcome = try await place.ingest(
      "--engine", engine, "2024-01-03.csv.gz", "2024-01-02.csv")
    #expect(outcome.status == 0)
    #expect(outcome.error.hasPrefix("2 dates: 2 ingested, 0 skipped, 0 failed; 6 rows, "))
    #expect(outcome.error.split(separator: "\n").count == 1)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0].hasPrefix("2024-01-03  success  3 rows"))
    #expect(outcome.lines[1].hasPrefix("2024-01-02  success  3 rows"))
    #expect(outcome.lines[1].contains(Workplace.file("2024-01-02")))
    #expect(try place.files() == ["2024-01-02", "2024-01-03"].map(Workplace.file))
    #expect(try place.staged() == [])
    let again = try await place.ingest("--engine", engine, "2024-01-02.csv")
    #expect(again.status == 0)
    #expect(again.output == "2024-01-02  skipped  output_exists\n")
  }

  @Test(arguments: engines)
  func `as JSON there is an object per date with the keys of a result`(
    _ engine: String
  ) async throws {
    let outcome = try await place.ingest("--json", "--engine", engine, "2024-01-02.csv")
    #expect(outcome.status == 0)
    #expect(outcome.error == "")
    let result = try #require(Workplace.objects(outcome.output).first)
    let chunks: Set<String> = engine == "streaming" ? ["chunks"] : []
    #expect(Set(result.keys) == Workplace.resultKeys.union(chunks))
    #expect(result["date"] == "2024-01-02")
    #expect(result["status"] == "success")
    #expect(result["records"] == 3)
    #expect(result["files"] == [.string(Workplace.file("2024-01-02"))])
    #expect(result["ignored_columns"] == [])
    let again = try await place.ingest("--json", "--engine", engine, "2024-01-02.csv")
    let skipped = try #require(Workplace.objects(again.output).first)
    #expect(Set(skipped.keys) == Workplace.resultKeys.union(chunks).union(["reason"]))
    #expect(skipped["status"] == "skipped")
    #expect(skipped["reason"] == "output_exists")
  }

  @Test(arguments: engines)
  func `a date that fails does not stop the others, and the exit status is 1`(
    _ engine: String
  ) async throws {
    let outcome = try await place.ingest(
      "--engine", engine, "--json", "2024-01-04.csv", "2024-01-05.csv", "2024-01-02.csv")
    #expect(outcome.status == 1)
    let results = try Workplace.objects(outcome.output)
    #expect(results.map { $0["status"] } == ["error", "error", "success"])
    #expect(Set(results[0].keys) == Workplace.errorKeys)
    #expect(results[0]["date"] == "2024-01-04")
    #expect(results[0]["code"] == "bad_number")
    #expect(results[0]["line"] == 2)
    #expect(results[0]["column"] == "volume")
    #expect(results[0]["token"] == "many")
    #expect(results[0]["offset"] == .null)
    #expect(results[1]["code"] == "io_error")
    #expect(results[1]["line"] == .null)
    #expect(try place.files() == [Workplace.file("2024-01-02")])
    let people = try await place.ingest("--engine", engine, "2024-01-04.csv")
    #expect(people.status == 1)
    #expect(people.output == "")
    #expect(people.error.hasPrefix("2024-01-04  bad_number: line 2, column volume, \"many\""))
  }

  @Test func `the default engine is polars`() async throws {
    let outcome = try await place.ingest("--json", "2024-01-02.csv")
    let result = try #require(Workplace.objects(outcome.output).first)
    // Streaming counts chunks; lazily, a wrong row that the filter drops would be no error.
    #expect(Set(result.keys) == Workplace.resultKeys)
    let filtered = ["--json", "--symbols", "SPY", "2024-01-04.csv"]
    for (engine, status) in [([], 1), (["--engine", "polars"], 1), (["--engine", "lazy"], 0)] {
      let arguments = ["ingest", "--type", "stocks_daily", "--lake", "lake"] + engine + filtered
      let outcome = try await Command.barlake.run(arguments, in: place.path)
      #expect(outcome.status == Int32(status), "\(engine)")
      let result = try #require(Workplace.objects(outcome.output).first)
      #expect(result["code"] == (status == 1 ? "bad_number" : nil))
    }
  }

  @Test func `a dash is standard input, plain or gzip`() async throws {
    for (date, input) in [
      ("2024-02-01", Workplace.bars), ("2024-02-02", GzipDeflater.deflate(Workplace.bars)),
    ] {
      let outcome = try await place.ingest("--date", date, "-", input: input)
      #expect(outcome.status == 0, "\(outcome)")
    }
    try await #expect(place.ingest("--json", "--date", "2024-02-03", "-").status == 1)
    #expect(try place.files() == ["2024-02-01", "2024-02-02"].map(Workplace.file))
  }

  @Test(arguments: [
    [], ["--no-such-option", "2024-01-02.csv"], ["-"], ["2024-01-02.csv", "-"],
    ["--date", "2024-01-02", "-", "2024-01-03.csv.gz"],
    ["--date", "2024-01-02", "2024-01-02.csv", "2024-01-03.csv.gz"],
    ["--chunk-size", "5", "2024-01-02.csv"],
    ["--chunk-size", "5", "--engine", "lazy", "2024-01-02.csv"],
    ["--engine", "pandas", "2024-01-02.csv"],
    ["--symbols", "A", "--symbols-file", "symbols", "2024-01-02.csv"],
    ["--lake", "", "2024-01-02.csv"], [""], ["2024-01-02.csv", ""],
  ])
  func `a command line that does not parse is wrong usage`(_ arguments: [String]) async throws {
    let outcome = try await Command.barlake.run(
      ["ingest", "--type", "stocks_daily", "--lake", "lake"] + arguments, in: place.path)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.error.contains("Usage"))
    #expect(try !place.exists("lake"))
  }

  @Test(arguments: [
    ["ingest", "--lake", "lake", "x"], ["ingest", "--type", "stocks_daily", "x"],
    ["no-such-command"],
  ])
  func `what is required cannot be left out`(_ arguments: [String]) async throws {
    let outcome = try await Command.barlake.run(arguments, in: place.path)
    #expect(outcome.status == 64)
  }

  static let wrongValues: [(arguments: [String], code: String, token: JSONValue)] = [
    (["--type", "stocks"], "unknown_data_type", "stocks"),
    (["--date", "2024-1-2"], "invalid_date", "2024-1-2"),
    (["--date", "2024-02-30"], "invalid_date", "2024-02-30"),
    (["--engine", "streaming", "--chunk-size", "0"], "invalid_argument", "0"),
    (["--engine", "streaming", "--chunk-size", "-5"], "invalid_argument", "-5"),
    (["--engine", "streaming", "--chunk-size", "x"], "invalid_argument", "x"),
    (["--engine", "streaming", "--chunk-size", "1.5"], "invalid_argument", "1.5"),
    (["--threads", "0"], "invalid_argument", "0"),
    (["--threads", "-1"], "invalid_argument", "-1"),
    (["--threads", "two"], "invalid_argument", "two"),
    (["--threads", "99999999999999999999"], "invalid_argument", "99999999999999999999"),
    (["--profile", "modern"], "invalid_argument", "modern"),
    (["--partition-by", "symbol"], "invalid_argument", "symbol"),
    (["--on-existing", "replace"], "invalid_argument", "replace"),
    (["--fractional-volume", "floor"], "invalid_argument", "floor"),
    (["--extra-columns", "vwap"], "invalid_argument", "vwap"),
    (["--extra-columns", "open:double"], "invalid_argument", "open:double"),
    (["--max-memory-gb", "0"], "invalid_argument", "0"),
    (["--max-memory-gb", "-1"], "invalid_argument", "-1"),
    (["--max-memory-gb", "nan"], "invalid_argument", "nan"),
    (["--max-memory-gb", "1e999"], "invalid_argument", "1e999"),
    (["--max-memory-gb", "much"], "invalid_argument", "much"),
    (["--max-memory-gb", "0.000001"], "memory_limit_exceeded", .null),
    (["--symbols-file", "missing"], "io_error", .null),
    (["--symbols-file", "."], "io_error", .null),
    (["--symbols-file", "/dev/null"], "invalid_argument", "/dev/null"),
    (["--symbols", ""], "invalid_argument", ""),
    (["--symbols", ",,"], "invalid_argument", ",,"),
  ]

  @Test(arguments: wrongValues)
  func `a wrong value is an error with a code, and the exit status is 1`(
    _ wrong: (arguments: [String], code: String, token: JSONValue)
  ) async throws {
    let outcome = try await Command.barlake.run(
      ["ingest", "--type", "stocks_daily", "--lake", "lake", "--json"] + wrong.arguments
        + ["2024-01-02.csv"], in: place.path)
    #expect(outcome.status == 1)
    let error = try #require(Workplace.objects(outcome.output).first)
    #expect(Set(error.keys) == Workplace.errorKeys)
    #expect(error["code"] == .string(wrong.code))
    #expect(error["token"] == wrong.token)
    #expect(error["line"] == .null)
    #expect(try place.files() == [])
  }

  @Test func `the options reach the lake`() async throws {
    let outcome = try await place.ingest(
      "--engine", "streaming", "--chunk-size", "2", "--threads", "2", "--profile", "classic",
      "--partition-by", "date", "--fractional-volume", "round", "--embed-partition-columns",
      "--extra-columns", "note:string,flag:bool", "--max-memory-gb", "2.5", "--json",
      "--strict-dates", "2024-01-02.csv")
    #expect(outcome.status == 0)
    let result = try #require(Workplace.objects(outcome.output).first)
    #expect(result["chunks"] == 2)
    let lake = "lake/\(Workplace.file("2024-01-02"))"
    let report = try await place.run("inspect", lake)
    for text in ["year", "note", "flag", "barlake.profile       classic", "ARROW:schema"] {
      #expect(report.output.contains(text), "\(text)")
    }
    let conflict = try await place.ingest("--json", "--profile", "portable", "2024-01-03.csv.gz")
    #expect(conflict.status == 1)
    #expect(conflict.output.contains("output_conflict"))
  }

  @Test(arguments: engines)
  func `settings that are not given are the lake's, and are reported if they are no defaults`(
    _ engine: String
  ) async throws {
    let first = try await place.ingest(
      "--engine", engine, "--profile", "classic", "--embed-partition-columns", "--extra-columns",
      "note:string", "2024-01-02.csv")
    #expect(first.status == 0 && !first.output.contains("the lake's"))
    #expect(first.output.hasSuffix("  extra columns that the input lacks: note\n"))
    let next = try await place.ingest("--engine", engine, "2024-01-03.csv.gz")
    #expect(next.status == 0)
    #expect(
      next.output.contains(
        "  profile classic (the lake's)  partition columns embedded (the lake's)  "
          + "extra columns note:string (the lake's)  "))
    let given: [(arguments: [String], flag: String)] = [
      (["--no-embed-partition-columns"], "(--embed-partition-columns)"),
      (["--extra-columns", ""], "(--extra-columns note:string)"),
      (["--profile", "portable"], "(--profile classic)"),
    ]
    for (arguments, flag) in given {
      let conflict = try await Command.barlake.run(
        ["ingest", "--type", "stocks_daily", "--lake", "lake"] + arguments + ["2024-01-02.csv"],
        in: place.path)
      #expect(conflict.status == 1 && conflict.error.contains(flag), "\(conflict.error)")
    }
    let minutes = try await Command.barlake.run(
      [
        "ingest", "--type", "stocks_minute", "--lake", "lake", "--partition-by", "date",
        "2024-01-02.csv",
      ], in: place.path)
    #expect(minutes.status == 0)
    let byDate = try await Command.barlake.run(
      ["ingest", "--type", "stocks_minute", "--lake", "lake", "2024-01-03.csv.gz"],
      in: place.path)
    #expect(byDate.output.contains("  partitioning date (the lake's)"))
  }

  @Test(arguments: engines)
  func `symbols without a row are named, a few of them`(_ engine: String) async throws {
    let outcome = try await place.ingest(
      "--engine", engine, "--symbols", "SPY,Z1,Z2,\u{E9},Z3,Z4", "2024-01-02.csv")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasSuffix("  symbols without a row: Z1, Z2, Z3 and 2 more\n"))
    #expect(outcome.error.hasPrefix("warning: 2024-01-02 lacks 5 of the symbols asked for"))
    let json = try await place.ingest(
      "--engine", engine, "--json", "--symbols", "SPY,Z1", "2024-01-03.csv.gz")
    let result = try #require(Workplace.objects(json.output).first)
    #expect(result["unmatched_symbols"] == ["Z1"] && result["missing_extra_columns"] == [])
  }

  @Test func `a done date is skipped, overwritten or an error`() async throws {
    try await #expect(place.ingest("2024-01-02.csv").status == 0)
    try await #expect(place.ingest("--on-existing", "skip", "2024-01-02.csv").status == 0)
    let again = try await place.ingest("--on-existing", "overwrite", "2024-01-02.csv")
    #expect(again.output.contains("success"))
    let error = try await place.ingest("--on-existing", "error", "2024-01-02.csv")
    #expect(error.status == 1)
    #expect(error.error.contains("output_conflict"))
    let changed = try await place.ingest("--date", "2024-01-02", "2024-01-04.csv")
    #expect(changed.status == 0)
    #expect(changed.output == "2024-01-02  skipped  source_changed\n")
    #expect(changed.error.hasPrefix("warning: "))
  }

  @Test(arguments: engines)
  func `symbols come from the command line or from a file`(_ engine: String) async throws {
    try place.put(Array("SPY\r\n\nAAp\n".utf8), at: "symbols")
    let listed = try await place.ingest(
      "--engine", engine, "--symbols", "SPY,A,ZZZ", "2024-01-02.csv")
    #expect(listed.output.contains("2 rows"))
    let fromFile = try await place.ingest(
      "--engine", engine, "--symbols-file", "symbols", "2024-01-03.csv.gz")
    #expect(fromFile.output.contains("2 rows"))
    let none = try await place.ingest(
      "--engine", engine, "--symbols", "ZZZ", "--date", "2024-01-09", "2024-01-02.csv")
    #expect(none.status == 0)
    #expect(none.output.contains("0 rows"))
    #expect(try place.files() == ["2024-01-02", "2024-01-03"].map(Workplace.file))
  }

  @Test func `few files are named, many are counted`() async throws {
    var lines = [
      "ticker,volume,open,close,high,low,window_start,transactions"
    ]
    for number in 1...1_001 { lines.append("S\(number),1,1,1,1,1,1704171600000000000,1") }
    func ingest(_ date: String, _ rowCount: Int, _ options: String...) async throws
      -> Command.Outcome
    {
      let input = lines.prefix(rowCount + 1).joined(separator: "\n")
      return try await Command.barlake.run(
        ["ingest", "--type", "stocks_minute", "--lake", "lake", "--date", date, "-"] + options,
        in: place.path, input: Array(input.utf8))
    }
    let folder = "stocks_minute/year=2024/month=01"
    let few = try await ingest("2024-01-02", 3)
    for number in 1...3 {
      #expect(few.output.contains("\(folder)/symbol=S\(number)/date=2024-01-02.parquet"))
    }
    let four = try await ingest("2024-01-03", 4)
    #expect(four.output.contains("  4 files below \(folder)  "))
    let many = try await ingest("2024-01-04", 1_001)
    #expect(many.output.contains("  1,001 files below \(folder)  "))
    #expect(!many.output.contains("symbol="))
    let json = try await ingest("2024-01-05", 1_001, "--json")
    let result = try #require(Workplace.objects(json.output).first)
    guard case .array(let files)? = result["files"] else {
      Issue.record("the files are listed")
      return
    }
    #expect(files.count == 1_001)
  }

  @Test func `dates that are strict refuse rows of another day`() async throws {
    let outcome = try await place.ingest(
      "--strict-dates", "--json", "--date", "2024-06-01", "2024-01-02.csv")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("date_mismatch"))
    let kept = try await place.ingest("--date", "2024-06-01", "2024-01-02.csv")
    #expect(kept.status == 0)
    #expect(kept.output.contains("3 rows of another day"))
    #expect(kept.error.hasPrefix("warning: "))
  }

  @Test(
    .timeLimit(.minutes(1)), arguments: engines,
    [(Signal.interrupt, Int32(130)), (.terminate, 143), (.terminalClosed, 129)])
  func `an interruption removes what was staged`(
    _ engine: String, _ ending: (signal: Signal, status: Int32)
  ) async throws {
    // More than one block, so that the engines are at work and then wait for the pipe.
    var input = Workplace.bars
    let rows = Workplace.bars.split(separator: 0x0A).dropFirst().joined(separator: [0x0A])
    while input.count < 3_000_000 { input += Array(rows) + [0x0A] }
    let outcome = try await place.interruptedIngest(
      ["--engine", engine, "--date", "2024-01-02", "-"], input: input, signal: ending.signal)
    #expect(outcome.status == ending.status)
    #expect(outcome.output == "")
    #expect(outcome.error == "2024-01-02  io_error: interrupted\n")
    #expect(try place.files() == [])
    #expect(try place.staged() == [])
    #expect(try !place.exists("lake/.barlake/manifests/stocks_daily/2024-01-02.json"))
    try await #expect(place.ingest("--engine", engine, "2024-01-02.csv").status == 0)
  }

  @Test(.timeLimit(.minutes(1)))
  func `SIGQUIT ends the process at once, without a report of a crash`() async throws {
    let outcome = try await place.repeatedlyInterruptedIngest(
      ["2024-01-02.csv"], signals: [.quit])
    #expect(outcome == Command.Outcome(status: nil, output: "", error: ""))
    try await #expect(place.ingest("2024-01-02.csv").status == 0)
    #expect(try place.staged() == [])
  }

  @Test func `lists that are given more than once count together`() async throws {
    let outcome = try await place.ingest(
      "--symbols", "A", "--symbols", " SPY ,", "--extra-columns", "a:int64", "--extra-columns",
      "b:string", "--json", "2024-01-02.csv")
    let result = try #require(Workplace.objects(outcome.output).first)
    #expect(result["records"] == 2)
    let status = try await place.run("status", "lake")
    #expect(status.output.contains("a:int64, b:string"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `an ingest that waits for another to publish can be interrupted`() async throws {
    for day in 3...4 { try place.put(Workplace.bars, at: "2024-01-0\(day).csv") }
    let outcome = try await place.repeatedlyInterruptedIngest(
      ["2024-01-02.csv", "2024-01-03.csv", "2024-01-04.csv"], signals: [.interrupt])
    #expect(outcome.status == 130 && outcome.output == "")
    let told = outcome.error.split(separator: "\n")
    // Those that were begun are errors, in their order, and the others are named.
    let begunCount = told.prefix { $0.hasSuffix("  io_error: interrupted") }.count
    #expect(
      told.prefix(begunCount)
        == (2..<2 + begunCount).map { "2024-01-0\($0)  io_error: interrupted" }[...])
    #expect(1...3 ~= begunCount)
    if begunCount < 3 {
      let rest = "\(3 - begunCount) date\(begunCount == 2 ? "" : "s") not started"
      #expect(told[begunCount] == "interrupted: \(rest), from 2024-01-0\(2 + begunCount) on")
    }
    let left = begunCount < 3 ? ", \(3 - begunCount) not started" : ""
    #expect(
      told.last?.hasPrefix("3 dates: 0 ingested, 0 skipped, \(begunCount) failed\(left); ")
        == true)
    #expect(
      told.last?.hasSuffix("; run the same command again, which skips what is done") == true)
    #expect(told.count == begunCount + (begunCount < 3 ? 2 : 1))
    #expect(try place.files() == [])
    #expect(try place.staged() == [])
  }

  @Test(.timeLimit(.minutes(1)))
  func `an interruption is reported to programs too`() async throws {
    let outcome = try await place.repeatedlyInterruptedIngest(
      ["--json", "2024-01-02.csv"], signals: [.interrupt])
    #expect(outcome.status == 130)
    let objects = try Workplace.objects(outcome.output)
    #expect(objects.map { $0["status"] } == ["error"])
    #expect(objects.map { $0["date"] } == ["2024-01-02"])
    #expect(objects.map { $0["message"] } == ["interrupted"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `a second interruption ends the process at once`() async throws {
    let outcome = try await place.repeatedlyInterruptedIngest(
      ["2024-01-02.csv"], signals: [.interrupt, .terminate])
    #expect(outcome == Command.Outcome(status: nil, output: "", error: ""))
    #expect(try place.files() == [])
    try await #expect(place.ingest("2024-01-02.csv").status == 0)
    #expect(try place.staged() == [])
  }
}
