import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct SyncRecordTests {
  private static let path = ".barlake/syncs/stocks_daily.json"

  private static func record(
    _ type: MarketDataType = .stocksDaily, source: String = "files.example.com flatfiles",
    failed: [CalendarDate] = []
  ) throws -> SyncRecord {
    func dates(_ texts: String...) throws -> [CalendarDate] {
      try texts.map { try CalendarDate($0) }
    }
    return SyncRecord(
      dataType: type, ended: "2024-01-31T23:59:59Z", source: source,
      since: try CalendarDate("2023-12-01"), until: try CalendarDate("2024-01-31"), ingested: 7,
      replaced: try dates("2024-01-02"), reissued: try dates("2024-01-03", "2024-01-04"),
      notPublished: try dates("2024-01-05"), awaited: try dates("2024-01-30", "2024-01-31"),
      forbidden: try dates("2023-12-01"), failed: failed, isWhole: false)
  }

  @Test func `what is written is read, and its members have these names`() throws {
    let lake = try Lake()
    let record = try Self.record(source: "\"é\u{1B}\u{0}<b>")
    try record.write(root: lake.root)
    #expect(SyncRecord.read(of: .stocksDaily, root: lake.root) == record)
    #expect(SyncRecord.read(of: .stocksMinute, root: lake.root) == nil)
    let text = String(decoding: try lake.read(Self.path), as: UTF8.self)
    let names = text.matches(of: /"(\w+)" :/).map { String($0.output.1) }
    #expect(
      names == [
        "data_type", "ended", "failed", "forbidden", "ingested", "is_whole",
        "not_published", "not_yet_published", "reissued", "replaced", "since", "source", "until",
      ])
    #expect(text.contains(#""ended" : "2024-01-31T23:59:59Z""#))
    #expect(try lake.remains() == [])
  }

  @Test func `the later record wins, and of two calls at once one is whole`() throws {
    let lake = try Lake()
    let records = try (0..<4).map { try Self.record(source: "\($0)") }
    for record in records { try record.write(root: lake.root) }
    #expect(SyncRecord.read(of: .stocksDaily, root: lake.root) == records[3])
    let root = lake.root
    Workers.run(count: 4) { number in
      for _ in 0..<8 {
        #expect(throws: Never.self) { try records[number].write(root: root) }
        #expect(SyncRecord.read(of: .stocksDaily, root: root).map(records.contains) == true)
      }
    }
    #expect(try lake.remains() == [])
  }

  @Test func `what a call that died has staged is removed by the next one`() throws {
    let lake = try Lake()
    try lake.put([1], at: ".barlake/staging/stocks_daily.sync.dead")
    try lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-02.other")
    try Self.record().write(root: lake.root)
    #expect(try lake.remains() == [".barlake/staging/stocks_daily.2024-01-02.other"])
  }

  @Test func `what no sync has written is no record`() throws {
    let lake = try Lake()
    try Self.record().write(root: lake.root)
    let text = String(decoding: try lake.read(Self.path), as: UTF8.self)
    func read(_ text: String) throws -> SyncRecord? {
      try lake.put(Array(text.utf8), at: Self.path)
      return SyncRecord.read(of: .stocksDaily, root: lake.root)
    }
    #expect(try read(text) != nil)
    let changes = [
      ("stocks_daily", "stocks_minute"), ("stocks_daily", "stocks"), ("2023-12-01", "2023-12-32"),
      ("23:59:59Z", "23:59:59"), ("23:59:59Z", "23:59:60Z"), ("23:59:59Z", "24:00:00Z"),
      ("23:59:59Z", "23:5a:59Z"), ("23:59:59Z", "23:59:5Z "), ("T23", " 23"),
      ("2024-01-31T", "2024-01-32T"), (" 7", " -7"), (" 7", " 7.5"), (" 7", " \"7\""),
      (" 7", " 1e300"), ("false", "0"), ("\"reissued\"", "\"issued\""), ("[", "[[], "),
      ("}", ""), (text, ""), (text, "null"), (text, String(repeating: "[", count: 100_000)),
    ]
    for (part, other) in changes {
      #expect(text.contains(part))
      #expect(try read(text.replacing(part, with: other)) == nil, "\(part) as \(other)")
    }
    // More members are those of a later version.
    #expect(try read(text.replacing("{", with: "{\"later\": 1,", maxReplacements: 1)) != nil)
  }

  @Test func `no more than a mebibyte is read or written, and nothing is waited for`() throws {
    let lake = try Lake()
    try Self.record().write(root: lake.root)
    let text = String(decoding: try lake.read(Self.path), as: UTF8.self)
    let blanks = String(repeating: " ", count: 1 << 20)
    try lake.put(Array((blanks + text).utf8), at: Self.path)
    #expect(SyncRecord.read(of: .stocksDaily, root: lake.root) == nil)
    try lake.remove(Self.path)
    try TemporaryFolder.makePipe(lake.absolute(Self.path))
    #expect(SyncRecord.read(of: .stocksDaily, root: lake.root) == nil)
    try lake.remove(Self.path)
    try FileSystem.createDirectory(lake.absolute(Self.path))
    #expect(SyncRecord.read(of: .stocksDaily, root: lake.root) == nil)

    let error = try #require(throws: IngestError.self) { try Self.record().write(root: lake.root) }
    #expect(error.code == .ioError && error.message.contains(Self.path))
    try lake.remove(Self.path)
    // All trading days of a century fit, a million bytes of a source do not.
    let first = try CalendarDate("2003-01-02")
    let last = try CalendarDate("2103-01-02")
    let days = TradingCalendar.tradingDays(from: first, through: last)
    let large = try Self.record(failed: days)
    try large.write(root: lake.root)
    #expect(SyncRecord.read(of: .stocksDaily, root: lake.root) == large)
    let tooLarge = try Self.record(source: blanks)
    #expect(throws: IngestError.self) { try tooLarge.write(root: lake.root) }
    #expect(SyncRecord.read(of: .stocksDaily, root: lake.root) == large)
    #expect(try lake.remains() == [])
  }

  @Test(arguments: [".barlake/syncs", path])
  func `nothing is written through a symbolic link`(_ path: String) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try FileSystem.createDirectories(FileSystem.parent(of: lake.absolute(path)))
    let elsewhere = try TemporaryFolder()
    try TemporaryFolder.makeLink(lake.absolute(path), to: elsewhere.path("x"))
    let error = try #require(throws: IngestError.self) { try Self.record().write(root: lake.root) }
    #expect(error.code == .outputConflict && error.message.hasPrefix("\(path) is a symbolic link"))
    #expect(try FileSystem.names(in: elsewhere.path) == [])
  }

  @Test func `the record has the rights that the lake's folder gives`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try FileSystem.addPermissions(0o070, to: lake.root)
    try Self.record().write(root: lake.root)
    for (path, rights): (String, UInt32) in [(".barlake/syncs", 0o070), (Self.path, 0o060)] {
      let found = try #require(try FileSystem.status(lake.absolute(path))?.permissions)
      #expect(found & rights == rights, "\(path)")
    }
  }

  @Test func `the status of a lake and its files do not change with a record`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let before = try JSON.line(LakeStatus(root: lake.root))
    try Self.record().write(root: lake.root)
    try Self.record(.optionsMinute).write(root: lake.root)
    #expect(try JSON.line(LakeStatus(root: lake.root)) == before)
    let verification = try LakeVerifier(root: lake.root).verify()
    #expect(verification.isClean && verification.findings == [] && verification.dateCount == 1)
    #expect(try lake.ingest(Bars.few).status == .skipped)
    try lake.put([1], at: Self.path)
    #expect(try lake.ingest(Bars.few, date: "2024-01-03").status == .success)
  }
}
