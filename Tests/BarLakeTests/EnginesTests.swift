import BarLake
import BarLakeBytes
import BarLakeCSV
import BarLakeColumnar
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

/// A way into the core with its knobs.
struct Run: Sendable, CustomStringConvertible {
  var entry: Entry
  var chunkSize: Int?
  var threads: Int?

  static let all: [Run] =
    [7, 100_000].map { Run(entry: .streaming, chunkSize: $0) }
    + [Entry.polars, .readsAllFirst, .lazy].flatMap { entry in
      [1, 4].map { Run(entry: entry, threads: $0) }
    }

  var config: [String: ConfigValue] {
    var config: [String: ConfigValue] = [:]
    if let chunkSize { config["chunk_size"] = .int(chunkSize) }
    if let threads { config["threads"] = .int(threads) }
    return config
  }

  var description: String {
    "\(entry)" + (chunkSize.map { ", chunks of \($0)" } ?? "")
      + (threads.map { ", \($0) threads" } ?? "")
  }
}

@Suite struct EnginesTests {
  /// The one file that every run must write, made by the plain scanner and parsers.
  private func expected(
    _ data: ByteSource, config: [String: ConfigValue] = [:]
  ) throws -> (lake: Lake, bytes: [UInt8]) {
    let lake = try Lake()
    try lake.ingest(data, by: .streaming, config: config, scanPath: .plain)
    return (lake, try lake.read(Lake.file()))
  }

  private func check(
    _ data: ByteSource, gives bytes: [UInt8], config: [String: ConfigValue] = [:],
    runs: [Run] = Run.all
  ) throws {
    for run in runs {
      let lake = try Lake()
      let result = try lake.ingest(
        data, by: run.entry, config: config.merging(run.config) { $1 })
      let isSame = try lake.read(Lake.file()) == bytes
      #expect(isSame, "\(run)")
      if let chunkSize = run.chunkSize {
        #expect(result.chunks == (result.records + chunkSize - 1) / chunkSize)
      } else {
        #expect(result.chunks == nil)
      }
    }
  }

  @Test(arguments: ["portable", "classic"])
  func `row groups are of 100,000 rows, and all runs write the same bytes`(
    _ profile: String
  ) throws {
    let lines = (0..<250_000).map { Bars.line("S\($0 / 390)", $0) }
    let data = Bars.source([Bars.header] + lines)
    let config: [String: ConfigValue] = ["profile": .string(profile)]
    let (lake, bytes) = try expected(data, config: config)
    #expect(try lake.rowCounts() == [100_000, 100_000, 50_000])
    try check(data, gives: bytes, config: config)
  }

  @Test(arguments: [99_999, 100_000, 100_001, 200_000])
  func `a full row group is not followed by an empty one`(_ rowCount: Int) throws {
    let data = Bars.source([Bars.header] + (0..<rowCount).map { Bars.line("A", $0) })
    let (lake, bytes) = try expected(data)
    let full = [Int](repeating: 100_000, count: rowCount / 100_000)
    #expect(try lake.rowCounts() == full + (rowCount % 100_000 == 0 ? [] : [rowCount % 100_000]))
    try check(data, gives: bytes)
  }

  @Test(arguments: ["portable", "classic"])
  func `a row group may have 40,001 symbols, and each is read back`(_ profile: String) throws {
    let symbols = (0..<40_001).map { "SYM\($0 * 7_919 % 40_009)" }
    let data = Bars.source([Bars.header] + symbols.map { Bars.line($0) })
    let config: [String: ConfigValue] = ["profile": .string(profile)]
    let (lake, bytes) = try expected(data, config: config)
    #expect(try lake.rowCounts() == [40_001])
    let isSame = try lake.parquet().readRowGroup(0).columns[0].texts == symbols
    #expect(isSame)
    try check(data, gives: bytes, config: config)
  }

  @Test func `blocks may be cut inside quotes and between CR and LF`() throws {
    // Every third field is long and full of what ends records elsewhere, so that whatever byte a
    // block ends at, it often is inside a quoted field.
    let notes = (0..<30_000).map { number -> String in
      guard number % 3 == 0 else { return "note \(number)" }
      let part = "a,\"b\"\r\n\(number)\n\r,\(String(repeating: "x", count: number % 97)),"
      return String(repeating: part, count: 1 + number % 9)
    }
    let records = notes.enumerated().map { number, note in
      let quoted = note.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"")
      return Bars.line("Q\(number % 11)", number) + ",\"\(quoted)\""
    }
    let text = ([Bars.header + ",note"] + records).joined(separator: "\r\n")
    #expect(text.utf8.count > 3_000_000)
    let config: [String: ConfigValue] = ["extra_columns": "note:string"]
    let data = ByteSource.bytes(Array(text.utf8))
    let (lake, bytes) = try expected(data, config: config)
    let found = try #require(try lake.parquet().readRowGroup(0).columns.last).texts
    #expect(found.count == notes.count)
    let different = zip(found, notes).enumerated().first {
      $1.0.map { Array($0.utf8) } != Array($1.1.utf8)
    }
    #expect(different == nil)
    try check(data, gives: bytes, config: config)
    try check(Inputs.gzip(data), gives: bytes, config: config)
  }

  @Test(arguments: ["\n", "\r\n", "\r", " \t\n"])
  func `millions of blank lines may precede the header`(_ blank: String) throws {
    let count = 3_200_000 / blank.utf8.count
    let blanks = [UInt8](String(repeating: blank, count: count).utf8)
    let data = ByteSource.bytes(try blanks + Inputs.bytes(Bars.few))
    let (lake, bytes) = try expected(Bars.few)
    #expect(try lake.rowCounts() == [3])
    try check(data, gives: bytes)
    let wrong = ByteSource.bytes(try blanks + Inputs.bytes(Bars.wrong))
    for run in Run.all {
      let error = try #require(throws: IngestError.self) {
        try Lake().ingest(wrong, by: run.entry, config: run.config)
      }
      #expect(error.code == .badNumber)
      #expect(error.line == count + 3, "\(run)")
    }
  }

  @Test(arguments: Inputs.flatFiles, ["portable", "classic"])
  func `real days give the same bytes from every run, plain or gzip`(
    _ file: Inputs.FlatFile, _ profile: String
  ) throws {
    let config: [String: ConfigValue] = [
      "profile": .string(profile), "fractional_volume": "round",
    ]
    let plain = try Inputs.plain(.file(file.path))
    let first = try Lake()
    try first.ingest(
      plain, date: file.date, by: .streaming, type: file.type.rawValue, config: config,
      scanPath: .plain)
    let expected = try first.tree()
    for data in [plain, try Inputs.gzip(plain)] {
      for run in Run.all {
        let lake = try Lake()
        try lake.ingest(
          data, date: file.date, by: run.entry, type: file.type.rawValue,
          config: config.merging(run.config) { $1 })
        let isSame = try lake.tree() == expected
        #expect(isSame, "\(run)")
      }
    }
  }
}
