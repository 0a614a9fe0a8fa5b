import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct LakeVerifierTests {
  private func verify(_ lake: Lake) throws -> LakeVerification {
    try LakeVerifier(root: lake.root).verify()
  }

  // MARK: Lakes that are whole

  static let configurations: [(type: String, config: [String: ConfigValue])] = [
    ("stocks_daily", [:]),
    ("stocks_daily", ["profile": "classic", "embed_partition_columns": true]),
    ("stocks_minute", [:]), ("stocks_minute", ["embed_partition_columns": true]),
    ("stocks_minute", ["profile": "classic", "partitioning": "date"]),
    ("options_daily", ["extra_columns": "note:string,flag:bool"]), ("options_minute", [:]),
    ("options_minute", ["profile": "classic", "embed_partition_columns": true]),
  ]

  @Test(arguments: configurations.indices)
  func `what is written is clean`(_ number: Int) throws {
    let (type, config) = Self.configurations[number]
    let tickers =
      type.hasPrefix("options")
      ? ["O:SPY240119C00400000", "O:SPY240119P00400000", "O:AAPL240119C00100000", "O:odd"]
      : ["A", "AAp", "BRK.B", "CON", "."]
    let lines = tickers.enumerated().map { Bars.line($1, $0) }
    let lake = try Lake()
    for (date, symbols) in [("2024-01-02", nil), ("2024-01-03", [tickers[0]])] {
      try lake.ingest(
        Bars.source([Bars.header] + lines + lines), date: date, type: type, config: config,
        symbols: symbols)
    }
    let verification = try verify(lake)
    #expect(verification.findings == [])
    #expect(verification.isClean && verification.dateCount == 2)
    #expect(verification.rowCount == lines.count * 2 + 2)
    #expect(verification.fileCount == (try lake.tree().keys.count { $0.hasSuffix(".parquet") }))
  }

  @Test func `more than a row group, and a page index, are clean`() throws {
    let lines = (0..<120_000).map { Bars.line("A-TICKER-OF-SOME-LENGTH-\($0)", $0) }
    let lake = try Lake()
    try lake.ingest(Bars.source([Bars.header] + lines))
    let file = try lake.parquet()
    #expect(file.metadata.rowGroups.count == 2)
    #expect(try file.columnIndex(rowGroup: 0, column: 0)?.minValues.count ?? 0 > 1)
    let verification = try verify(lake)
    #expect(verification.findings == [])
    #expect(verification.rowCount == 120_000)
  }

  @Test func `texts that take much memory once each row has its own are clean`() throws {
    let text = String(repeating: "x", count: 2000)
    let lines = (0..<40_000).map { "\(Bars.line("A", $0)),\(text)" }
    for partitioning in ["date", "symbol"] {
      let lake = try Lake()
      try lake.ingest(
        Bars.source(["\(Bars.header),note"] + lines), type: "stocks_minute",
        config: ["partitioning": .string(partitioning), "extra_columns": "note:string"])
      let verification = try verify(lake)
      #expect(verification.findings == [] && verification.rowCount == 40_000)
    }
  }

  @Test func `a chunk of more text than can be held is judged page by page`() throws {
    // By the limit of a page, 1 MiB, the text column has some five pages of 50 texts.
    let text = String(repeating: "x", count: 20_000)
    let lines = (0..<250).map { "\(Bars.line("A", $0)),\($0)\(text)" }
    let lake = try Lake()
    try lake.ingest(
      Bars.source(["\(Bars.header),note"] + lines), config: ["extra_columns": "note:string"])
    let file = try lake.parquet()
    let column = try #require(try file.schema().index(of: "note"))
    let limit = 1_500_000
    func pages(_ limit: Int) throws -> [PageSummary] {
      try file.readPages(rowGroup: 0, column: column, heldTextByteLimit: limit) { _, _ in }
    }
    #expect(try pages(limit).count > 2)
    #expect(throws: ParquetReadingError.self) { try pages(500_000) }
    let verifier = try LakeVerifier(root: lake.root)
    #expect(try verifier.verify(heldTextByteLimit: limit).findings == [])
    #expect(try verifier.verify(heldTextByteLimit: 500_000).findings.map(\.kind) == [.unreadable])
    // Damage of the last page is found all the same.
    try lake.rewriteColumnIndex(of: "note") { $0.maxValues[$0.maxValues.count - 1] = [0x30] }
    let findings = try verifier.verify(heldTextByteLimit: limit).findings
    #expect(findings.map(\.kind) == [.statistics])
  }

  @Test func `an empty lake is clean`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.source([Bars.header]))
    #expect(try verify(lake).isClean)
  }

  // MARK: Damage

  /// What is done to a lake with the date 2024-01-02, and what is found then.
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var damage: @Sendable (Lake) throws -> Void
    /// `kind path`.
    var findings: [String]

    init(
      _ testDescription: String, _ findings: [String],
      _ damage: @escaping @Sendable (Lake) throws -> Void
    ) {
      self.testDescription = testDescription
      self.findings = findings
      self.damage = damage
    }
  }

  private static let file = Lake.file()
  private static let manifest = Lake.manifest()

  static let damages: [Damage] = [
    Damage("a file that was cut", ["size \(file)"]) {
      try $0.put(Array(try $0.read(file).dropLast(9)), at: file)
    },
    Damage("a file of another kind, of the same size", ["unreadable \(file)"]) {
      try $0.put([UInt8](repeating: 65, count: try $0.read(file).count), at: file)
    },
    Damage("a byte of a page that flipped", ["unreadable \(file)"]) { lake in
      var bytes = try lake.read(file)
      let chunk = try lake.parquet().metadata.rowGroups[0].columns[4].metaData
      let end = Int((chunk?.firstPageOffset ?? 0) + (chunk?.compressedByteCount ?? 0))
      bytes[end - 1] ^= 1
      try lake.put(bytes, at: file)
    },
    Damage("a least value that is none", ["statistics \(file)"]) {
      try $0.rewriteFooter { $0.change("open") { $0.statistics?.minValue?[6] ^= 1 } }
    },
    Damage("a greatest value that is none", ["statistics \(file)"]) {
      try $0.rewriteFooter { $0.change("symbol") { $0.statistics?.maxValue?[0] ^= 1 } }
    },
    Damage("a number of nulls that is wrong", ["statistics \(file)"]) {
      try $0.rewriteFooter { $0.change("volume") { $0.statistics?.nullCount = 1 } }
    },
    Damage("statistics that are gone", ["statistics \(file)"]) {
      try $0.rewriteFooter { $0.change("close") { $0.statistics = nil } }
    },
    Damage("a writer that nobody asks for", ["content \(file)"]) {
      try $0.rewriteFooter { $0.createdBy = "another" }
    },
    Damage("a chunk with another size", ["unreadable \(file)"]) {
      try $0.rewriteFooter { $0.change("close") { $0.compressedByteCount -= 1 } }
    },
    Damage("a folder for the manifest", ["manifest \(manifest)", "unlisted \(file)"]) {
      try $0.remove(manifest)
      try $0.put([1], at: manifest + "/in the way")
    },
    Damage("rows that went nowhere", ["manifest \(manifest)"]) {
      try $0.replace("\"read\":3", by: "\"read\":4", in: manifest)
    },
    Damage("a link to nothing", ["unlisted \(Lake.file("2024-01-03"))"]) {
      try TemporaryFolder.makeLink($0.absolute(Lake.file("2024-01-03")), to: "nowhere")
    },
    Damage("a link to itself", ["unlisted stocks_daily/loop"]) {
      try TemporaryFolder.makeLink($0.absolute("stocks_daily/loop"), to: "loop")
    },
    Damage("a missing file", ["missing \(file)"]) { try $0.remove(file) },
    Damage("a foreign file", ["unlisted stocks_daily/notes.txt"]) {
      try $0.put([1], at: "stocks_daily/notes.txt")
    },
    Damage("a foreign file in a date's place", ["unlisted \(Lake.file("2024-01-03"))"]) {
      try $0.put([1], at: Lake.file("2024-01-03"))
    },
    Damage("a file whose manifest is gone", ["unlisted \(file)"]) { try $0.remove(manifest) },
    Damage("a manifest that is not readable", ["manifest \(manifest)", "unlisted \(file)"]) {
      try $0.put([1], at: manifest)
    },
    Damage("a manifest with absurd counts", ["manifest \(manifest)", "unlisted \(file)"]) {
      try $0.replace(",3,\"", by: ",9223372036854775807,\"", in: manifest)
    },
    Damage(
      "a manifest of another date",
      ["manifest .barlake/manifests/stocks_daily/2024-01-03.json", "missing \(file)"]
    ) {
      try $0.put(try $0.read(manifest), at: Lake.manifest("2024-01-03"))
    },
    Damage("another number of rows", ["manifest \(manifest)", "rows \(file)"]) {
      try $0.replace(",3,\"", by: ",4,\"", in: manifest)
    },
    Damage("a path that leaves the lake", ["manifest \(manifest)", "unlisted \(file)"]) {
      try $0.replace("[\"\",", by: "[\"../../x\",", in: manifest)
    },
    Damage("a bit of a manifest that flipped", ["manifest \(manifest)", "unlisted \(file)"]) {
      var bytes = try $0.read(manifest)
      bytes[bytes.count / 2] ^= 1
      try $0.put(bytes, at: manifest)
    },
    Damage("row groups of another size", ["rows \(file)"]) {
      try $0.rewriteFooter {
        $0.rowGroups[0].rowCount = 1 << 26
        $0.rowCount = 1 << 26
      }
    },
    Damage("another date in the file", ["metadata \(file)"]) {
      try $0.rewriteFooter { $0.set("barlake.date", "2024-01-03") }
    },
    Damage("another filter in the file", ["metadata \(file)"]) {
      try $0.rewriteFooter { $0.set("barlake.filter", "some") }
    },
    Damage("a schema for Arrow in a portable file", ["metadata \(file)"]) {
      try $0.rewriteFooter {
        $0.keyValueMetadata?.append(KeyValue(key: "ARROW:schema", value: "x"))
      }
    },
    Damage("an encoding that is not told", ["unreadable \(file)"]) {
      try $0.rewriteFooter { $0.change("close") { $0.encodings = [] } }
    },
    Damage("another size before compression", ["unreadable \(file)"]) {
      try $0.rewriteFooter { $0.change("close") { $0.uncompressedByteCount += 1 } }
    },
    Damage("settings that are gone", ["settings \(Lake.settings)"]) {
      try $0.remove(Lake.settings)
    },
    Damage("settings that are not readable", ["settings \(Lake.settings)"]) {
      try $0.put([1], at: Lake.settings)
    },
    Damage(
      "settings of another profile",
      ["settings \(manifest)", "metadata \(file)", "schema \(file)"]
    ) {
      try $0.replace("portable", by: "classic", in: Lake.settings)
    },
    Damage("settings with another column", ["schema \(file)"]) {
      try $0.replace("[\n\n  ]", by: "[{\"name\": \"x\", \"type\": \"bool\"}]", in: Lake.settings)
    },
    Damage("a staged leftover", ["leftover .barlake/staging/stocks_daily.2024-01-05.x"]) {
      try $0.put([1], at: ".barlake/staging/stocks_daily.2024-01-05.x/data.staged")
    },
    Damage(
      "a list of files to publish",
      ["leftover .barlake/manifests/stocks_daily/2024-01-02.publishing"]
    ) {
      try $0.put([1], at: ".barlake/manifests/stocks_daily/2024-01-02.publishing")
    },
  ]

  @Test(arguments: damages)
  func `damage is found, and nothing else is`(_ damage: Damage) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try damage.damage(lake)
    let verification = try verify(lake)
    #expect(verification.findings.map { "\($0.kind.rawValue) \($0.path)" } == damage.findings)
    #expect(!verification.isClean)
    #expect(verification.findings.allSatisfy { !$0.problem.isEmpty })
  }

  @Test(arguments: damages)
  func `a verification changes nothing, whatever is found`(_ damage: Damage) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try damage.damage(lake)
    let before = try lake.snapshot()
    _ = try verify(lake)
    #expect(try lake.snapshot() == before)
  }

  /// What was opened would be unreadable, of another date, or waited for.
  @Test(.timeLimit(.minutes(1)))
  func `a path that the date cannot have is not opened`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.ingest(Bars.few, date: "2024-01-03")
    let byteCount = try lake.read(Self.file).count
    try lake.put([UInt8](repeating: 65, count: byteCount), at: "../outside.parquet")
    try lake.put([UInt8](repeating: 65, count: byteCount), at: "inside.parquet")
    let outside = lake.absolute("../outside.parquet")
    let listed = "[\"\","
    let manifest = try lake.read(Self.manifest)
    for path in ["../outside.parquet", outside, "inside.parquet", Lake.file("2024-01-03")] {
      try lake.put(manifest, at: Self.manifest)
      try lake.replace(listed, by: "[\"\(path)\",", in: Self.manifest)
      let findings = try verify(lake).findings.map { "\($0.kind.rawValue) \($0.path)" }
      #expect(findings == ["manifest \(Self.manifest)", "unlisted \(Self.file)"])
    }
  }

  @Test func `every kind of finding is provoked`() {
    let kinds = Set(Self.damages.flatMap(\.findings).compactMap { $0.split(separator: " ").first })
    let all = Set(LakeFinding.Kind.allCases.map(\.rawValue))
    // Values of another place are tested below, encodings in `EarlierLakesTests`.
    #expect(all.subtracting(kinds.map(String.init)) == ["value", "encoding"])
  }

  @Test func `a finding names the place, what was expected and what was found`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.rewriteFooter { $0.change("volume") { $0.statistics?.nullCount = 1 } }
    let finding = try #require(try verify(lake).findings.first)
    #expect(finding.problem == "row group 1, volume: null_count: 0 expected, 1 found")
  }

  @Test func `a file of another day in a date's place is found by its values`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let other = "2024-01-03"
    try lake.put(try lake.read(Lake.file()), at: Lake.file(other))
    try lake.put(try lake.read(Lake.manifest()), at: Lake.manifest(other))
    try lake.replace(Lake.date, by: other, in: Lake.manifest(other))
    try lake.rewriteFooter(of: Lake.file(other), manifest: Lake.manifest(other)) {
      $0.set("barlake.date", other)
    }
    let findings = try verify(lake).findings
    #expect(findings.map(\.kind) == [.value])
    #expect(findings.map(\.path) == [Lake.file(other)])
    #expect(findings.first?.problem == "row group 1, date: not every row has the value of the path")
  }

  @Test func `a file of another symbol is found by its values if they are stored`() throws {
    let config: [String: ConfigValue] = ["embed_partition_columns": true]
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B"), type: "stocks_minute", config: config)
    func path(_ name: String) -> String {
      "stocks_minute/year=2024/month=01/symbol=\(name)/date=2024-01-02.parquet"
    }
    try FileSystem.rename(lake.absolute(path("B")), to: lake.absolute(path("A") + ".moved"))
    try lake.put(try lake.read(path("A") + ".moved"), at: path("%42%20"))
    try lake.remove("stocks_minute/year=2024/month=01/symbol=B")
    try lake.remove(path("A") + ".moved")
    let manifest = Lake.manifest(type: "stocks_minute")
    try lake.replace("[\"B\",", by: "[\"%42%20\",", in: manifest)
    // `%42` is a B, which must not be encoded. BarLake makes no such folder, and a manifest that
    // lists it is refused.
    #expect(
      try verify(lake).findings.map { "\($0.kind) \($0.path)" } == [
        "manifest \(manifest)", "unlisted stocks_minute/year=2024/month=01/symbol=%42%20",
        "unlisted \(path("A"))",
      ])
    try FileSystem.rename(
      lake.absolute("stocks_minute/year=2024/month=01/symbol=%42%20"),
      to: lake.absolute("stocks_minute/year=2024/month=01/symbol=C"))
    try lake.replace("[\"%42%20\",", by: "[\"C\",", in: manifest)
    #expect(
      try verify(lake).findings.map { "\($0.kind) \($0.path) \($0.problem)" } == [
        "value \(path("C")) row group 1, symbol: not every row has the value of the path"
      ])
  }

  @Test func `a classic file has the Arrow schema of its data type`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["profile": "classic"])
    #expect(try verify(lake).isClean)
    try lake.rewriteFooter { metadata in
      for number in (metadata.keyValueMetadata ?? []).indices
      where metadata.keyValueMetadata?[number].key == "ARROW:schema" {
        metadata.keyValueMetadata?[number].value?.removeLast()
        metadata.keyValueMetadata?[number].value?.append("A")
      }
    }
    #expect(try verify(lake).findings.map(\.kind) == [.metadata])
  }

  @Test func `a file whose name is not UTF-8 is found, as readers find it`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let month = "stocks_daily/year=2024/month=01"
    try TemporaryFolder.withMisnamedFile(in: lake.absolute(month)) {
      let findings = try verify(lake).findings
      #expect(findings.map { "\($0.kind.rawValue) \($0.path)" } == ["unlisted \(month)/x\u{FFFD}"])
      #expect(try LakeStatus(root: lake.root).dataTypes[0].foreign == ["\(month)/x\u{FFFD}"])
    }
    #expect(try verify(lake).isClean)
  }

  @Test func `names of columns are compared by their bytes`() throws {
    let lake = try Lake()
    try lake.ingest(
      Bars.source(["\(Bars.header),\u{E9}", Bars.line("A", 1) + ",x"]),
      config: ["extra_columns": "\u{E9}:string"])
    #expect(try verify(lake).isClean)
    try lake.replace("\u{E9}", by: "e\u{301}", in: Lake.settings)
    #expect(try verify(lake).findings.map(\.kind) == [.schema])
  }

  @Test func `without settings the files of a data type must have one schema`() throws {
    let (lake, other) = (try Lake(), try Lake())
    try lake.ingest(Bars.few)
    try other.ingest(Bars.few, date: "2024-01-03", config: ["extra_columns": "note:string"])
    for path in [Lake.file("2024-01-03"), Lake.manifest("2024-01-03")] {
      try lake.put(try other.read(path), at: path)
    }
    try lake.remove(Lake.settings)
    #expect(
      try verify(lake).findings.map { "\($0.kind) \($0.path)" } == [
        "settings \(Lake.settings)", "schema \(Lake.file("2024-01-03"))",
      ])
  }

  @Test func `every bit of a footer counts`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A"))
    let whole = try lake.read(Lake.file())
    for place in stride(from: 4, to: whole.count, by: 3) {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(place % 8)
      try lake.put(bytes, at: Lake.file())
      #expect(try !verify(lake).isClean, "byte \(place)")
    }
  }

  @Test func `two files of symbols that take each other's place are found`() throws {
    let lake = try Lake()
    let lines = ["A,3", "B,5"].map { "\($0),1,1,1,1,\(Bars.midnight),1" }
    try lake.ingest(Bars.source([Bars.header] + lines), type: "stocks_minute")
    let files = ["A", "B"].map {
      "stocks_minute/year=2024/month=01/symbol=\($0)/date=2024-01-02.parquet"
    }
    let contents = try files.map(lake.read)
    try #require(contents[0].count == contents[1].count && contents[0] != contents[1])
    for (file, content) in zip(files, contents.reversed()) { try lake.put(content, at: file) }
    let findings = try verify(lake).findings.map { "\($0.kind) \($0.path)" }
    #expect(findings == files.map { "content \($0)" })
  }

  // MARK: What is looked at

  @Test func `a requested date must exist`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    for type in [nil, "stocks_daily", "options_daily"] {
      let verification = try LakeVerifier(
        root: lake.root, dataType: type, date: "2024-01-03"
      ).verify()
      #expect(verification.findings.map(\.kind) == [.missing])
    }
  }

  @Test func `a date that somebody works on is passed over`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.ingest(Bars.few, date: "2024-01-03")
    try lake.remove(Lake.file())
    try lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-02.x/data.staged")
    let lock = try FileLock(lake.absolute(".barlake/locks/stocks_daily.2024-01-02"))
    let verification = try verify(lake)
    #expect(verification.findings == [])
    #expect((verification.dateCount, verification.inProgressCount) == (1, 1))
    withExtendedLifetime(lock) {}
  }

  @Test func `one data type or one date can be looked at`() throws {
    let lake = try Lake()
    for type in ["stocks_daily", "options_daily"] {
      for date in ["2024-01-02", "2024-01-03", "2024-02-01"] {
        try lake.ingest(Bars.few, date: date, type: type)
        try lake.put([1], at: Lake.file(date, type: type))
      }
    }
    func paths(_ type: String?, _ date: String?) throws -> [String] {
      try LakeVerifier(root: lake.root, dataType: type, date: date).verify().findings.map(\.path)
    }
    #expect(try paths(nil, nil).count == 6)
    #expect(
      try paths("stocks_daily", nil)
        == ["2024-01-02", "2024-01-03", "2024-02-01"].map { Lake.file($0) })
    #expect(try paths(nil, "2024-01-03").count == 2)
    #expect(try paths("stocks_daily", "2024-02-01") == [Lake.file("2024-02-01")])
    #expect(try paths("stocks_minute", nil) == [])
  }

  @Test func `wrong arguments and what is no lake are errors`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    func code(_ root: String, _ type: String? = nil, _ date: String? = nil) -> ErrorCode? {
      #expect(throws: IngestError.self) {
        try LakeVerifier(root: root, dataType: type, date: date)
      }?.code
    }
    #expect(code(lake.root, "stocks") == .unknownDataType)
    #expect(code(lake.root, nil, "2024-02-30") == .invalidDate)
    #expect(code(lake.root + "/none") == .ioError)
    #expect(code(lake.absolute("stocks_daily")) == .invalidArgument)
  }

  @Test func `a request to stop is heard`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let cancellation = Cancellation()
    let verifier = try LakeVerifier(root: lake.root, cancellation: cancellation)
    cancellation.cancel()
    #expect(throws: IngestError.self) { try verifier.verify() }
  }
}

extension FileMetaData {
  fileprivate mutating func set(_ key: String, _ value: String) {
    for number in (keyValueMetadata ?? []).indices where keyValueMetadata?[number].key == key {
      keyValueMetadata?[number].value = value
    }
  }
}
