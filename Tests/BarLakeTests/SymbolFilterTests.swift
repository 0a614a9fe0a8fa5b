import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

@Suite struct SymbolFilterTests {
  // SHA-256 of the sorted symbols joined by LF, computed with Python's hashlib.
  @Test(arguments: [
    (
      ["SPY", "AAPL"],
      "24a6255c06c1b4876ce0326e0fac8f40557e4102f19a3fe5d0bcf09e48f3cc6b"
    ),
    (
      ["AAPL", "SPY", "AAPL"],
      "24a6255c06c1b4876ce0326e0fac8f40557e4102f19a3fe5d0bcf09e48f3cc6b"
    ),
    (
      ["\u{E9}", "A", "a", " A"],
      "77fb208e62b48d81a318d45f89f1a7c918e4fb17879666b1a3b9876dc8a8d6dd"
    ),
  ])
  func `the digest is of the sorted, distinct symbols`(_ symbols: [String], _ digest: String) {
    #expect(SymbolFilter(symbols)?.digest == digest)
    #expect(SymbolFilter.name(SymbolFilter(symbols)) == digest)
  }

  @Test func `no symbols are no filter`() {
    #expect(SymbolFilter(nil) == nil)
    #expect(SymbolFilter([]) == nil)
    #expect(SymbolFilter.name(nil) == "none")
  }

  @Test func `symbols are compared byte for byte`() throws {
    let filter = try #require(SymbolFilter(["AAp", "B ", "\u{E9}"]))
    func contains(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      return filter.contains(bytes.span)
    }
    #expect(["AAp", "B ", "\u{E9}"].allSatisfy(contains))
    #expect(!["AAP", "B", "", "e\u{301}", "AApp"].contains(where: contains))
  }

  @Test func `a filter covers those that ask for no more`() {
    #expect(SymbolFilter.covers(nil, nil))
    #expect(SymbolFilter.covers(nil, SymbolFilter(["A"])))
    #expect(SymbolFilter.covers(["A", "B"], SymbolFilter(["B"])))
    #expect(!SymbolFilter.covers(["A", "B"], SymbolFilter(["B", "C"])))
    #expect(!SymbolFilter.covers(["A", "B"], nil))
    #expect(!SymbolFilter.covers(["\u{E9}"], SymbolFilter(["e\u{301}"])))
  }

