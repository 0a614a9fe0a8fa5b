import BarLake
import BarLakeBytes
import BarLakeHivePartitions
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct LakeStatusTests {
  @Test func `dates with doubtful bars are reported with the counts of their manifests`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2024-01-02")
    try lake.ingest(Bars.of("A", "B", "A"), date: "2024-01-03")
    try lake.ingest(Bars.of("O:A", "B", "B"), date: "2024-01-04")
    let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
    #expect(type.done.count == 3)
    #expect(type.doubtful.map(\.date.description) == ["2024-01-03", "2024-01-04"])
    #expect(type.doubtful.map(\.counts.repeatedKeys) == [1, 1])
    #expect(type.doubtful.map(\.counts.unorderedRows) == [1, 0])
    var sums = DoubtfulBars()
    (sums.repeatedKeys, sums.unorderedRows, sums.wrongTypeRows) = (2, 1, 1)
    #expect(type.doubtfulBars == sums)
  }

  @Test func `done dates are counted, and trading days between them that are not done are missing`()
    throws
  {
    let lake = try Lake()
    // Tuesday, Wednesday, Friday, Saturday; the Tuesday after a holiday (15 January).
    for date in ["2024-01-02", "2024-01-03", "2024-01-05", "2024-01-06", "2024-01-16"] {
      try lake.ingest(Bars.few, date: date)
    }
    let status = try LakeStatus(root: lake.root)
    let type = try #require(status.dataTypes.first)
    #expect(status.dataTypes.count == 1 && type.dataType == .stocksDaily)
    #expect(
      type.done.map(\.description)
        == ["2024-01-02", "2024-01-03", "2024-01-05", "2024-01-06", "2024-01-16"])
    #expect(
      type.missing.map(\.description)
        == ["2024-01-04", "2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12"])
    #expect(type.notTradingDays.map(\.description) == ["2024-01-06"])
    #expect(type.unfinished.isEmpty && type.foreign.isEmpty && status.staged.isEmpty)
    #expect((type.fileCount, type.rowCount) == (5, 15))
    let sizes = try type.done.map { try lake.read(Lake.file("\($0)")).count }
    #expect(type.byteCount == sizes.reduce(0, +))
    #expect(type.profile == .portable && type.partitioning == .date)
    #expect(type.embedPartitionColumns == false && type.extraColumns == [])
  }

  @Test func `dates that are done with a filter are reported with the number of symbols`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2024-01-02", symbols: ["A", "ZZ", "A"])
    try lake.ingest(Bars.few, date: "2024-01-03")
    try lake.ingest(Bars.few, date: "2024-01-04", symbols: ["AAp"])
    // Not done: its file is gone.
    try lake.ingest(Bars.few, date: "2024-01-05", symbols: ["A"])
    try lake.remove(Lake.file("2024-01-05"))
    let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
    #expect(type.filtered.map(\.date.description) == ["2024-01-02", "2024-01-04"])
    #expect(type.filtered.map(\.symbolCount) == [2, 1])
  }

  @Test func `a lake in which nothing was done has no data types`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.source([Bars.header]))
    #expect(try LakeStatus(root: lake.root).dataTypes.isEmpty)
  }

  @Test func `a data type is reported apart from the others`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["profile": "classic", "embed_partition_columns": true])
    try lake.ingest(
      Bars.few, date: "2024-02-01", type: "stocks_minute",
      config: ["extra_columns": "note:string", "partitioning": "date"])
    let types = try LakeStatus(root: lake.root).dataTypes
    #expect(types.map(\.dataType) == [.stocksDaily, .stocksMinute])
    #expect(types.map(\.profile) == [.classic, .portable])
    #expect(types.map(\.embedPartitionColumns) == [true, false])
    #expect(types.map { $0.extraColumns?.map(\.name) } == [[], ["note"]])
    #expect(types.map { $0.done.map(\.description) } == [["2024-01-02"], ["2024-02-01"]])
  }

  @Test func `one data type is looked at, with what it has staged`() throws {
    let lake = try Lake()
    for type in ["stocks_daily", "stocks_minute"] {
      try lake.ingest(Bars.few, type: type)
      try lake.put([1], at: ".barlake/staging/\(type).2024-01-04.x/data.staged")
      try lake.put(
        Array("x\n".utf8), at: ".barlake/manifests/\(type)/\(Lake.date).publishing")
    }
    #expect(try LakeStatus(root: lake.root).staged.count == 4)
    let status = try LakeStatus(root: lake.root, dataType: .stocksMinute)
    #expect(status.dataTypes.map(\.dataType) == [.stocksMinute])
    #expect(
      status.staged.map(\.path) == [
        ".barlake/manifests/stocks_minute/2024-01-02.publishing",
        ".barlake/staging/stocks_minute.2024-01-04.x",
      ])
    #expect(try LakeStatus(root: lake.root, dataType: .optionsDaily).dataTypes.isEmpty)
  }

  @Test func `dates before the calendar are done and never missing`() throws {
    let lake = try Lake()
    for date in ["2002-12-20", "2002-12-21", "2003-01-03"] { try lake.ingest(Bars.few, date: date) }
    let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
    #expect(type.missing.map(\.description) == ["2003-01-02"])
    #expect(type.notTradingDays.isEmpty)
  }

  /// Damage to a lake with the date 2024-01-02, and the expected status of the date.
  static let damages: [(damage: @Sendable (Lake) throws -> Void, reasons: [String])] = [
    ({ try $0.remove(Lake.manifest()) }, ["files in no manifest: 1"]),
    ({ try $0.remove(Lake.file()) }, ["files missing: 1"]),
    (
      { try $0.put(Array(try $0.read(Lake.file()).dropLast()), at: Lake.file()) },
      ["files of another size: 1"]
    ),
    (
      { try $0.put(Array("{".utf8), at: Lake.manifest()) },
      ["files in no manifest: 1", "a manifest that is not readable"]
    ),
    (
      { lake in
        try lake.remove(Lake.manifest())
        try lake.put(
          Array((Lake.file() + "\n").utf8),
          at: ".barlake/manifests/stocks_daily/\(Lake.date).publishing")
      },
      ["files in no manifest: 1", "a list of files to publish"]
    ),
  ]

  @Test(arguments: damages.indices)
  func `a date of which only some files exist is not done`(_ number: Int) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.ingest(Bars.few, date: "2024-01-03")
    try Self.damages[number].damage(lake)
    let status = try LakeStatus(root: lake.root, comparingSizes: true)
    let type = try #require(status.dataTypes.first)
    #expect(type.done.map(\.description) == ["2024-01-03"])
    #expect(type.unfinished.map(\.date.description) == [Lake.date])
    #expect(type.unfinished.first?.reasons == Self.damages[number].reasons)
    #expect(type.unfinished.first?.isInProgress == false)
    #expect(type.fileCount == 1)
  }

  @Test func `names always count, and sizes on request`() throws {
    for type in ["stocks_daily", "stocks_minute"] {
      let lake = try Lake()
      try lake.ingest(Bars.few, type: type)
      let file =
        type == "stocks_daily"
        ? Lake.file() : "stocks_minute/year=2024/month=01/symbol=AA%70/date=\(Lake.date).parquet"
      try lake.put(Array(try lake.read(file).dropLast()), at: file)
      func reasons(comparingSizes: Bool) throws -> [String] {
        let status = try LakeStatus(root: lake.root, comparingSizes: comparingSizes)
        return status.dataTypes[0].unfinished.flatMap(\.reasons)
      }
      #expect(try reasons(comparingSizes: false) == [])
      #expect(try reasons(comparingSizes: true) == ["files of another size: 1"])
      try lake.remove(file)
      for comparingSizes in [false, true] {
        #expect(try reasons(comparingSizes: comparingSizes) == ["files missing: 1"])
      }
      // A folder in its place is no file.
      try lake.put([1], at: file + "/in the way")
      for comparingSizes in [false, true] {
        #expect(try reasons(comparingSizes: comparingSizes) == ["files missing: 1"])
      }
    }
  }

  /// Names of which one path begins as another, and stands after it.
  @Test func `every file of every symbol is known by its name`() throws {
    let symbols = [
      "-A", ".", "..", ".A", "A", "A.B", "A-", "A0", "AA", "AAp", "A/B", "_", "%", "é",
    ]
    for left in [[], ["A"], ["-A", "AA"], ["é"], symbols] {
      let lake = try Lake()
      let source = Bars.source([Bars.header] + symbols.map { Bars.line($0) })
      let dates = ["2024-02-28", "2024-02-29"]
      let files = try dates.map {
        try lake.ingest(source, date: $0, type: "stocks_minute").files
      }
      let removed = try files[1].filter { path in
        let folder = try #require(path.split(separator: "/").dropLast().last)
        let symbol = try #require(PartitionPath.symbol(String(folder), of: .stocksMinute))
        return left.contains { Array($0.utf8) == symbol }
      }
      #expect(removed.count == left.count)
      for path in removed { try lake.remove(path) }
      let type = try LakeStatus(root: lake.root).dataTypes[0]
      #expect(type.done.map(\.description) == (left.isEmpty ? dates : [dates[0]]))
      #expect(
        type.unfinished.map(\.reasons)
          == (left.isEmpty ? [] : [["files missing: \(left.count)"]]))
      #expect(type.foreign == [])
    }
  }

  /// Changed manifests, and the expected report for each.
  static let manifests: [(found: String, changed: String, reason: String)] = [
    ("\"filtered\":0", "\"filtered\":-1", "a manifest that is not readable"),
    ("\"bytes\":", "\"bytes\":-", "a manifest that is not readable"),
    ("[\"\",", "[\"\",-", "a manifest that is not readable"),
    ("[\"\",", "[\"A\",", "a manifest that is not readable"),
    ("\"filter\":null", "\"filter\":[]", "a manifest that is not readable"),
    (
      "\"date\":\"2024-01-02\"", "\"date\":\"2024-01-03\"",
      "a manifest of another data type or date"
    ),
    ("\"date\":\"2024-01-02\"", "\"date\":\"x\"", "a manifest that is not readable"),
    ("stocks_daily\",", "stocks_minute\",", "a manifest of another data type or date"),
  ]

  @Test(arguments: manifests.indices)
  func `status and ingest agree on what is done`(_ number: Int) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let (found, changed, reason) = Self.manifests[number]
    let manifest = String(decoding: try lake.read(Lake.manifest()), as: UTF8.self)
    // Absent from a manifest where there is none.
    let filtered =
      manifest.contains("\"filter\"")
      ? manifest : manifest.replacing("{", with: "{\"filter\":null,", maxReplacements: 1)
    #expect(filtered.contains(found))
    try lake.put(Array(filtered.replacing(found, with: changed).utf8), at: Lake.manifest())
    try lake.seal(Lake.manifest())
    let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
    #expect(type.done.isEmpty)
    #expect(type.unfinished.first?.reasons.contains(reason) == true)
    #expect(try lake.ingest(Bars.few).status == .success)
    #expect(try LakeVerifier(root: lake.root).verify().findings == [])
  }

  @Test func `a manifest that lists a file twice makes nothing done`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let text = String(decoding: try lake.read(Lake.manifest()), as: UTF8.self)
    let start = try #require(text.firstRange(of: "[\n")).upperBound
    let end = try #require(text.firstRange(of: "\n]")).lowerBound
    let line = text[start..<end]
    try lake.put(
      Array(text.replacing(line, with: "\(line),\n\(line)").utf8), at: Lake.manifest())
    try lake.seal(Lake.manifest())
    #expect(try LakeStatus(root: lake.root).dataTypes.first?.done == [])
    #expect(try lake.ingest(Bars.few).status == .success)
  }

  @Test func `a list of files to publish beside a date that is done is left over`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let list = ".barlake/manifests/stocks_daily/\(Lake.date).publishing"
    for policy in ["skip", "error", "overwrite"] {
      try lake.put(Array("\(Lake.file())\n".utf8), at: list)
      let status = try LakeStatus(root: lake.root)
      #expect(status.staged == [LakeStatus.Staged(path: list, isInProgress: false)])
      #expect(status.dataTypes.first?.done.map(\.description) == [Lake.date])
      let lock = try FileLock(lake.absolute(".barlake/locks/stocks_daily.\(Lake.date)"))
      #expect(try LakeStatus(root: lake.root).staged.isEmpty)
      _ = consume lock
      _ = try? lake.ingest(Bars.few, config: ["on_existing": .string(policy)])
      #expect(try LakeStatus(root: lake.root).staged.isEmpty, "\(policy)")
    }
  }

  @Test func `what belongs to no date is foreign, and hidden names are nobody's business`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let foreign = [
      "stocks_daily/notes.txt", "stocks_daily/year=2024/month=13",
      "stocks_daily/year=2024/month=01/date=2024-02-01.parquet",
      "stocks_daily/year=2024/month=01/symbol=A/date=2024-01-02.parquet",
      "stocks_daily/year=2024/month=01/symbol=a", "stocks_daily/year=24",
    ]
    for path in foreign {
      let isFile = path.hasSuffix(".txt") || path.hasSuffix(".parquet")
      try lake.put([1], at: isFile ? path : path + "/x")
    }
    try lake.put([1], at: "stocks_daily/_SUCCESS")
    try lake.put([1], at: "stocks_daily/year=2024/month=01/.x.parquet")
    let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
    #expect(type.foreign.sorted() == foreign.sorted())
    #expect(type.done.map(\.description) == [Lake.date])
  }

  @Test func `a date that somebody works on is in progress`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-03.x1/data.staged")
    try lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-04.x2/data.staged")
    try lake.put([1], at: ".barlake/manifests/stocks_daily/2024-01-03.publishing")
    let before = try LakeStatus(root: lake.root)
    #expect(before.staged.map(\.isInProgress) == [false, false])
    #expect(before.dataTypes.first?.unfinished.map(\.isInProgress) == [false])
    let lock = try FileLock(lake.absolute(".barlake/locks/stocks_daily.2024-01-03"))
    let status = try LakeStatus(root: lake.root)
    #expect(
      status.staged.map(\.path)
        == [
          ".barlake/staging/stocks_daily.2024-01-03.x1",
          ".barlake/staging/stocks_daily.2024-01-04.x2",
        ])
    #expect(status.staged.map(\.isInProgress) == [true, false])
    let unfinished = try #require(status.dataTypes.first?.unfinished)
    #expect(unfinished.map(\.date.description) == ["2024-01-03"])
    #expect(unfinished.map(\.isInProgress) == [true])
    _ = consume lock
    // Of this date nothing exists but what is staged, twice even.
    try lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-04.x3/data.staged")
    let first = try FileLock(lake.absolute(".barlake/locks/stocks_daily.2024-01-04"))
    let started = try #require(try LakeStatus(root: lake.root).dataTypes.first?.unfinished)
    #expect(started.map(\.date.description) == ["2024-01-03", "2024-01-04"])
    #expect(started.map(\.isInProgress) == [false, true] && started[1].reasons == [])
    let calendar = LakeCalendar(
      try LakeStatus(root: lake.root), until: try CalendarDate("2024-01-04"))
    let day = calendar.dataTypes[0].months[0].days[3]
    #expect(day.state == .unfinished && day.isInProgress)
    withExtendedLifetime(first) {}
  }

  @Test func `a status changes nothing, whatever exists`() throws {
    for damage in Self.damages.map(\.damage) + [{ _ in }] {
      let lake = try Lake()
      try lake.ingest(Bars.few)
      try lake.ingest(Bars.few, date: "2024-01-03", type: "stocks_minute")
      try lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-05.x/data.staged")
      try lake.put([1], at: "stocks_daily/notes.txt")
      try damage(lake)
      let before = try lake.snapshot()
      #expect(before.keys.contains(".barlake/staging/stocks_daily.2024-01-05.x/data.staged"))
      _ = try LakeStatus(root: lake.root)
      #expect(try lake.snapshot() == before)
    }
    // Where there are no locks none are made.
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.remove(".barlake/locks")
    let before = try lake.snapshot()
    #expect(try LakeStatus(root: lake.root).dataTypes.first?.done.count == 1)
    #expect(try lake.snapshot() == before)
  }

  @Test(.timeLimit(.minutes(1)))
  func `locks that others hold keep nobody waiting, and stay theirs`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let locks = [".barlake/locks/stocks_daily", ".barlake/locks/stocks_daily.2024-01-02"]
      .map(lake.absolute)
    let date = try FileLock(locks[1])
    let type = try FileLock(locks[0])
    let before = try lake.snapshot()
    let status = try LakeStatus(root: lake.root)
    #expect(status.dataTypes.first?.unfinished.map(\.isInProgress) == [true])
    #expect(try lake.snapshot() == before)
    #expect(try locks.map(FileLock.isHeld) == [true, true])
    withExtendedLifetime(date) {}
    withExtendedLifetime(type) {}
  }

  /// Who looks holds a lock for the moment of the look at most.
  @Test(.timeLimit(.minutes(1)))
  func `an ingest goes on while a status reads`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, date: "2024-02-01")
    let isOver = Monitor(false)
    Workers.run(count: 2) { number in
      do {
        if number == 0 {
          defer { isOver.withLock { $0 = true } }
          for day in 10..<20 { try lake.ingest(Bars.few, date: "2024-01-\(day)") }
        } else {
          repeat { _ = try LakeStatus(root: lake.root) } while !isOver.withLock { $0 }
        }
      } catch {
        Issue.record(error)
      }
    }
    #expect(try LakeStatus(root: lake.root).dataTypes.first?.done.count == 11)
  }

  @Test func `what is no lake is an error`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "file")
    let codes = ["missing", "file", ""].map { name in
      #expect(throws: IngestError.self) { try LakeStatus(root: folder.path(name)) }?.code
    }
    #expect(codes == [.ioError, .ioError, .invalidArgument])
  }

  @Test func `a request to stop is heard`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: IngestError.self) {
      try LakeStatus(root: lake.root, cancellation: cancellation)
    }
  }
}
