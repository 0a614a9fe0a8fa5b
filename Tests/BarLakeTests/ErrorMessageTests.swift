import BarLake
import BarLakeBytes
import BarLakeCSV
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct ErrorMessageTests {
  @Test(arguments: Entry.allCases, MarketDataType.allCases)
  func `the error of a fractional volume in classic names both solutions`(
    _ entry: Entry, _ type: MarketDataType
  ) throws {
    let source = Bars.source([Bars.header, "A,1.5,1,1,1,1,\(Bars.midnight),1"])
    let error = try #require(throws: IngestError.self) {
      try Lake().ingest(source, by: entry, type: type.rawValue, config: ["profile": "classic"])
    }
    #expect(error.code == .badNumber)
    #expect(error.column == "volume" && error.token == "1.5")
    #expect(error.message.contains("fractional_volume: round"))
    #expect(error.message.contains("the profile portable"))
    // Both are ways out.
    let remedies: [[String: ConfigValue]] = [
      ["profile": "classic", "fractional_volume": "round"], ["profile": "portable"],
    ]
    for config in remedies {
      let result = try Lake().ingest(source, by: entry, type: type.rawValue, config: config)
      #expect(result.records == 1)
    }
  }

  @Test(arguments: Entry.allCases)
  func `an error of the file system has the operation, the path below the lake, and errno`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    try lake.put([1], at: ".barlake/locks")
    let error = try #require(throws: IngestError.self) { try lake.ingest(Bars.few, by: entry) }
    #expect(error.code == .ioError)
    #expect(error.message == "mkdir .barlake/locks: Not a directory (errno 20)")
    let missing = try #require(throws: IngestError.self) {
      try lake.ingest(.file("missing.csv"), by: entry)
    }
    #expect(missing.message.contains(" missing.csv: No such file or directory (errno 2)"))
  }

  // MARK: What the input is

  /// The start of a file, and words that its message has to have.
  static let foreign: [(start: [UInt8], words: [String])] = [
    ([0x50, 0x4B, 0x03, 0x04, 0x14, 0, 0, 0], ["a zip archive", "unpack it"]),
    (
      [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 26)
        + Array("[Content_Types].xml".utf8), ["Excel", "as CSV"]
    ),
    ([0x28, 0xB5, 0x2F, 0xFD, 0x24, 9], ["compressed with zstd", "zstd -d"]),
    ([0x51, 0x2A, 0x4D, 0x18, 4, 0, 0, 0], ["compressed with zstd"]),
    (Array("BZh91AY&SY".utf8) + [0xD0, 0], ["compressed with bzip2", "bunzip2"]),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4], ["compressed with xz", "unxz"]),
    ([0x04, 0x22, 0x4D, 0x18, 0x64, 0x40], ["compressed with lz4", "lz4 -d"]),
    ([0x78, 0x9C, 0xED, 0xC1], ["a zlib stream", "decompress it"]),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], ["a 7z archive"]),
    (Array("Rar!".utf8) + [0x1A, 0x07, 0x01, 0], ["a RAR archive"]),
    (
      Array("bars.csv".utf8) + [UInt8](repeating: 0, count: 249) + Array("ustar".utf8) + [0],
      ["a tar archive", "unpack it"]
    ),
    (Array("PAR1".utf8) + [0x15, 0, 0x15], ["a Parquet file"]),
    (Array("ARROW1".utf8) + [0, 0, 0xFF], ["an Arrow IPC file"]),
    ([0xFF, 0xFF, 0xFF, 0xFF, 0x78, 0, 0, 0], ["an Arrow IPC stream"]),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ["Excel"]),
    (Array("ORC".utf8) + [0x08, 3], ["an ORC file"]),
    (Array("LZIP".utf8) + [1, 0x0C], ["compressed with lzip"]),
    (Array("SQLite format 3".utf8) + [0], ["an SQLite database"]),
    (Array("%PDF-1.7\n%".utf8) + [0xE2], ["a PDF document"]),
    (Array("\n<!DOCTYPE html>\n<html><head>".utf8), ["an HTML page", "download the file itself"]),
    ([0xEF, 0xBB, 0xBF] + Array("<HTML>".utf8), ["an HTML page"]),
    (Array("<?xml version=\"1.0\"?><bars/>".utf8), ["an XML document"]),
    (
      Array(
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<Error><Code>AccessDenied</Code></Error>").utf8),
      ["an error answer", "AccessDenied", "download the file again"]
    ),
    (Array("<Error><Code>\u{1B}[31m</Code></Error>".utf8), ["an XML document"]),
    (Array("{\"status\":\"NOT_AUTHORIZED\"}".utf8), ["JSON"]),
    (Array("version https://git-lfs.github.com/spec/v1\n".utf8), ["Git LFS"]),
    (Array("H4sIAAAAAAAAA0vKL0pVqFQoyUgtSgUA".utf8), ["Base64"]),
    ([0xFF, 0xFE] + Array("t".utf8) + [0], ["UTF-16 text", "iconv -f UTF-16"]),
    ([0xFE, 0xFF, 0] + Array("t".utf8), ["UTF-16 text"]),
    ([0xFF, 0xFE, 0, 0] + Array("t".utf8) + [0, 0, 0], ["UTF-32 text"]),
    (Array("ticker,v".utf8).flatMap { [$0, 0] }, ["UTF-16LE text"]),
    (Array("ticker,v".utf8).flatMap { [0, $0] }, ["UTF-16BE text"]),
  ]

  /// What an error says apart from its message.
  private func place(_ error: IngestError) -> IngestError {
    var place = error
    place.message = ""
    return place
  }

  /// The error that the bytes are by the rules of the dialect alone.
  private static let codes: Set<ErrorCode> = [
    .missingColumn, .nulByte, .badEncoding, .badQuote, .emptyInput,
  ]

  @Test(arguments: foreign.indices)
  func `an input that is no flat file is named by its first bytes, plain and inside of gzip`(
    _ number: Int
  ) throws {
    let (start, words) = Self.foreign[number]
    var places: [IngestError] = []
    for entry in Entry.allCases {
      let plain = try #require(throws: IngestError.self) {
        try Lake().ingest(.bytes(start), by: entry)
      }
      #expect(plain.message.hasPrefix("the input is "), "\(plain.message)")
      let inflated = try #require(throws: IngestError.self) {
        try Lake().ingest(.bytes(GzipDeflater.deflate(start)), by: entry)
      }
      #expect(inflated.message.hasPrefix("what the gzip file holds is "), "\(inflated.message)")
      for error in [plain, inflated] {
        for word in words { #expect(error.message.contains(word), "\(error.message)") }
        #expect(error.message.contains("BarLake reads plain CSV and gzip"))
        places.append(place(error))
      }
    }
    #expect(Set(places.map(\.code)).isSubset(of: Self.codes))
    #expect(places.allSatisfy { $0 == places[0] })
  }

  @Test func `a gzip file inside of a gzip file is named`() throws {
    let twice = GzipDeflater.deflate(GzipDeflater.deflate(Array("a\n".utf8)))
    let error = try #require(throws: IngestError.self) { try Lake().ingest(.bytes(twice)) }
    #expect(error.message.hasPrefix("what the gzip file holds is gzip: decompress it once"))
    let detected = #expect(throws: IngestError.self) { try SchemaDetector.detect(.bytes(twice)) }
    #expect(detected?.message == error.message)
  }

  @Test func `no start of any bytes is more than named`() {
    for (start, _) in Self.foreign {
      for count in 0...start.count { _ = ForeignFormat(Array(start.prefix(count))) }
    }
  }

  // MARK: What a header lacks

  @Test(arguments: [
    (
      "ticker;volume;open;close;high;low;window_start;transactions",
      ["1 field ", "7 semicolons", "separated by commas", "begins \"ticker;volume;"]
    ),
    ("ticker\tvolume\topen", ["2 tabs", "begins \"ticker\\x09volume\\x09open\""]),
    ("ticker|volume|open", ["2 bars |"]),
    ("ticker,volume", ["2 fields ", "begins \"ticker,volume\""]),
    ("A,285140,139.05,138.0775,139.7444,137.3402,1704171600000000000,3525", ["looks like a bar"]),
    (String(repeating: "x", count: 100), ["\(String(repeating: "x", count: 64))…\""]),
    ("\u{1B}[31m,b", ["begins \"\\x1B[31m,b\""]),
    (
      "\"ticker\",\"a\nb\"",
      ["2 fields ", "begins \"\\x22ticker\\x22".replacing("\\x22", with: "\"")]
    ),
  ])
  func `the error of a header that lacks columns says what was found`(
    _ header: String, _ words: [String]
  ) throws {
    for entry in Entry.allCases {
      let error = try #require(throws: IngestError.self) {
        try Lake().ingest(Bars.source(["", header]), by: entry)
      }
      #expect(error.code == .missingColumn && error.line == 2)
      #expect(error.message.hasPrefix("line 2: the header lacks \(error.token ?? "?"); "))
      for word in words { #expect(error.message.contains(word), "\(error.message)") }
    }
  }

  @Test func `an empty input and one of blanks have different errors`() throws {
    for (bytes, words) in [("", "no bytes"), (" \n\n", "only blanks and line ends")] {
      let error = try #require(throws: IngestError.self) {
        try Lake().ingest(.bytes(Array(bytes.utf8)))
      }
      #expect(error.code == .emptyInput && error.message.contains(words))
    }
  }

  // MARK: What a field has to be

  struct Field: Sendable, CustomTestStringConvertible {
    var column: String
    var text: String
    /// Words that the message has to have, and one that it must not have.
    var words: [String]
    var notWord = "window_start"
    var config: [String: ConfigValue] = [:]
    var testDescription: String { "\(column) \(text)" }
  }

  static let fields: [Field] = [
    Field(
      column: "expiration_date", text: "07/19/2024", words: ["YYYY-MM-DD", "2024-07-19"],
      notWord: "nanoseconds"),
    Field(
      column: "contract_type", text: "Put", words: ["call, put, C or P", "case"],
      notWord: "number"),
    Field(column: "strike_price", text: "$1", words: ["not a number", "139.05"], notWord: "call"),
    Field(
      column: "open", text: "1,000", words: ["not a number", "139.05", "NA"], notWord: "integer"),
    Field(
      column: "open", text: "1e39", words: ["32-bit", "portable"], config: ["profile": "classic"]),
    Field(column: "open", text: "1e309", words: ["64-bit"], notWord: "classic"),
    Field(column: "volume", text: "many", words: ["not a number", "NA"], notWord: "nanoseconds"),
    Field(column: "volume", text: "-1", words: ["below 0"]),
    Field(
      column: "volume", text: "1e10", words: ["4294967295", "portable"],
      config: ["profile": "classic"]),
    Field(
      column: "volume", text: "1.5", words: ["portable", "round"], config: ["profile": "classic"]),
    Field(column: "transactions", text: "1.5", words: ["integer", "299"], notWord: "volume"),
    Field(column: "transactions", text: "x", words: ["not an integer", "299"], notWord: "volume"),
    Field(column: "transactions", text: "-1", words: ["2147483647"], notWord: "volume"),
    Field(column: "ticker", text: "", words: ["the ticker is missing"]),
    Field(
      column: "window_start", text: "", words: ["instant is missing", "nanoseconds", "ISO 8601"],
      notWord: "ticker"),
    Field(
      column: "window_start", text: "07/19/2024",
      words: ["not an instant", "nanoseconds", "2024-01-02T14:30:00Z"], notWord: "profile"),
    Field(
      column: "window_start", text: "1704171600000000001",
      words: ["microsecond", "portable", "classic"], notWord: "not an instant"),
    Field(
      column: "window_start", text: "1704171600000",
      words: ["2024-01-02", "05:00", "strict_dates"],
      notWord: "ISO", config: ["strict_dates": true]),
    Field(column: "flag", text: "yes", words: ["type bool", "true, false, 1 or 0"]),
    Field(column: "count", text: "x", words: ["type int64", "such as 100"]),
    Field(column: "vwap", text: "x", words: ["type double", "139.05"]),
    Field(column: "day", text: "x", words: ["type date", "YYYY-MM-DD"]),
    Field(column: "seen", text: "x", words: ["type timestamp", "nanoseconds", "microseconds"]),
  ]

  @Test(arguments: fields)
  func `the error of a field says what its column takes`(_ field: Field) throws {
    let contract = "underlying,expiration_date,contract_type,strike_price"
    let names = "\(Bars.header),\(contract),flag,count,vwap,day,seen".split(separator: ",")
    let values =
      "O:A240719C00125000,1,2,2,2,2,\(Bars.midnight),1,A,2024-07-19,call,125,1,1,1,2024-01-02,1000"
      .split(separator: ",").map(String.init)
    let place = try #require(names.firstIndex { $0 == field.column })
    var changed = values
    changed[place] = "\"\(field.text)\""
    let config = field.config.merging([
      "extra_columns": "flag:bool,count:int64,vwap:double,day:date,seen:timestamp"
    ]) { $1 }
    let lines = [names.joined(separator: ","), changed.joined(separator: ",")]
    var messages: Set<String> = []
    for entry in Entry.allCases {
      let error = try #require(throws: IngestError.self) {
        try Lake().ingest(
          Bars.source(lines), by: entry, type: "options_daily", config: config)
      }
      #expect(error.column == field.column)
      for word in field.words { #expect(error.message.contains(word), "\(error.message)") }
      let text = error.message.dropFirst("line 2, column \(field.column), ".count)
      #expect(!text.contains(field.notWord), "\(error.message)")
      messages.insert(error.message)
    }
    let batches = try #require(throws: IngestError.self) {
      let ingestor = try Lake().ingestor(type: "options_daily", config: config)
      _ = try ingestor.batches(Lake.date, data: Bars.source(lines)).next()
    }
    messages.insert(batches.message)
    #expect(messages.count == 1, "every way in tells the same")
  }

  @Test(arguments: [
    ("vwap", "vwap has no type"), ("vwap:float", "vwap has the type float"),
    (":int64", "no name"), ("a:bool,a:date", "a occurs twice"),
    ("volume:double", "volume is already a column"), ("year:int64", "year is already a column"),
  ])
  func `the error of a list of extra columns says what is wrong in it`(
    _ list: String, _ words: String
  ) throws {
    let error = try #require(throws: IngestError.self) {
      try Lake().ingestor(config: ["extra_columns": .string(list)])
    }
    #expect(error.code == .invalidArgument && error.token == list)
    #expect(error.message.contains(words), "\(error.message)")
    #expect(error.message.contains("NAME:TYPE"))
  }

  @Test func `the error of a column with two names says both`() throws {
    let error = try #require(throws: IngestError.self) {
      try Lake().ingest(Bars.source([Bars.header + ",Symbol"]))
    }
    #expect(
      error.message
        == "line 1: the header names a column a second time: Symbol, which is the column ticker")
  }

  @Test func `a file of symbols in another encoding is named`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0xFF, 0xFE, 0x41, 0, 0x0A, 0], to: "symbols")
    let error = #expect(throws: IngestError.self) { try SymbolFilter.symbols(inFile: path) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("UTF-16 text") == true)
  }

  @Test(arguments: Entry.allCases)
  func `an input in a loop of links, or below a file, is reported as such`(_ entry: Entry) throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "file")
    try TemporaryFolder.makeLink(folder.path("loop"), to: "loop")
    for (name, words) in [("loop", "symbolic links"), ("file/in.csv", "Not a directory")] {
      let error = try #require(throws: IngestError.self) {
        try Lake().ingest(.file(folder.path(name)), by: entry)
      }
      #expect(error.code == .ioError)
      #expect(error.message.hasPrefix("open \(folder.path(name)): "), "\(error.message)")
      #expect(error.message.contains(words), "\(error.message)")
    }
  }
}