  @Test func `a file of symbols has one a line`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("AAPL\r\n\n  SPY \t\nBRK.B\n \nAAp".utf8, to: "symbols")
    #expect(try SymbolFilter.symbols(inFile: path) == ["AAPL", "SPY", "BRK.B", "AAp"])
    let error = try #require(throws: IngestError.self) {
      try SymbolFilter.symbols(inFile: folder.path("missing"))
    }
    #expect(error.code == .ioError)
    #expect(error.message.contains(folder.path("missing")))
  }

  @Test func `a file of symbols may begin with a byte order mark, and is UTF-8`() throws {
    let folder = try TemporaryFolder()
    let marked = try folder.write("\u{FEFF}A\n \u{301}B \rC\u{A0}\u{2028}D".utf8, to: "marked")
    let symbols = try SymbolFilter.symbols(inFile: marked)
    #expect(
      symbols.map { Array($0.utf8) }
        == ["A", "\u{301}B", "C\u{A0}\u{2028}D"].map { Array($0.utf8) })
    let wrong = try folder.write([0x41, 0x0A, 0x42, 0xE9, 0x0A], to: "wrong")
    let error = try #require(throws: IngestError.self) {
      try SymbolFilter.symbols(inFile: wrong)
    }
    #expect(error.code == .invalidArgument)
    #expect(error.token == "B\\xE9")
  }

  @Test(.timeLimit(.minutes(1)))
  func `a file of symbols that never ends is refused`() throws {
    let error = #expect(throws: IngestError.self) {
      try SymbolFilter.symbols(inFile: "/dev/zero")
    }
    #expect(error?.code == .invalidArgument && error?.token == "/dev/zero")
    let folder = try TemporaryFolder()
    let pipe = try folder.makePipe("symbols")
    let cancellation = Cancellation.requested(after: 0.2)
    let interruption = #expect(throws: IngestError.self) {
      try SymbolFilter.symbols(inFile: pipe, cancellation: cancellation)
    }
    #expect(interruption?.code == .ioError && interruption?.message == "interrupted")
  }

  @Test func `a list of symbols is cut at its commas, without blanks around them`() {
    let symbols = SymbolFilter.symbols(inList: "A,\u{301}B,, C\t, ,D E,")
    #expect(
      symbols.map { Array($0.utf8) } == ["A", "\u{301}B", "C", "D E"].map { Array($0.utf8) })
  }

  @Test(arguments: Entry.allCases)
  func `only listed symbols are kept, listed twice or absent from the input too`(
    _ entry: Entry
  ) throws {
    let lake = try Lake()
    let result = try lake.ingest(
      Bars.of("A", "AAp", "AAP", "B"), by: entry, symbols: ["AAp", "B", "AAp", "ZZZ"])
    #expect(result.records == 2)
    let file = try lake.parquet()
    #expect(try file.readRowGroup(0).columns[0].texts == ["AAp", "B"])
    #expect(
      file.metadataValue("barlake.filter") == SymbolFilter(["AAp", "B", "ZZZ"])?.digest)
  }

  @Test(arguments: Entry.allCases)
  func `options match by ticker or by underlying`(_ entry: Entry) throws {
    let lake = try Lake()
    let tickers = ["O:SPY240105C00470000", "O:A240105C00100000", "O:SPY1240105P00470000", "SPY"]
    let data = Bars.source([Bars.header] + tickers.map { Bars.line($0) })
    let result = try lake.ingest(
      data, by: entry, type: "options_daily", symbols: ["SPY", "O:A240105C00100000"])
    #expect(result.records == 3)
    #expect(result.unparsedContracts == 1)
    let file = try lake.parquet(Lake.file(type: "options_daily"))
    #expect(try file.readRowGroup(0).columns[0].texts == ["SPY", "A", "SPY"])
  }

  @Test(arguments: Entry.allCases, [1, 3])
  func `names that match no row are the same from every engine and in any number of blocks`(
    _ entry: Entry, _ threadCount: Int
  ) throws {
    // Several blocks, of which each has some of the names and none has all.
    let lines = (0..<60_000).map { Bars.line("S\($0 / 20)", $0) }
    let names = (0..<4_000).filter { $0 % 7 == 0 }.map { "S\($0)" }
    let result = try Lake().ingest(
      Bars.source([Bars.header] + lines), by: entry,
      config: ["threads": .int(threadCount), "chunk_size": 999], symbols: names)
    let expected = (3_000..<4_000).filter { $0 % 7 == 0 }.map { "S\($0)" }
    #expect(result.unmatchedSymbols == expected)
    #expect(result.records == 429 * 20)
  }

  @Test(arguments: Entry.allCases)
  func `if no rows are left, nothing is written`(_ entry: Entry) throws {
    let lake = try Lake()
    for data in [Bars.few, Bars.source([Bars.header])] {
      let result = try lake.ingest(data, by: entry, symbols: ["ZZZ"])
      #expect(result.status == .success)
      #expect(result.records == 0 && result.files == [] && result.fileSizeMB == 0)
      #expect(try lake.tree().isEmpty)
      #expect(try lake.remains() == [])
      #expect(try !lake.exists(Lake.manifest()))
      #expect(try !lake.exists(Lake.settings))
    }
    #expect(try lake.ingest(Bars.few, by: entry).records == 3)
    let before = try lake.tree()
    let again = try lake.ingest(
      Bars.few, by: entry, config: ["on_existing": "overwrite"], symbols: ["ZZZ"])
    #expect(again.records == 0)
    #expect(try lake.tree() == before)
    #expect(try lake.ingest(Bars.few, by: entry).status == .skipped)
  }

  @Test func `only the lazy entry leaves dropped rows unread, but for structure and ticker`() throws
  {
    let wrongNumber = Bars.source([Bars.header, Bars.line("A"), "B,x,1,1,1,1,y,1"])
    for entry in Entry.allCases {
      let lake = try Lake()
      if entry == .lazy {
        #expect(try lake.ingest(wrongNumber, by: entry, symbols: ["A"]).records == 1)
      } else {
        let error = try #require(throws: IngestError.self) {
          try lake.ingest(wrongNumber, by: entry, symbols: ["A"])
        }
        #expect(error.code == .badNumber)
      }
      for (line, code) in [("B,1,1", ErrorCode.raggedRow), (",x,1,1,1,1,1,1", .nullKey)] {
        let data = Bars.source([Bars.header, line])
        let error = try #require(throws: IngestError.self) {
          try lake.ingest(data, date: "2024-01-03", by: entry, symbols: ["A"])
        }
        #expect(error.code == code, "\(entry)")
      }
    }
  }
}
