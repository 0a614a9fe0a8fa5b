import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct ErrorPlaceTests {
  /// A file of several blocks in which some lines, by their number from 1, are others.
  private func file(_ wrong: [Int: String], lineCount: Int = 130_000) -> ByteSource {
    var lines = [Bars.header]
    for number in 2...lineCount {
      lines.append(wrong[number] ?? Bars.line("S\(number / 400)", number))
    }
    return Bars.source(lines)
  }

  private func errors(_ data: ByteSource, config: [String: ConfigValue] = [:]) throws
    -> [(run: Run, error: IngestError)]
  {
    var found: [(Run, IngestError)] = []
    for run in Run.all {
      let lake = try Lake()
      let error = try #require(throws: IngestError.self, "\(run)") {
        try lake.ingest(data, by: run.entry, config: config.merging(run.config) { $1 })
      }
      #expect(try lake.tree().isEmpty)
      #expect(try lake.remains() == [])
      found.append((run, error))
    }
    return found
  }

  struct Wrong: Sendable, CustomStringConvertible {
    let line: String
    let code: ErrorCode
    var column: String?
    var token: String?
    var description: String { code.rawValue }
  }

  static let wrongs = [
    Wrong(line: "A,1,2,3", code: .raggedRow),
    Wrong(line: "A,1\"0,1,1,1,1,\(Bars.midnight),1", code: .badQuote),
    Wrong(line: "A,1e,1,1,1,1,\(Bars.midnight),1", code: .badNumber, column: "volume", token: "1e"),
    Wrong(
      line: "A,1,1,1,1,1,\(Bars.midnight),\" 2147483648\"", code: .outOfRange,
      column: "transactions", token: " 2147483648"),
    Wrong(line: ",1,1,1,1,1,\(Bars.midnight),1", code: .nullKey, column: "ticker", token: ""),
    Wrong(
      line: "A,1,1,1,1,1,\t2024-02-30\u{E9},1", code: .badTimestamp, column: "window_start",
      token: #"\x092024-02-30\xC3\xA9"#),
    Wrong(
      line: "A,1,1,1,1,1,1704085199999999000,1", code: .dateMismatch, column: "window_start",
      token: "1704085199999999000"),
    Wrong(line: String(repeating: "x", count: 1_048_577), code: .recordTooLong),
    Wrong(line: "A\0,1,1,1,1,1,\(Bars.midnight),1", code: .nulByte),
  ]

  @Test(arguments: wrongs)
  func `line, column and token far into a file are the same from every run`(
    _ wrong: Wrong
  ) throws {
    let line = 120_001
    for (run, error) in try errors(file([line: wrong.line]), config: ["strict_dates": true]) {
      #expect(error.code == wrong.code, "\(run)")
      #expect(error.line == line, "\(run)")
      #expect(error.column == wrong.column, "\(run)")
      #expect(error.token == wrong.token, "\(run)")
      #expect(error.date == Lake.date, "\(run)")
      #expect((error.offset != nil) == (wrong.code == .nulByte), "\(run)")
    }
  }

  @Test func `an offset is counted in the inflated input, with the byte order mark`() throws {
    let text = try Inputs.bytes(file([100_000: "A\0,1"]))
    let marked = [0xEF, 0xBB, 0xBF] + text
    let offset = try #require(marked.firstIndex(of: 0))
    for data in [ByteSource.bytes(marked), try Inputs.gzip(.bytes(marked))] {
      for (run, error) in try errors(data) {
        #expect(error.code == .nulByte)
        #expect(error.offset == offset, "\(run)")
        #expect(error.line == 100_000, "\(run)")
      }
    }
  }

  @Test func `of errors in several blocks the earliest record's is reported`() throws {
    // The earlier ones stand in the last columns of their records, and take the longest to find.
    let data = file([
      129_000: "A,1", 90_000: ",,,,,,,", 60_001: "B,1,1,1,1,1,\(Bars.midnight),x",
      60_002: "B,x,1,1,1,1,\(Bars.midnight),1",
    ])
    for _ in 0..<5 {
      for (run, error) in try errors(data) {
        #expect(error.code == .badNumber, "\(run)")
        #expect(error.line == 60_001, "\(run)")
        #expect(error.column == "transactions", "\(run)")
      }
    }
  }

  @Test func `within a record the structure is checked first, then the fields in order`() throws {
    let header = "transactions,ticker,volume,open,close,high,low,window_start"
    let cases: [(line: String, code: ErrorCode, column: String?)] = [
      ("x,,y,1,1,1,1,z", .badNumber, "transactions"), ("1,,y,1,1,1,1,z", .nullKey, "ticker"),
      ("1,A,-1,1,1,1,1,z", .outOfRange, "volume"),
      ("1,A,1,1,1,1,1,z", .badTimestamp, "window_start"),
      ("x,,y,1,1", .raggedRow, nil), ("x,,y\"", .badQuote, nil), ("x\0,,y\"", .nulByte, nil),
      ("1,A,1,1,1,1,1,0", .dateMismatch, "window_start"),
    ]
    for (line, code, column) in cases {
      let data = Bars.source([header, "1,A,1,1,1,1,1,\(Bars.midnight)", line])
      for (run, error) in try errors(data, config: ["strict_dates": true]) {
        #expect(error.code == code, "\(line), \(run)")
        #expect(error.line == 3, "\(line), \(run)")
        #expect(error.column == column, "\(line), \(run)")
      }
    }
  }

  @Test func `damage of the container comes before every error inside`() throws {
    let member = try Inputs.bytes(Inputs.gzip(file([50: "A,1"])))
    for damaged in [Array(member.dropLast()), member + [0], member + member.prefix(20)] {
      for (run, error) in try errors(.bytes(damaged)) {
        #expect(error.code == .gzipCorrupt, "\(run)")
        #expect(error.line == nil && error.offset == nil)
      }
    }
  }

  @Test func `inputs without a header are empty on line 1`() throws {
    for text in ["", "\n\r\n \t\r", "\u{FEFF}", "\u{FEFF}\n"] {
      for (run, error) in try errors(.bytes(Array(text.utf8))) {
        #expect(error.code == .emptyInput, "\(run)")
        #expect(error.line == 1)
        #expect(error.column == nil && error.token == nil && error.offset == nil)
      }
    }
  }

  @Test func `an error has all its keys as JSON, with null for those that do not apply`() throws {
    let error = IngestError(date: "2024-01-02", code: .badNumber, line: 3, message: "so/so")
    #expect(
      try JSON.line(error)
        == #"{"code":"bad_number","column":null,"date":"2024-01-02","line":3,"message":"so/so","#
        + #""offset":null,"status":"error","token":null}"#)
  }

  @Test func `the codes are the closed list of the specification`() {
    #expect(
      ErrorCode.allCases.map(\.rawValue) == [
        "invalid_argument", "invalid_date", "unknown_data_type", "empty_input", "missing_column",
        "duplicate_column", "ragged_row", "bad_quote", "bad_encoding", "nul_byte", "bad_number",
        "out_of_range", "null_key", "bad_timestamp", "date_mismatch", "doubtful_bar",
        "record_too_long", "gzip_corrupt", "output_conflict", "memory_limit_exceeded", "io_error",
        "internal",
      ])
  }
}
