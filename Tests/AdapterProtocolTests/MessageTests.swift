import BarLakeAdapterProtocol
import Testing

/// Messages as lines.
@Suite struct MessageTests {
  static let requests: [(Request.Operation, String)] = [
    (
      .open(
        Request.Open(
          ingestor: "i1", kind: .streaming, dataType: "stocks_daily", out: "r1/o",
          config: ["chunk_size": .integer(2), "profile": .string("portable")])),
      #"{"config":{"chunk_size":2,"profile":"portable"},"data_type":"stocks_daily","id":"a","#
        + #""ingestor":"i1","kind":"streaming","op":"open","out":"r1/o"}"#
    ),
    (
      .ingest(
        Request.Ingest(
          ingestor: "i1", entry: .ingestLazy, date: "2024-01-02", input: "r1/i/in.csv",
          symbols: nil, deadline: 10_000)),
      #"{"date":"2024-01-02","deadline_ms":10000,"entry":"ingest_lazy","id":"a","ingestor":"i1","#
        + #""input":"r1/i/in.csv","op":"ingest","symbols":null}"#
    ),
    (
      .ingestBatch(
        Request.IngestBatch(
          ingestor: "i1", dates: ["d"], data: ["d": "in.csv"], symbols: ["A"], deadline: 5)),
      #"{"data":{"d":"in.csv"},"dates":["d"],"deadline_ms":5,"id":"a","ingestor":"i1","#
        + #""op":"ingest_batch","symbols":["A"]}"#
    ),
    (.statistics(ingestor: "i1"), #"{"id":"a","ingestor":"i1","op":"statistics"}"#),
    (.resetStatistics(ingestor: "i1"), #"{"id":"a","ingestor":"i1","op":"reset_statistics"}"#),
    (
      .schema(Request.Schema(dataType: "stocks_daily", profile: "classic", full: true)),
      #"{"data_type":"stocks_daily","full":true,"id":"a","op":"schema","profile":"classic"}"#
    ),
    (.close(ingestor: "i1"), #"{"id":"a","ingestor":"i1","op":"close"}"#),
    (.settle, #"{"id":"a","op":"settle"}"#),
    (.bye, #"{"id":"a","op":"bye"}"#),
  ]

  @Test(arguments: requests)
  func `a request is the line that the protocol says`(
    _ operation: Request.Operation, _ line: String
  ) throws {
    let request = Request(id: "a", operation: operation)
    #expect(String(decoding: try AdapterProtocol.line(request), as: UTF8.self) == line + "\n")
    #expect(try AdapterProtocol.message(Request.self, from: line.utf8) == request)
  }

  static let replies: [(Reply.Outcome, String)] = [
    (.success(Reply.Content()), #"{"id":"a","status":"success"}"#),
    (
      .success(Reply.Content(result: ["status": .string("success"), "records": .integer(2)])),
      #"{"id":"a","result":{"records":2,"status":"success"},"status":"success"}"#
    ),
    (
      .error(ReportedError(code: "ragged_row", line: 3, message: "m")),
      #"{"code":"ragged_row","column":null,"id":"a","line":3,"message":"m","offset":null,"#
        + #""status":"error","token":null}"#
    ),
    (.unsupported(.lazy), #"{"feature":"lazy","id":"a","status":"unsupported"}"#),
  ]

  @Test(arguments: replies)
  func `a reply is the line that the protocol says`(
    _ outcome: Reply.Outcome, _ line: String
  ) throws {
    let reply = Reply(id: "a", outcome: outcome)
    #expect(String(decoding: try AdapterProtocol.line(reply), as: UTF8.self) == line + "\n")
    #expect(try AdapterProtocol.message(Reply.self, from: line.utf8) == reply)
  }

  @Test func `members that nobody knows are passed over, and those that are null may be missing`()
    throws
  {
    let reply = try AdapterProtocol.message(
      Reply.self, from: #"{"id":"a","status":"error","code":"io_error","message":"m","x":[1]}"#.utf8
    )
    #expect(
      reply == Reply(id: "a", outcome: .error(ReportedError(code: "io_error", message: "m"))))
  }

  @Test(arguments: [
    (#"{"status":"success"}"#, "the member \"id\" is missing"),
    (#"{"id":1,"status":"success"}"#, "id: Expected to decode String"),
    ("x", "not valid JSON"),
  ])
  func `what is wrong with a message is told in words`(_ line: String, _ problem: String) {
    let error = #expect(throws: MalformedJSON.self) {
      try AdapterProtocol.message(Reply.self, from: line.utf8)
    }
    #expect(error?.description.contains(problem) == true, "\(error as Any)")
  }

  @Test(arguments: [
    "", "x", "[]", "{}", #"{"id":"a"}"#, #"{"id":1,"status":"success"}"#,
    #"{"id":"a","status":"done"}"#, #"{"id":"a","status":"unsupported","feature":"speed"}"#,
    #"{"id":"a","status":"error"}"#,
  ])
  func `what is no reply is none`(_ line: String) {
    #expect(throws: (any Error).self) {
      try AdapterProtocol.message(Reply.self, from: line.utf8)
    }
  }

  static let ingest = Request.Operation.ingest(
    Request.Ingest(
      ingestor: "i", entry: .ingestDate, date: "d", input: "f", symbols: nil, deadline: 1))
  static let batch = Request.Operation.ingestBatch(
    Request.IngestBatch(ingestor: "i", dates: [], data: [:], symbols: nil, deadline: 1))
  static let result: [String: JSONValue] = [
    "status": .string("success"), "records": .integer(1), "files": .array([.string("a")]),
  ]

  @Test func `a reply has what its operation brings`() {
    func fault(_ content: Reply.Content, _ operation: Request.Operation) -> String? {
      Reply.Outcome.success(content).fault(as: operation)
    }
    #expect(fault(Reply.Content(result: Self.result), Self.ingest) == nil)
    #expect(fault(Reply.Content(), .close(ingestor: "i")) == nil)
    #expect(fault(Reply.Content(results: [Self.result]), Self.batch) == nil)
    #expect(fault(Reply.Content(), Self.ingest) == "a success of ingest has no result")
    #expect(fault(Reply.Content(), Self.batch) == "a success of ingest_batch has no results")
    #expect(
      fault(Reply.Content(), .statistics(ingestor: "i"))
        == "a success of statistics has no statistics")
    for (key, value) in [
      ("status", JSONValue.string("done")), ("records", .integer(-1)), ("records", .null),
      ("files", .string("a")), ("files", .array([.integer(1)])),
    ] {
      var wrong = Self.result
      wrong[key] = value
      #expect(
        fault(Reply.Content(result: wrong), Self.ingest) == "a result has the \(key) \(value)")
    }
    #expect(
      Reply.Outcome.error(ReportedError(code: "oops", message: "")).fault(as: .settle)
        == "oops is no error code")
    let failed: [String: JSONValue] = [
      "status": .string("error"), "error": .object(["code": .string("oops")]),
    ]
    #expect(fault(Reply.Content(results: [failed]), Self.batch) == "oops is no error code")
  }
}
