import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeTestSupport
import Testing

/// An adapter that puts the same file into every lake, whatever it is asked for, and notes what it
/// was asked for.
private final class PuttingAdapter: AdapterConnection {
  let bytes: [UInt8]
  let path: String
  private(set) var calls: [String] = []
  private var roots: [String: String] = [:]

  init(bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  func outcome(of operation: Request.Operation) throws(Breakdown) -> Reply.Outcome {
    switch operation {
    case .open(let open):
      calls.append("open \(open.kind) \(open.dataType) \(JSONValue.object(open.config))")
      if open.dataType == "wrong" {
        return .error(
          ReportedError(code: "unknown_data_type", token: "wrong", message: "no such type"))
      }
      if open.dataType == "never" { return .unsupported(.optionsDaily) }
      if open.dataType == "silent" { throw Breakdown(.timeout, "no reply in time") }
      roots[open.ingestor] = open.out
      return .success(Reply.Content())
    case .ingest(let ingest):
      return self.ingest(
        ingest.input, root: roots[ingest.ingestor], as: "\(ingest.entry) \(ingest.date)")
    case .ingestBatch(let batch):
      var results: [[String: JSONValue]] = []
      for date in batch.dates {
        var result: [String: JSONValue] = [
          "status": .string("skipped"), "records": .integer(0), "files": .array([]),
        ]
        if let input = batch.data[date],
          case .success(let content) = ingest(input, root: roots[batch.ingestor], as: date)
        {
          result = content.result ?? [:]
        }
        result["date"] = .string(date)
        results.append(result)
      }
      return .success(Reply.Content(results: results))
    case .statistics: return .success(Reply.Content(statistics: ["records_processed": .integer(5)]))
    case .resetStatistics: calls.append("reset")
    case .close(let ingestor): roots[ingestor] = nil
    case .schema, .settle, .bye: break
    }
    return .success(Reply.Content())
  }

  private func ingest(_ path: String, root: String?, as call: String) -> Reply.Outcome {
    let input = (try? FileSystem.read(path)).map { String(decoding: $0, as: UTF8.self) }
    calls.append("ingest \(call) \(input ?? "no input")")
    guard input != nil, let root else {
      return .error(ReportedError(code: "io_error", message: "no input"))
    }
    do {
      let file = "\(root)/\(self.path)"
      try FileSystem.createDirectories(FileSystem.parent(of: file))
      try FileSystem.write(bytes, to: file)
      try FileSystem.write([1], to: "\(root)/.hidden")
    } catch {
      return .error(ReportedError(code: "io_error", message: "\(error)"))
    }
    return .success(
      Reply.Content(result: [
        "status": .string("success"), "records": .integer(1), "files": .array([.string(self.path)]),
        "reason": .string("caf\u{E9}"),
      ]))
  }

  /// Whether no ingestor is open any longer.
  var isClosed: Bool { roots.isEmpty }
}

private let ingest = """
  {"op": "ingest", "data_type": "stocks_daily", "date": "2024-01-02", "input": "in.csv",
   "config": {}}
  """
private let dailyFile = "stocks_daily/year=2024/month=01/date=2024-01-02.parquet"
private let success = #"{"status": "success", "tree": {"\#(dailyFile)": "t.ndjson"}}"#

/// Runs a case with these steps and returns its differences and what the implementation was asked.
private func run(
  _ permutation: Permutation = Permutation(entry: .polars, threads: 2), steps: String = ingest,
  expect: String = success, fixture: String = "pyarrow-constant", at path: String = dailyFile,
  table: [UInt8]? = nil, changing: (inout FileMetaData) -> Void = { _ in }
) throws -> (differences: [String], calls: [String]) {
  let folder = try TemporaryFolder()
  try folder.write(caseText(steps: steps, expect: expect), to: "case/case.json")
  if steps.contains("in.csv") { try folder.write("a\n", to: "case/in.csv") }
  if expect.contains("t.ndjson") || steps.contains("t.ndjson") {
    let constant = try FileSystem.read(Fixtures.path("pyarrow-constant.ndjson"))
    try FileSystem.write(table ?? constant, to: "\(folder.path)/case/t.ndjson")
  }
  let loaded = try ConformanceSuite.load("\(folder.path)/case", id: "csv.one")
  let adapter = PuttingAdapter(
    bytes: try rewriteFooter(of: try Fixtures.bytes(fixture), changing), path: path)
  let judgement = try CaseRunner.run(
    loaded, permutation, on: adapter, in: RunFolder(path: "\(folder.path)/work"))
  if let problem = judgement.problem {
    return (["\(judgement.verdict.rawValue): \(problem)"], adapter.calls)
  }
  #expect((judgement.verdict == .pass) == judgement.differences.isEmpty)
  #expect(adapter.isClosed)
  // What only the reference has to keep changes no verdict.
  let found =
    judgement.differences
    + judgement.referenceDifferences.filter {
      $0.place.contains(", metadata ")
    }
  return (found.map(\.description), adapter.calls)
}

@Test func `a case that gets what it expects has no differences`() throws {
  let (differences, calls) = try run()
  #expect(differences == [])
  #expect(
    calls == [#"open polars stocks_daily {"threads": 2}"#, "ingest ingestDate 2024-01-02 a\n"])
}

@Test func `an adapter that does not reply, or not to this, is no implementation that rejects`()
  throws
{
  let silent = ingest.replacing("stocks_daily", with: "silent")
  #expect(try run(steps: silent).differences == ["timeout: no reply in time"])
  let never = ingest.replacing("stocks_daily", with: "never")
  #expect(try run(steps: never).differences == ["unsupported: options_daily"])
}

@Test func `a permutation reaches the configuration and the input`() throws {
  let permutation = Permutation(entry: .streaming, chunkSize: 7, lineEnding: .crlf, quoting: .all)
  #expect(
    try run(permutation).calls == [
      #"open streaming stocks_daily {"chunk_size": 7}"#, "ingest ingestDate 2024-01-02 \"a\"\r\n",
    ])
}

@Test func `a case that speaks of an option keeps its own value and its own entry`() throws {
  func call(_ config: String) throws -> String? {
    let step = ingest.replacing("{}", with: config)
    return try run(Permutation(entry: .streaming, chunkSize: 7), steps: step).calls.first
  }
  #expect(
    try call(#"{"chunk_size": 1}"#) == #"open streaming stocks_daily {"chunk_size": 1}"#)
  #expect(
    try call(#"{"ingest": {"chunk_size": 1}}"#)
      == #"open streaming stocks_daily {"ingest": {"chunk_size": 1}}"#)
  #expect(
    try call(#"{"ingest.chunk_size": 1}"#)
      == #"open streaming stocks_daily {"ingest.chunk_size": 1}"#)
  #expect(try call(#"{}, "entry": "lazy""#) == "open polars stocks_daily {}")
}

@Test func `steps that agree share an ingestor`() throws {
  let other = ingest.replacing("{}", with: #"{"profile": "classic"}"#)
  let calls = try run(steps: [ingest, ingest, other, ingest].joined(separator: ",")).calls
  #expect(calls.filter { $0.hasPrefix("open") }.count == 2)
}

@Test func `another status, result or set of files is a difference`() throws {
  #expect(
    try run(expect: #"{"status": "skipped"}"#).differences
      == ["step 1, status: expected skipped, found success"])
  let error = #"{"code": "ragged_row", "line": 2, "column": null, "token": null, "offset": null}"#
  #expect(
    try run(expect: #"{"status": "error", "error": \#(error)}"#).differences
      == ["step 1, status: expected error, ragged_row, found success"])
  #expect(
    try run(expect: #"{"status": "success", "result": {"records": 2, "chunks": null}}"#).differences
      == ["step 1, result.records: expected 2, found 1"])
  #expect(
    try run(expect: #"{"status": "success", "tree": {}}"#).differences
      == ["\(dailyFile): expected nothing, found a file"])
  #expect(
    try run(expect: #"{"status": "success", "tree": {"x": null, "\#(dailyFile)": null}}"#)
      .differences == ["x: expected a file, found nothing"])
}

@Test func `a star in a result is any value except null`() throws {
  func differences(_ result: String) throws -> [String] {
    try run(expect: #"{"status": "success", "result": \#(result)}"#).differences
  }
  #expect(try differences(#"{"records": "*", "files": "*"}"#) == [])
  #expect(
    try differences(#"{"records": "*", "elapsed_time": "*"}"#)
      == [#"step 1, result.elapsed_time: expected "*", found null"#])
  #expect(
    try differences(#"{"files": ["*"]}"#)
      == [#"step 1, result.files: expected ["*"], found ["\#(dailyFile)"]"#])
}

@Test func `another table and a file that is made wrongly are differences`() throws {
  let table = try run(fixture: "pyarrow-edges-dictionary-snappy").differences
  #expect(table.count == 1)
  #expect(table.first?.hasPrefix("\(dailyFile), column 1: expected same: string") == true)
  // DuckDB's converted type means the same.
  #expect(try run(fixture: "duckdb-constant").differences == [])
}

@Test func `an error is compared by all its keys but the message`() throws {
  let step = ingest.replacing("stocks_daily", with: "wrong")
  func differences(_ error: String) throws -> [String] {
    try run(steps: step, expect: #"{"status": "error", "error": \#(error), "tree": {}}"#)
      .differences
  }
  #expect(
    try differences(
      #"{"code": "unknown_data_type", "line": null, "column": null, "token": "wrong", "#
        + #""offset": null}"#) == [])
  #expect(
    try differences(
      #"{"code": "invalid_date", "line": 1, "column": "x", "token": null, "offset": 4}"#) == [
        "step 1, error.code: expected invalid_date, found unknown_data_type (no such type)",
        "step 1, error.line: expected 1, found null",
        #"step 1, error.column: expected "x", found null"#,
        #"step 1, error.token: expected null, found "wrong""#,
        "step 1, error.offset: expected 4, found null",
      ])
  #expect(
    try run(steps: step, expect: #"{"status": "success"}"#).differences
      == ["step 1, status: expected success, found error, unknown_data_type (no such type)"])
}

@Test func `a step before the last must succeed unless it says what it expects`() throws {
  let missing = ingest.replacing("in.csv", with: "missing.csv")
  #expect(
    try run(steps: "\(missing), \(ingest)").differences
      == ["step 1, status: expected success, found error, io_error (no input)"])
  let expected = """
    "config": {}, "expect": {"status": "error", "error": {"code": "io_error", "line": null,
     "column": null, "token": null, "offset": null}}
    """
  let step = missing.replacing(#""config": {}"#, with: expected)
  #expect(try run(steps: "\(step), \(ingest)").differences == [])
}

@Test func `files are put, truncated and removed by the steps`() throws {
  let steps = """
    {"op": "put", "path": "a/b", "text": "12345"}, {"op": "put", "path": "a/c", "text": "x"},
    {"op": "truncate", "path": "a/b", "bytes": 2}, {"op": "remove", "path": "a/c"}
    """
  #expect(
    try run(steps: steps, expect: #"{"status": "success", "tree": {"a/b": null}}"#).differences
      == [])
  #expect(throws: SuiteError.self) {
    try run(
      steps: #"{"op": "remove", "path": "a"}"#, expect: #"{"status": "success", "tree": {}}"#)
  }
}

@Test func `batches and statistics are compared`() throws {
  let steps = """
    {"op": "ingest_batch", "data_type": "stocks_daily", "dates": ["2024-01-02", "2024-01-03"],
     "data": {"2024-01-02": "in.csv"}, "config": {},
     "expect": {"status": "success", "batch": [{"date": "2024-01-02", "records": 1},
                                               {"date": "2024-01-03", "status": "skipped"}]}},
    {"op": "reset_statistics"}, {"op": "statistics"}
    """
  #expect(
    try run(
      steps: steps, expect: #"{"status": "success", "statistics": {"records_processed": 6}}"#
    ).differences == ["step 3, statistics.records_processed: expected 6, found 5"])
  #expect(
    try run(
      steps: steps.replacing(#", {"date": "2024-01-03", "status": "skipped"}"#, with: "")
        .replacing(#""records": 1},"#, with: #""records": 1}"#)
        .replacing(#"{"date": "2024-01-03", "status": "skipped"}"#, with: ""),
      expect: #"{"status": "success"}"#
    ).differences == ["step 1, results: expected 1, found 2"])
}

@Test func `metadata is compared by key`() throws {
  let path = dailyFile
  let differences = try run(
    expect: """
      {"status": "success", "metadata": {"\(path)": {"no key": "*", "ARROW:schema": "*"}}}
      """, fixture: "pyarrow-edges-plain"
  ).differences
  #expect(differences == ["\(path), metadata no key: expected *, found nothing"])
}

@Test func `what is no Parquet file has neither a table nor metadata`() throws {
  let put = #"{"op": "put", "path": "a", "text": "ticker,volume"}"#
  let table = try run(
    steps: put, expect: #"{"status": "success", "tree": {"a": "t.ndjson"}}"#
  ).differences
  #expect(table.count == 1)
  #expect(table.first?.hasPrefix("a: expected a Parquet file, found ") == true)
  let metadata = try run(
    steps: put, expect: #"{"status": "success", "metadata": {"a": {"k": "*"}}}"#
  ).differences
  #expect(metadata.count == 1)
  #expect(metadata.first?.hasPrefix("a: expected a Parquet file, found ") == true)
}

@Test func `texts of other bytes that look the same are different`() throws {
  func result(_ reason: String) throws -> Int {
    try run(expect: #"{"status": "success", "result": {"reason": "\#(reason)"}}"#).differences.count
  }
  #expect(try result("caf\u{E9}") == 0)
  #expect(try result("cafe\u{301}") == 1)
  let path = dailyFile
  func metadata(_ value: String) throws -> [String] {
    try run(
      expect: #"{"status": "success", "metadata": {"\#(path)": {"k": "\#(value)"}}}"#,
      changing: { $0.keyValueMetadata = [KeyValue(key: "k", value: "caf\u{E9}")] }
    ).differences
  }
  #expect(try metadata("caf\u{E9}") == [])
  #expect(try metadata("*") == [])
  #expect(try metadata("cafe\u{301}").count == 1)
}

@Test func `a right table is not enough if a lake cannot have the path`() throws {
  let path = "stocks_daily/year=2024/month=1/date=2024-01-02.parquet"
  let found = try run(
    expect: #"{"status": "success", "tree": {"\#(path)": "t.ndjson"}}"#, at: path
  ).differences
  #expect(found == ["\(path), path: expected PART-2.1, found month=1 is not month= and 2 digits"])
}

@Test func `files by symbol are compared with the rows of the whole date`() throws {
  let path = "stocks_minute/year=2024/month=01/symbol=AA%70/date=2024-01-02.parquet"
  let constant = try FileSystem.read(Fixtures.path("pyarrow-constant.ndjson"))
  let text = String(decoding: constant, as: UTF8.self)
    .replacing("[{", with: #"[{"name": "symbol", "type": "string"}, {"#)
    .replacing(#"["AAPL""#, with: #"["AAp", "AAPL""#)
  func differences(_ text: String, at path: String = path) throws -> [String] {
    let expect = """
      {"status": "success", "tree": {"\(path)": null}, "together": {"2024-01-02": "t.ndjson"}}
      """
    return try run(expect: expect, at: path, table: Array(text.utf8)).differences
  }
  #expect(try differences(text) == [])
  #expect(throws: SuiteError.self) { try differences(text.replacing("symbol", with: "sign")) }
  let last = text.split(separator: "\n").last ?? ""
  #expect(
    try differences(text + last.replacing("AAp", with: "AAP") + "\n")
      == ["AAP: expected a file, found nothing"])
  #expect(try differences(text + last + "\n").count == 1)
  #expect(
    try differences(text.replacing("AAp", with: "AAP"))
      == ["\(path): expected nothing, found a file", "AAP: expected a file, found nothing"])
  let wrong = path.replacing("AA%70", with: "AAp")
  #expect(
    try differences(text, at: wrong) == [
      "\(wrong): expected a path of a lake, found symbol=AAp is not how AAp is encoded",
      "AAp: expected a file, found nothing",
    ])
}

@Test func `files that must be as they were after a step are compared by their bytes`() throws {
  let steps = """
    {"op": "put", "path": "a/b", "text": "12345"}, {"op": "put", "path": "a/c", "text": "x"},
    {"op": "put", "path": "a/b", "text": "1234567x"}
    """
  func differences(_ steps: String, since step: Int = 2) throws -> [String] {
    let expect = """
      {"status": "success", "tree": {"a/b": null, "a/c": null}, "unchanged_since": \(step)}
      """
    return try run(steps: steps, expect: expect).differences
  }
  let same = steps.replacing("1234567x", with: "12345")
  #expect(try differences(same) == [])
  #expect(try differences(same, since: 1) == [])
  #expect(try differences(steps) == ["a/b: expected the same bytes, found 8 other bytes"])
  for step in [0, 3] {
    #expect(throws: SuiteError.self) { try differences(same, since: step) }
  }
  let removing =
    same + #", {"op": "remove", "path": "a/c"}, {"op": "put", "path": "a/d", "text": ""}"#
  #expect(
    try run(
      steps: removing,
      expect: #"{"status": "success", "tree": {"a/b": null, "a/d": null}, "unchanged_since": 3}"#
    ).differences == ["a/c: expected the same bytes, found nothing"])
}

@Test func `a path and the content of its file are compared`() throws {
  let path = "stocks_minute/year=2024/month=01/symbol=AAPL/date=2024-01-02.parquet"
  let differences = try run(
    expect: #"{"status": "success", "tree": {"\#(path)": "t.ndjson"}}"#,
    fixture: "pyarrow-classic-pages", at: path
  ).differences
  let other = "\(path), path: expected PART-5.2, found symbol is AA in row 1 of row group 1"
  #expect(differences.contains(other))
}
