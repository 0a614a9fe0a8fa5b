import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import LakeMaintenance
import Testing

@Suite struct LakeCleanerTests {
  /// Cleans the lake, after a dry run that changes nothing and says the same.
  private func clean(_ lake: Lake) throws -> LakeCleaning {
    let before = try lake.snapshot()
    let planned = try LakeCleaner(root: lake.root, isDryRun: true).clean()
    #expect(try lake.snapshot() == before)
    let cleaning = try LakeCleaner(root: lake.root).clean()
    #expect(planned.isDryRun && !cleaning.isDryRun)
    #expect(planned.removed == cleaning.removed && planned.kept == cleaning.kept)
    #expect(planned.inProgressCount == cleaning.inProgressCount)
    return cleaning
  }

  @Test func `a lake that is whole stays as it is`() throws {
    let lake = try Lake.ofMinutes()
    let before = try lake.tree()
    let cleaning = try clean(lake)
    #expect(cleaning.removed == [] && cleaning.kept == [] && cleaning.inProgressCount == 0)
    #expect(try lake.tree() == before)
  }

  @Test func `staging folders of dead runs are removed, others not`() throws {
    let lake = try Lake.ofMinutes()
    let staging = ".barlake/staging"
    try lake.put([1, 2, 3], at: "\(staging)/stocks_minute.2024-01-02.a/x.staged")
    try lake.put([1], at: "\(staging)/stocks_minute.2024-01-03.b/x.staged")
    try lake.put([1], at: "\(staging)/mine/x")
    let lock = try FileLock(lake.absolute(Lake.lock(Lake.nextDate)))
    let cleaning = try clean(lake)
    _ = consume lock
    #expect(cleaning.removed.map(\.path) == ["\(staging)/stocks_minute.2024-01-02.a"])
    #expect(cleaning.removed.map(\.kind) == [.staging] && cleaning.byteCount == 3)
    #expect(cleaning.kept.map(\.path) == ["\(staging)/mine"])
    #expect(cleaning.inProgressCount == 1)
    #expect(try lake.exists("\(staging)/stocks_minute.2024-01-03.b/x.staged"))
    #expect(try !lake.exists("\(staging)/stocks_minute.2024-01-02.a"))
    #expect(try clean(lake).removed.count == 1)
  }

  @Test func `what the writer of a record staged before it died is removed`() throws {
    let lake = try Lake.ofMinutes()
    let record = SyncRecord(
      dataType: .stocksMinute, ended: "2024-01-04T05:06:07Z", source: "here",
      since: try CalendarDate(Lake.date), until: try CalendarDate(Lake.nextDate), isWhole: true)
    try record.write(root: lake.root)
    let staged = [".barlake/staging/stocks_minute.sync.a", ".barlake/staging/stocks_daily.sync.b"]
    for path in staged { try lake.put([1, 2], at: path) }
    let lock = try FileLock(lake.absolute(".barlake/locks/stocks_daily.sync"))
    let cleaning = try clean(lake)
    #expect(cleaning.removed.map(\.path) == [staged[0]] && cleaning.byteCount == 2)
    #expect(cleaning.kept == [] && cleaning.inProgressCount == 1)
    #expect(try lake.remains() == [staged[1]])
    _ = consume lock
    #expect(try clean(lake).removed.map(\.path) == [staged[1]])
    #expect(SyncRecord.read(of: .stocksMinute, root: lake.root) == record)
  }

  @Test func `what a run published that died is removed with its list`() throws {
    let lake = try Lake.ofMinutes()
    let foreign = try lake.read(Lake.file(of: "D", Lake.nextDate))
    try lake.leaveList(["A", "B", "C", "D", "E"].map { Lake.file(of: $0) })
    try lake.put(foreign, at: Lake.file(of: "D"))
    let byteCount = try ["A", "B", "C"].reduce(0) { try $0 + lake.read(Lake.file(of: $1)).count }
    let cleaning = try clean(lake)
    #expect(cleaning.removed.map(\.path) == [Lake.list()])
    #expect(cleaning.removed.first?.fileCount == 3 && cleaning.byteCount == byteCount)
    #expect(try lake.remains() == [])
    #expect(try lake.read(Lake.file(of: "D")) == foreign)
    #expect(try lake.findings() == ["unlisted \(Lake.file(of: "D"))"])
    #expect(try lake.done() == [Lake.nextDate])
  }

