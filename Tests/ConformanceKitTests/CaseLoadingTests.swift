import BarLakeAdapterProtocol
import BarLakeConformanceKit
import Testing

/// The problem that loading a case with this text finds, or nil.
private func problem(_ text: String, id: String = "csv.one") throws -> String? {
  let folder = try TemporaryFolder()
  try folder.write(text, to: "case.json")
  do throws(SuiteError) {
    _ = try ConformanceSuite.load(folder.path, id: id)
    return nil
  } catch {
    #expect(error.path == "\(folder.path)/case.json")
    return error.problem
  }
}

@Test func `every committed case loads and every run has a name of its own`() throws {
  let cases = try ConformanceSuite.load("\(Fixtures.root)/Conformance/cases")
  #expect(cases.count >= 200)
  let names = cases.flatMap { each in each.permutations.map { each.name(of: $0) } }
  #expect(Set(names).count == names.count)
  for each in cases {
    let tables = (each.expect.tree ?? [:]).values.compactMap { $0 }
    for table in Set(tables) { _ = try ExpectedTable.load("\(each.folder)/\(table)") }
  }
}

@Test func `a case is loaded with all that it says`() throws {
  let step = """
    {"op": "ingest", "data_type": "options_daily", "date": "2024-01-02", "input": "in.csv",
     "config": {"threads": 2, "ingest": {"profile": "classic"}, "limit": 9007199254740993},
     "symbols": ["A", "B"], "entry": "lazy"},
    {"op": "put", "path": "a/b.txt", "text": "x"}, {"op": "remove", "path": "a/b.txt"},
    {"op": "truncate", "path": "c", "bytes": 3}, {"op": "reset_statistics"}, {"op": "statistics"}
    """
  let expect = """
    {"status": "error", "error": {"code": "bad_number", "line": 3, "column": "low", "token": "x",
     "offset": null}, "tree": {"a": null}, "metadata": {"a": {"k": "*"}}}
    """
  let folder = try TemporaryFolder()
  try folder.write(caseText(steps: step, expect: expect), to: "case.json")
  let loaded = try ConformanceSuite.load(folder.path, id: "csv.one")
  #expect(loaded.folder == folder.path)
  #expect(loaded.level == .must)
  #expect(loaded.clauses.asserts == ["TYPE-1.1"])
  #expect(loaded.steps.count == 6)
  guard case .ingest(let ingest) = loaded.steps[0].operation else {
    Issue.record("the first step is \(loaded.steps[0])")
    return
  }
  #expect(ingest.ingestor.dataType == "options_daily")
  #expect(ingest.ingestor.entry == .lazy)
  #expect(
    ingest.ingestor.config == [
      "threads": .integer(2), "ingest": .object(["profile": .string("classic")]),
      "limit": .integer(9_007_199_254_740_993),
    ])
  #expect(ingest.symbols == ["A", "B"])
  #expect(loaded.expect.error?.line == 3)
  #expect(loaded.expect.error?.offset == nil)
  #expect(loaded.expect.tree?.keys.sorted() == ["a"])
  #expect(loaded.expect.metadata == ["a": ["k": "*"]])
}

@Test func `what hardly differs from case to case has a default`() throws {
  let folder = try TemporaryFolder()
  let text = """
    {"id": "csv.one", "since": "1.0.0", "title": "One bar", "clauses": {"asserts": ["TYPE-1.1"]},
     "requires": ["stocks_daily"],
     "steps": [
       {"op": "ingest", "data_type": "stocks_daily", "date": "2024-01-02", "input": "in.csv"}],
     "expect": {"status": "success"}}
    """
  try folder.write(text, to: "case.json")
  let loaded = try ConformanceSuite.load(folder.path, id: "csv.one")
  #expect(loaded.level == .must)
  #expect(loaded.clauses.touches == [])
  #expect(loaded.matrix.entries == [.polars, .streaming, .lazy])
  #expect(loaded.provenance.origin == .hand)
  #expect(loaded.provenance.oracle == .agrees)
  guard case .ingest(let ingest) = loaded.steps[0].operation else {
    Issue.record("the step is \(loaded.steps[0])")
    return
  }
  #expect(ingest.ingestor.config == [:])
}

@Test func `an unknown key is an error at every level`() throws {
  #expect(try problem(caseText()) == nil)
  #expect(try problem(caseText(#""matrx": {},"#))?.contains("matrx") == true)
  #expect(try problem(caseText(#""matrix": {"thread": [1]},"#))?.contains("thread") == true)
  #expect(
    try problem(caseText(expect: #"{"status": "success", "results": {}}"#))?.contains("results")
      == true)
  #expect(
    try problem(caseText(steps: #"{"op": "statistics", "of": "a"}"#))?.contains("of") == true)
  #expect(
    try problem(caseText(steps: #"{"op": "statistic"}"#))?.contains("statistic") == true)
}

@Test func `what a case leaves out or gets wrong is an error`() throws {
  #expect(try problem("{") != nil)
  #expect(try problem(caseText(id: "csv.two")) == "the id is csv.two, not csv.one")
  #expect(try problem(caseText(#""matrix": {"threads": []},"#)) != nil)
  #expect(try problem(caseText(#""matrix": {"entry": ["pandas"]},"#)) != nil)
  #expect(try problem(caseText(steps: "")) != nil)
  #expect(try problem(caseText(expect: #"{"status": "failed"}"#)) != nil)
  #expect(try problem(caseText(expect: #"{"status": "error"}"#)) != nil)
  let error = #"{"code": "bad_number", "line": 3, "column": null, "token": null}"#
  #expect(
    try problem(caseText(expect: #"{"status": "error", "error": \#(error)}"#))?
      .contains(#"the member "offset" is missing"#) == true)
}

@Test func `a folder without a case fails, and so does a file that no case names`() throws {
  let folder = try TemporaryFolder()
  func load() throws -> [String] { try ConformanceSuite.load(folder.path).map(\.id) }
  #expect(throws: SuiteError(path: folder.path, problem: "there is no case in this folder")) {
    try load()
  }
  try folder.write(caseText(), to: "csv/one/case.json")
  try folder.write("a\n", to: "csv/one/in.csv")
  try folder.write(caseText(id: "time.zone"), to: "time/zone/case.json")
  #expect(try load() == ["csv.one", "time.zone"])

  try folder.write("", to: "csv/one/expected.ndjson")
  #expect(
    throws: SuiteError(
      path: "\(folder.path)/csv/one/expected.ndjson", problem: "the case does not name this file")
  ) { try load() }

  try folder.write(
    caseText(expect: #"{"status": "success", "tree": {"a": "expected.ndjson", "b": "c.ndjson"}}"#),
    to: "csv/one/case.json")
  #expect(
    throws: SuiteError(
      path: "\(folder.path)/csv/one/c.ndjson", problem: "the case's table is missing")
  ) { try load() }
}
