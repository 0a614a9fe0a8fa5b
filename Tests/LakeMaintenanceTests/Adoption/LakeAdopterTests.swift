import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeParquetWriting
import BarLakeTestSupport
import LakeInspection
import LakeMaintenance
import Testing

@Suite struct LakeAdopterTests {
  private func adopt(
    _ lake: Lake, type: String? = nil, profile: String? = nil, isDryRun: Bool = false
  ) throws -> LakeAdoption {
    try LakeAdopter(root: lake.root, dataType: type, profile: profile, isDryRun: isDryRun).adopt()
  }

  /// The kinds of the problems of dates that are refused, after which nothing visible was changed.
  private func problems(_ lake: Lake, profile: String? = nil) throws -> [String] {
    let before = try lake.tree()
    let adoption = try adopt(lake, profile: profile)
    #expect(adoption.adopted == [])
    #expect(try lake.tree() == before)
    return adoption.refused.flatMap { $0.problems.map { "\($0.kind) \($0.path)" } }
  }

  static let configurations: [(type: String, config: [String: ConfigValue])] = [
    ("stocks_daily", [:]),
    ("stocks_daily", ["profile": "classic", "embed_partition_columns": true]),
    ("stocks_minute", [:]), ("stocks_minute", ["embed_partition_columns": true]),
    ("stocks_minute", ["profile": "classic", "partitioning": "date"]),
    ("options_daily", ["extra_columns": "note:string,flag:bool"]), ("options_minute", [:]),
    ("options_minute", ["profile": "classic", "partitioning": "date"]),
  ]

  /// The input of a test: bars of five tickers, some of them doubtful.
  private static func bars(_ type: String) -> (tickers: [String], source: ByteSource) {
    let tickers =
      type.hasPrefix("options")
      ? ["O:SPY240119C00400000", "O:SPY240119P00400000", "O:AAPL240119C00100000", "O:odd"]
      : ["A", "AAp", "BRK.B", "CON", "."]
    let lines = tickers.enumerated().map { Bars.line($1, $0) }
    return (tickers, Bars.source([Bars.header] + lines + lines))
  }

  @Test func `the record of a sync is no obstacle, and stays`() throws {
    let lake = try Lake.ofMinutes()
    try lake.remove(".barlake")
    let record = SyncRecord(
      dataType: .stocksMinute, ended: "2024-01-04T05:06:07Z", source: "here",
      since: try CalendarDate(Lake.date), until: try CalendarDate(Lake.nextDate), isWhole: true)
    try record.write(root: lake.root)
    let adoption = try adopt(lake)
    #expect(adoption.refused == [] && adoption.foreign == [] && adoption.adopted.count == 2)
    #expect(SyncRecord.read(of: .stocksMinute, root: lake.root) == record)
    #expect(try lake.findings() == [])
  }

