import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct SchemaDetectorTests {
  private func detect(_ lines: [String]) throws -> [String] {
    try SchemaDetector.detect(Bars.source(lines)).map {
      "\($0.name) \($0.type)\($0.hasNulls ? "?" : "")"
    }
  }

  static let columns: [(values: [String], type: String)] = [
    (["true", "FALSE"], "bool"), (["1", "0"], "int64"), (["1", "true"], "bool"),
    (["TRUE", "0", ""], "bool?"), (["0"], "int64"),
    (["1", "-7", "1e3"], "int64"), (["1", "1.5"], "double"), (["1", "NA"], "int64?"),
    (["9223372036854775808", "1"], "double"), (["2024-01-02", "2024-02-29"], "date"),
    (["2024-01-02", "2024-01-02T00:00"], "timestamp"), (["2024-02-30", "2024-01-01"], "string"),
    (["", ""], "string?"), (["", "x"], "string?"), (["NA", "x"], "string"), (["1", "x"], "string"),
    (["2024-01-02T00:00:00.000001"], "timestamp"),
    (["2024-01-02T00:00:00.000000001", "2024-01-02T00:00"], "string"),
    ([" ", "x"], "string"), ([" ", "1"], "int64?"), ([" ", " "], "string"),
  ]

  @Test(arguments: columns)
  func `a column gets the narrowest type that takes every value`(
    _ column: (values: [String], type: String)
  ) throws {
    let lines = column.values.map { "a,\($0)" }
    #expect(try detect(["k, Name "] + lines) == ["k string", " Name  \(column.type)"])
  }

  @Test func `the last value of a large file counts`() throws {
    let lines = (0..<200_000).map { "\($0),x" } + ["1.5,x"]
    #expect(try detect(["a,b"] + lines) == ["a double", "b string"])
  }

  @Test func `a flat file has the types that its vendor prints`() throws {
    #expect(
      try detect([Bars.header, Bars.line("A", 7)]) == [
        "ticker string", "volume int64", "open double", "close double", "high double",
        "low double", "window_start int64", "transactions int64",
      ])
  }

  @Test func `wrong input is an error without a date`() throws {
    let path = "/tmp/no such file"
    let wrong: [(ByteSource, ErrorCode, Int?)] = [
      (Bars.source(["a,b", "1"]), .raggedRow, 2), (.bytes([]), .emptyInput, 1),
      (.bytes([0x1F, 0x8B, 8, 0]), .gzipCorrupt, nil), (.file(path), .ioError, nil),
    ]
    for (source, code, line) in wrong {
      let error = try #require(throws: IngestError.self) { try SchemaDetector.detect(source) }
      #expect(error.code == code)
      #expect(error.line == line)
      #expect(error.date == nil)
      if code == .ioError { #expect(error.message.contains(path)) }
    }
  }
}
