import BarLake
import BarLakeBytes
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import LakeInspection
import Testing

/// Lakes of specification 1.0 (`Fixtures/lakes`) are read, continued and verified.
@Suite struct EarlierLakesTests {
  static let types = ["stocks_daily", "stocks_minute", "options_daily", "options_minute"]
  static let dates = ["2024-01-02", "2024-01-03"]

  struct Earlier: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var config: [String: ConfigValue]
    var isBySymbol: Bool
    /// The dates of each data type with a text chunk that another encoding is for now.
    var reencoded: [String: [String]]

    func config(_ type: String) -> [String: ConfigValue] {
      var config = config
      if type.hasSuffix("minute") { config["partitioning"] = isBySymbol ? "symbol" : "date" }
      return config
    }

    /// The lake, in a folder of the test's own.
    func copy() throws -> Lake { try Lake(copyOf: "Fixtures/lakes/1.0/\(testDescription)") }
  }

  private static let classic: [String: ConfigValue] = [
    "profile": "classic", "fractional_volume": "round",
  ]
  private static let extra: [String: ConfigValue] = ["extra_columns": "vwap:double,note:string"]

  static let lakes = [
    Earlier(
      testDescription: "portable-by-symbol", config: [:], isBySymbol: true,
      reencoded: ["options_minute": dates]),
    Earlier(testDescription: "classic-by-date", config: classic, isBySymbol: false, reencoded: [:]),
    Earlier(
      testDescription: "classic-by-symbol-embedded",
      config: classic.merging(extra) { $1 }.merging(["embed_partition_columns": true]) { $1 },
      isBySymbol: true, reencoded: ["stocks_minute": dates, "options_minute": dates]),
    Earlier(
      testDescription: "portable-by-date-filtered", config: extra, isBySymbol: false,
      reencoded: [
        "stocks_minute": dates, "options_daily": [dates[1]], "options_minute": dates,
      ]),
  ]

  private static func input(_ type: String, _ date: String) -> ByteSource {
    .file("\(Repository.root)/Fixtures/lakes/inputs/\(type)/\(date).csv")
  }

  /// Kind, data type and dates of each note.
  private static func shown(_ notes: [LakeNote]) -> [String] {
    notes.map {
      "\($0.kind.rawValue) \($0.dataType.rawValue) \($0.dateCount) \($0.first) \($0.last)"
    }
    .sorted()
  }

  @Test(arguments: lakes)
  func `status sees all dates as done`(_ earlier: Earlier) throws {
    let lake = try earlier.copy()
    for comparingSizes in [false, true] {
      let status = try LakeStatus(root: lake.root, comparingSizes: comparingSizes)
      #expect(status.staged.isEmpty)
      #expect(Set(status.dataTypes.map(\.dataType.rawValue)) == Set(Self.types))
      for type in status.dataTypes {
        #expect(type.done.map(\.description) == Self.dates)
        #expect(type.unfinished.isEmpty && type.foreign.isEmpty)
        let files = try lake.tree().keys.filter {
          $0.hasPrefix(type.dataType.rawValue) && $0.hasSuffix(".parquet")
        }
        #expect(type.fileCount == files.count)
        #expect(type.byteCount == (try files.reduce(0) { $0 + (try lake.read($1)).count }))
      }
    }
  }

  @Test(arguments: lakes)
  func `verify has no findings, and notes what was different`(_ earlier: Earlier) throws {
    let lake = try earlier.copy()
    let before = try lake.snapshot()
    let verification = try LakeVerifier(root: lake.root).verify()
    #expect(verification.findings == [] && verification.isClean)
    #expect(verification.dateCount == 8)
    var expected = Self.types.flatMap { type in
      let kinds =
        ["manifest_checksum", "doubtful_bars"] + (type.hasPrefix("o") ? ["padded_roots"] : [])
      return kinds.map { "\($0) \(type) 2 2024-01-02 2024-01-03" }
    }
    for (type, dates) in earlier.reencoded {
      expected.append("text_encoding \(type) \(dates.count) \(dates[0]) \(dates[dates.count - 1])")
    }
    #expect(Self.shown(verification.notes) == expected.sorted())
    #expect(try lake.snapshot() == before)
  }

  @Test(arguments: lakes)
  func `a done date is skipped, and others follow it`(_ earlier: Earlier) throws {
    let lake = try earlier.copy()
    let before = try lake.tree()
    for type in Self.types {
      let config = earlier.config(type)
      let isFiltered = earlier.testDescription.hasSuffix("filtered")
      for date in Self.dates {
        let symbols =
          isFiltered && date == Self.dates[1]
          ? [type.hasPrefix("options") ? "KXA" : "A"] : nil
        let result = try lake.ingest(
          Self.input(type, date), date: date, type: type, config: config, symbols: symbols)
        #expect(result.status == .skipped && result.reason == .outputExists)
      }
      if isFiltered {
        let error = #expect(throws: IngestError.self) {
          try lake.ingest(
            Self.input(type, Self.dates[1]), date: Self.dates[1], type: type, config: config)
        }
        #expect(error?.code == .outputConflict)
      }
    }
    #expect(try lake.tree() == before)
    for type in Self.types {
      let result = try lake.ingest(
        Self.input(type, Self.dates[0]), date: "2024-01-04", type: type,
        config: earlier.config(type))
      #expect(result.status == .success)
      #expect(
        try lake.read(Lake.manifest("2024-01-04", type: type)).suffix(80)
          .starts(with: Array(",\"checksum\":\"".utf8)))
    }
    for type in try LakeStatus(root: lake.root, comparingSizes: true).dataTypes {
      #expect(type.done.map(\.description) == Self.dates + ["2024-01-04"])
    }
    let verification = try LakeVerifier(root: lake.root).verify()
    #expect(verification.findings == [])
    #expect(verification.notes.allSatisfy { $0.last.description == Self.dates[1] })
  }

  @Test(arguments: lakes)
  func `an overwrite writes a date as it is written now`(_ earlier: Earlier) throws {
    let lake = try earlier.copy()
    for type in Self.types {
      var config = earlier.config(type)
      config["on_existing"] = "overwrite"
      let result = try lake.ingest(
        Self.input(type, Self.dates[0]), type: type, config: config)
      #expect(result.status == .success)
    }
    let verification = try LakeVerifier(root: lake.root).verify()
    #expect(verification.findings == [] && verification.dateCount == 8)
    #expect(
      verification.notes.filter { $0.kind == .manifestChecksum }.map(\.dateCount)
        == [1, 1, 1, 1])
    #expect(verification.notes.allSatisfy { $0.first.description == Self.dates[1] })
    for file in try lake.tree().keys where file.hasSuffix("\(Lake.date).parquet") {
      #expect(try lake.parquet(file).metadataValue("barlake.spec_version") == "1.1")
    }
  }

  @Test func `damage is found in files and manifests of 1.0 as it was`() throws {
    let changes: [(found: String, changed: String, isReadable: Bool)] = [
      ("\"read\" : 4", "\"read\" : 5", true), ("\"bytes\" : ", "\"bytes\" : -", false),
      ("stocks_daily/year=2024", "../year=2024", false),
      (
        "stocks_daily/year=2024/month=01/date", "stocks_daily/year=2024/month=01/symbol=A/date",
        false
      ),
      ("\"spec_version\" : \"1.0\"", "\"spec_version\" : \"1.1\"", false),
      ("\"spec_version\" : \"1.0\"", "\"spec_version\" : \"0.9\"", false),
    ]
    for (found, changed, isReadable) in changes {
      let lake = try Self.lakes[0].copy()
      try lake.replace(found, by: changed, in: Lake.manifest())
      let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
      #expect(type.done.map(\.description) == (isReadable ? Self.dates : [Self.dates[1]]))
      let findings = try LakeVerifier(root: lake.root).verify().findings
      #expect(findings.contains { $0.kind == .manifest && $0.path == Lake.manifest() })
    }
  }

  /// A file of 1.0 with a text chunk in another encoding, made one of 1.1: by its manifest, which
  /// is written here, and its footer.
  @Test func `the encoding of texts is a rule for files of this version`() throws {
    let lake = try Self.lakes[0].copy()
    let month = "options_minute/year=2024/month=01"
    let file = "\(month)/underlying=O%3A%6F%64%64/date=\(Lake.date).parquet"
    try lake.rewriteFooter(of: file, manifest: nil) { metadata in
      for index in (metadata.keyValueMetadata ?? []).indices
      where metadata.keyValueMetadata?[index].key == "barlake.spec_version" {
        metadata.keyValueMetadata?[index].value = "1.1"
      }
    }
    for name in ["KXA", "SDS1"] {
      try lake.remove("\(month)/underlying=\(name)/date=\(Lake.date).parquet")
    }
    let sha256 = try HashedFile.sha256(of: lake.absolute(file), cancellation: nil)
    let text =
      #"{"data_type":"options_minute","date":"\#(Lake.date)","partitioning":"symbol","#
      + #""profile":"portable","rows":{"filtered":0,"read":3,"written":3},"#
      + #""source":{"bytes":1,"sha256":"x"},"spec_version":"1.1","writer":"x","files":["# + "\n"
      + #"["O%3A%6F%64%64",\#(try lake.read(file).count),3,"\#(sha256)"]"# + "\n"
      + #"],"checksum":"\#(String(repeating: "0", count: 64))"}"# + "\n"
    let manifest = Lake.manifest(type: "options_minute")
    try lake.put(Array(text.utf8), at: manifest)
    try lake.seal(manifest)
    let findings = try LakeVerifier(
      root: lake.root, dataType: "options_minute", date: Lake.date
    ).verify().findings
    #expect(
      findings.map { "\($0.kind) \($0.path): \($0.problem)" } == [
        "encoding \(file): row group 1, contract_type: encoding: a dictionary expected, PLAIN found"
      ])
  }
}