  @Test(arguments: configurations.indices)
  func `a lake without its own folder is what it was before`(_ number: Int) throws {
    let (type, config) = Self.configurations[number]
    let (tickers, source) = Self.bars(type)
    let lake = try Lake()
    for (date, symbols) in [(Lake.date, nil), (Lake.nextDate, [tickers[0]])] {
      try lake.ingest(source, date: date, type: type, config: config, symbols: symbols)
    }
    let whole = try LakeStatus(root: lake.root).dataTypes[0]
    let settings = try lake.read(".barlake/\(type).json")
    let tree = try lake.tree()
    try lake.remove(".barlake")
    #expect(try adopt(lake, isDryRun: true).adopted.map(\.rowCount) == [whole.rowCount - 2, 2])
    #expect(try !lake.exists(".barlake"))

    let adoption = try adopt(lake)
    #expect(adoption.refused == [] && adoption.foreign == [])
    #expect(adoption.adopted.map(\.date.description) == [Lake.date, Lake.nextDate])
    #expect(adoption.adopted.map(\.symbolCount) == [nil, 1])
    #expect(adoption.adopted.allSatisfy { !$0.isForeign && $0.dataType.rawValue == type })
    #expect(try lake.tree() == tree)
    #expect(try lake.read(".barlake/\(type).json") == settings)
    let verification = try LakeVerifier(root: lake.root).verify()
    #expect(verification.findings == [] && verification.notes == [])
    let status = try LakeStatus(root: lake.root, comparingSizes: true).dataTypes[0]
    #expect(status.done == whole.done && status.filtered == whole.filtered)
    #expect(status.fileCount == whole.fileCount && status.rowCount == whole.rowCount)
    #expect(status.unfinished == [] && status.foreign == [])
    let isOneFile = adoption.adopted[0].partitioning == .date
    #expect(status.doubtful == (isOneFile ? whole.doubtful : []))
    let again = try adopt(lake)
    #expect(again.adopted == [] && again.doneCount == 2)

    // The lake goes on as any other.
    #expect(try lake.ingest(source, type: type).reason == .outputExists)
    #expect(try lake.ingest(Bars.of("A"), type: type).reason == .outputExists)
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(source, date: Lake.nextDate, type: type)
    }
    #expect(error.code == .outputConflict)
    #expect(try lake.ingest(source, date: "2024-01-04", type: type).status == .success)
    let over = try lake.ingest(
      source, type: type, config: ["on_existing": "overwrite"], symbols: [tickers[1]])
    #expect(over.status == .success && over.records == 2)
    #expect(try lake.findings() == [] && lake.remains() == [])
  }

  @Test func `a filter of which a symbol has no row is not known`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, symbols: ["A", "XYZ"])
    try lake.remove(".barlake")
    #expect(try problems(lake) == ["metadata \(Lake.file())"])
  }

  static let earlier = [
    "portable-by-symbol", "classic-by-date", "classic-by-symbol-embedded",
    "portable-by-date-filtered",
  ]

  @Test(arguments: earlier)
  func `lakes of specification 1.0 are adopted`(_ name: String) throws {
    let lake = try Lake(copyOf: "Fixtures/lakes/1.0/\(name)")
    let tree = try lake.tree()
    try lake.remove(".barlake")
    let adoption = try adopt(lake)
    #expect(adoption.refused == [] && adoption.adopted.count == 8)
    #expect(try lake.tree() == tree)
    let verification = try LakeVerifier(root: lake.root).verify()
    #expect(verification.findings == [] && verification.dateCount == 8)
    #expect(!verification.notes.contains { $0.kind == .manifestChecksum })
  }

  // MARK: Files of other programs

  /// Takes from the files of a lake what BarLake alone writes, and its own folder.
  private func makeForeign(_ lake: Lake, type: String) throws {
    let manifest = Lake.manifest(type: type)
    for path in try lake.tree().keys where path.hasSuffix(".parquet") {
      try lake.rewriteRows(of: path, manifest: manifest, rowGroupRowCount: 2)
      try lake.rewriteFooter(of: path, manifest: nil) { metadata in
        metadata.keyValueMetadata = nil
        metadata.createdBy = "other"
        metadata.change("open") { $0.statistics = nil }
      }
    }
    try lake.remove(".barlake")
  }

  @Test(arguments: configurations.indices)
  func `files of another program are adopted with their profile`(_ number: Int) throws {
    let (type, config) = Self.configurations[number]
    let lake = try Lake()
    try lake.ingest(Self.bars(type).source, type: type, config: config)
    let settings = try lake.read(".barlake/\(type).json")
    let doubtful = try LakeStatus(root: lake.root).dataTypes[0].doubtful
    try makeForeign(lake, type: type)
    let profile: Profile = config["profile"] == "classic" ? .classic : .portable
    let other: Profile = profile == .classic ? .portable : .classic
    #expect(try problems(lake).allSatisfy { $0.hasPrefix("metadata ") })
    #expect(try problems(lake, profile: other.rawValue).allSatisfy { $0.hasPrefix("schema ") })
    #expect(try !problems(lake).isEmpty && !problems(lake, profile: other.rawValue).isEmpty)

    let tree = try lake.tree()
    let adoption = try adopt(lake, profile: profile.rawValue)
    #expect(adoption.refused == [])
    #expect(adoption.adopted.map(\.isForeign) == [true])
    #expect(try lake.tree() == tree)
    #expect(try lake.read(".barlake/\(type).json") == settings)
    let verification = try LakeVerifier(root: lake.root).verify()
    #expect(verification.findings == [])
    #expect(verification.notes.map(\.kind) == [.foreignFiles])
    let status = try LakeStatus(root: lake.root, comparingSizes: true).dataTypes[0]
    #expect(status.unfinished == [])
    #expect(status.doubtful == (adoption.adopted[0].partitioning == .date ? doubtful : []))
    #expect(try lake.ingest(Self.bars(type).source, type: type).reason == .outputExists)
    try lake.ingest(Self.bars(type).source, date: Lake.nextDate, type: type)
    try lake.ingest(
      Self.bars(type).source, type: type, config: ["on_existing": "overwrite"],
      symbols: [Self.bars(type).tickers[0]])
    #expect(try lake.findings() == [] && lake.remains() == [])
    #expect(try LakeVerifier(root: lake.root).verify().notes == [])
  }

  @Test func `of an adopted file of another program, damage and wrong statements are found`() throws
  {
    let lake = try Lake()
    try lake.ingest(Self.bars("stocks_daily").source)
    try makeForeign(lake, type: "stocks_daily")
    let whole = try lake.read(Lake.file())
    try lake.rewriteFooter(manifest: nil) {
      $0.change("close") { $0.statistics?.minValue?[6] ^= 1 }
    }
    #expect(try problems(lake, profile: "portable") == ["statistics \(Lake.file())"])
    try lake.put(whole, at: Lake.file())
    #expect(try adopt(lake, profile: "portable").adopted.count == 1)
    try lake.rewriteFooter { $0.createdBy = "OTHER" }
    #expect(try lake.findings() == ["content \(Lake.file())"])
  }

  @Test func `a symbol's folder with another name is refused, with the right one`() throws {
    let lake = try Lake.ofMinutes()
    try makeForeign(lake, type: Lake.minute)
    let month = "\(Lake.minute)/year=2024/month=01"
    try FileSystem.rename(
      lake.absolute("\(month)/symbol=C"), to: lake.absolute("\(month)/symbol=Cp"))
    let adoption = try adopt(lake, profile: "portable")
    #expect(adoption.adopted == [] && adoption.refused.count == 2)
    #expect(adoption.refused[0].problems[0].path == "\(month)/symbol=Cp")
    #expect(adoption.refused[0].problems[0].problem.hasSuffix("rename it to symbol=C%70"))
    #expect(adoption.foreign == ["\(month)/symbol=Cp"])
  }

  // MARK: What is refused

  /// What is done to a lake of minute bars without its own folder, and the problems of the date.
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var problems: [String]
    var damage: @Sendable (Lake) throws -> Void
  }

  static let damages: [Damage] = [
    Damage(
      testDescription: "a file that is none", problems: ["unreadable \(Lake.file(of: "A"))"]
    ) { try $0.put([1, 2, 3], at: Lake.file(of: "A")) },
    Damage(
      testDescription: "the file of another symbol", problems: ["value \(Lake.file(of: "A"))"]
    ) { try $0.put(try $0.read(Lake.file(of: "B")), at: Lake.file(of: "A")) },
    Damage(
      testDescription: "the file of another date", problems: ["metadata \(Lake.file(of: "D"))"]
    ) { try $0.put(try $0.read(Lake.file(of: "D", Lake.nextDate)), at: Lake.file(of: "D")) },
    Damage(
      testDescription: "a file of another program", problems: ["metadata \(Lake.file(of: "B"))"]
    ) { lake in
      try lake.rewriteFooter(of: Lake.file(of: "B"), manifest: nil) { $0.keyValueMetadata = nil }
    },
    Damage(
      testDescription: "a wrong statistic", problems: ["statistics \(Lake.file(of: "B"))"]
    ) { lake in
      try lake.rewriteFooter(of: Lake.file(of: "B"), manifest: nil) {
        $0.change("open") { $0.statistics?.maxValue?[6] ^= 1 }
      }
    },
    Damage(
      testDescription: "a list of a run that died", problems: ["leftover \(Lake.list())"]
    ) { try $0.put(Array("\(Lake.file(of: "A"))\n".utf8), at: Lake.list()) },
  ]

  @Test(arguments: damages)
  func `a date with a fault is refused, and the others are adopted`(_ damage: Damage) throws {
    let lake = try Lake()
    for (date, symbols) in [(Lake.date, ["A", "B", "C"]), (Lake.nextDate, ["B", "D"])] {
      // With a symbol column in the files, so that a file can be at the place of another symbol.
      try lake.ingest(
        Bars.source([Bars.header] + symbols.map { Bars.line($0) }), date: date, type: Lake.minute,
        config: ["embed_partition_columns": true])
    }
    try lake.remove(".barlake")
    try damage.damage(lake)
    let before = try lake.tree()
    for isDryRun in [true, false] {
      let adoption = try adopt(lake, isDryRun: isDryRun)
      let found = adoption.refused.flatMap { $0.problems.map { "\($0.kind) \($0.path)" } }
      #expect(found == damage.problems)
      #expect(adoption.adopted.map(\.date.description) == [Lake.nextDate])
    }
    #expect(try lake.done() == [Lake.nextDate])
    #expect(try lake.tree() == before)
  }

  @Test func `a date that lies as one file and as one per symbol is refused`() throws {
    let lake = try Lake.ofMinutes()
    try lake.remove(".barlake/manifests")
    try lake.put(try lake.read(Lake.file(of: "B")), at: Lake.file(type: Lake.minute))
    let whole = "unlisted \(Lake.file(type: Lake.minute))"
    let other = "settings \(Lake.file(of: "B", Lake.nextDate))"
    // Without settings, nobody knows which of the layouts is the lake's.
    for isLost in [true, false] {
      let copy = try Lake(copyOf: lake)
      if isLost { try copy.remove(".barlake") }
      let adoption = try adopt(copy)
      let problems = adoption.refused.flatMap { $0.problems.map { "\($0.kind) \($0.path)" } }
      #expect(problems == (isLost ? [whole, other] : [whole]))
      #expect(adoption.adopted.map(\.date.description) == (isLost ? [] : [Lake.nextDate]))
    }
  }

  @Test func `a manifest whose files are missing is refused, a damaged one replaced`() throws {
    let lake = try Lake.ofMinutes()
    let manifest = Lake.manifest(type: Lake.minute)
    let whole = try lake.read(manifest)
    try lake.put(Array(whole.dropLast(5)), at: manifest)
    let adoption = try adopt(lake)
    #expect(adoption.adopted.map(\.fileCount) == [3] && adoption.doneCount == 1)
    #expect(try lake.findings() == [])
    try lake.remove(Lake.file(of: "C"))
    let refused = try adopt(lake)
    #expect(refused.adopted == [] && refused.refused[0].problems.map(\.kind) == [.missing])
  }

  @Test func `a date with other settings than the lake's is refused`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let other = try Lake()
    try other.ingest(Bars.few, date: Lake.nextDate, config: ["profile": "classic"])
    try lake.put(try other.read(Lake.file(Lake.nextDate)), at: Lake.file(Lake.nextDate))
    let adoption = try adopt(lake)
    #expect(adoption.adopted == [] && adoption.doneCount == 1)
    #expect(adoption.refused[0].problems.map(\.kind) == [.settings])
    #expect(adoption.refused[0].problems[0].problem.contains("profile portable, not classic"))
    // Without settings, files that contradict each other are no lake.
    try lake.remove(".barlake")
    #expect(
      try problems(lake) == ["settings \(Lake.file())", "settings \(Lake.file(Lake.nextDate))"])
  }

  // MARK: Interruptions

  @Test func `an adoption that died is completed`() throws {
    for isSettingsOnly in [true, false] {
      let lake = try Lake.ofMinutes()
      let settings = try lake.read(".barlake/stocks_minute.json")
      try lake.remove(".barlake")
      #expect(try adopt(lake).adopted.count == 2)
      try lake.remove(Lake.manifest(Lake.nextDate, type: Lake.minute))
      if isSettingsOnly { try lake.remove(Lake.manifest(type: Lake.minute)) }
      let adoption = try adopt(lake)
      #expect(adoption.adopted.count == (isSettingsOnly ? 2 : 1) && adoption.refused == [])
      #expect(try lake.read(".barlake/stocks_minute.json") == settings)
      #expect(try lake.findings() == [] && lake.remains() == [])
    }
  }

  @Test func `settings that fix nothing are replaced by those of the files`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["profile": "classic"])
    let settings = try lake.read(Lake.settings)
    try lake.remove(Lake.manifest())
    try lake.replace("classic", by: "portable", in: Lake.settings)
    #expect(try adopt(lake).adopted.count == 1)
    #expect(try lake.read(Lake.settings) == settings)
    #expect(try lake.findings() == [])
  }

  @Test func `a date that a run holds is passed over`() throws {
    let lake = try Lake.ofMinutes()
    try lake.remove(".barlake/manifests")
    let lock = try FileLock(lake.absolute(Lake.lock()))
    let adoption = try adopt(lake)
    _ = consume lock
    #expect(adoption.inProgressCount == 1 && adoption.adopted.count == 1)
    #expect(try lake.done() == [Lake.nextDate])
  }

  @Test func `wrong arguments, and what is no lake, are errors`() throws {
    let lake = try Lake.ofMinutes()
    #expect(throws: IngestError.self) { try adopt(lake, type: "stocks") }
    let error = try #require(throws: IngestError.self) { try adopt(lake, profile: "exact") }
    #expect(error.code == .invalidArgument && error.token == "exact")
    let folder = try TemporaryFolder()
    let other = try #require(throws: IngestError.self) { try LakeAdopter(root: folder.path) }
    #expect(other.code == .invalidArgument)
    #expect(throws: IngestError.self) { try LakeAdopter(root: folder.path("missing")) }
    let cancellation = Cancellation()
    cancellation.cancel()
    try lake.remove(".barlake")
    let stopped = try #require(throws: IngestError.self) {
      try LakeAdopter(root: lake.root, cancellation: cancellation).adopt()
    }
    #expect(stopped.message == "interrupted")
    #expect(try adopt(lake, type: "stocks_daily").adopted == [])
    #expect(try adopt(lake, type: Lake.minute).adopted.count == 2)
  }

  @Test func `a manifest of an adopted date says so, and needs no source`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.remove(".barlake")
    _ = try adopt(lake)
    let head = String(decoding: try lake.read(Lake.manifest()).prefix { $0 != 10 }, as: UTF8.self)
    #expect(head.contains("\"adopted\":\"own\"") && !head.contains("\"source\""))
    #expect(head.contains("\"rows\":{\"filtered\":0,\"read\":3,\"written\":3}"))
    #expect(try lake.done("stocks_daily") == [Lake.date])
    // Without either, or with a word that nobody knows, it is no manifest.
    try lake.replace("\"adopted\":\"own\",", by: "", in: Lake.manifest())
    #expect(try lake.done("stocks_daily") == [])
    for member in ["\"adopted\":\"mine\",", "\"source\":{\"bytes\":1,\"sha256\":\"\"},"] {
      _ = try adopt(lake)
      try lake.replace("\"adopted\":\"own\",", by: member, in: Lake.manifest())
      #expect(try lake.done("stocks_daily") == (member.contains("source") ? [Lake.date] : []))
      try lake.put([1], at: Lake.manifest())
    }
  }
}