  @Test func `a removal that died is completed, with files of other programs`() throws {
    let lake = try Lake.ofMinutes()
    try lake.leaveList(["removed"] + ["A", "B", "C"].map { Lake.file(of: $0) })
    try lake.put([1, 2, 3], at: Lake.file(of: "C"))
    #expect(try clean(lake).removed.first?.fileCount == 3)
    #expect(try lake.findings() == [] && lake.remains() == [])
  }

  @Test func `beside a date that is done, a list goes and the files stay`() throws {
    let lake = try Lake.ofMinutes()
    let before = try lake.tree()
    let list = ["A", "B", "C"].map { "\(Lake.file(of: $0))\n" }.joined()
    try lake.put(Array(list.utf8), at: Lake.list())
    let cleaning = try clean(lake)
    #expect(cleaning.removed.map(\.path) == [Lake.list()] && cleaning.byteCount == 0)
    #expect(try lake.tree() == before && lake.remains() == [])
    #expect(try lake.done().count == 2)
  }

  @Test func `files that no list names stay, also where .barlake was lost`() throws {
    let lake = try Lake.ofMinutes()
    let before = try lake.tree()
    try lake.remove(".barlake")
    try FileSystem.createDirectories(lake.absolute(".barlake"))
    let cleaning = try clean(lake)
    #expect(cleaning.removed == [] && cleaning.kept.count == 2)
    #expect(cleaning.kept.allSatisfy { $0.reason.contains("barlake adopt") })
    #expect(try lake.tree() == before)
  }

  @Test func `files stay of which a damaged manifest, or one of other files, may be`() throws {
    let lake = try Lake.ofMinutes()
    let list = ["A", "B", "C"].map { "\(Lake.file(of: $0))\n" }.joined()
    try lake.put(Array(list.utf8), at: Lake.list())
    try lake.put(Array(list.utf8), at: Lake.list(Lake.nextDate))
    let manifest = Lake.manifest(type: Lake.minute)
    try lake.put(Array(try lake.read(manifest).dropLast(5)), at: manifest)
    try lake.remove(Lake.file(of: "D", Lake.nextDate))
    let before = try lake.tree()
    let cleaning = try clean(lake)
    #expect(cleaning.removed == [])
    #expect(
      cleaning.kept.map(\.path) == [manifest, Lake.manifest(Lake.nextDate, type: Lake.minute)])
    #expect(try lake.tree() == before)
  }

  @Test func `a date that a run holds is passed over`() throws {
    let lake = try Lake.ofMinutes()
    try lake.leaveList(["A", "B", "C"].map { Lake.file(of: $0) })
    let before = try lake.tree()
    let lock = try FileLock(lake.absolute(Lake.lock()))
    let cleaning = try clean(lake)
    _ = consume lock
    #expect(cleaning.removed == [] && cleaning.inProgressCount == 1)
    #expect(try lake.tree() == before)
  }

  @Test func `nothing is removed through a symbolic link`() throws {
    let lake = try Lake.ofMinutes()
    try lake.leaveList(["A", "B", "C"].map { Lake.file(of: $0) })
    let folder = "\(Lake.minute)/year=2024/month=01/symbol=A"
    try FileSystem.rename(lake.absolute(folder), to: lake.absolute("elsewhere"))
    try TemporaryFolder.makeLink(lake.absolute(folder), to: lake.absolute("elsewhere"))
    let error = try #require(throws: IngestError.self) { try LakeCleaner(root: lake.root).clean() }
    #expect(error.code == .outputConflict)
    #expect(try lake.exists("elsewhere/date=\(Lake.date).parquet"))
  }
}
