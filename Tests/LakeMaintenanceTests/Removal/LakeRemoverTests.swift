import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import LakeMaintenance
import Testing

@Suite struct LakeRemoverTests {
  @discardableResult
  private func remove(
    _ lake: Lake, _ date: String = Lake.date, type: String = Lake.minute, isDryRun: Bool = false
  ) throws -> RemovedDate {
    try LakeRemover(root: lake.root, dataType: type, isDryRun: isDryRun).remove(date)
  }

  /// The error of a removal, after which the lake is as before.
  private func refusal(_ lake: Lake, _ date: String = Lake.date) throws -> IngestError {
    let before = try lake.snapshot()
    let error = try #require(throws: IngestError.self) { try remove(lake, date) }
    let after = try lake.snapshot()
    #expect(
      after.filter { !$0.key.hasPrefix(".barlake/") }.keys.sorted()
        == before.filter { !$0.key.hasPrefix(".barlake/") }.keys.sorted())
    #expect(error.date == date)
    return error
  }

  @Test func `a date is gone, with its empty folders, and the others are as they were`() throws {
    let lake = try Lake.ofMinutes()
    let other = try Lake()
    try other.ingest(Bars.of("B", "D"), date: Lake.nextDate, type: Lake.minute)
    let byteCount = try ["A", "B", "C"].reduce(0) { try $0 + lake.read(Lake.file(of: $1)).count }
    let removed = try remove(lake)
    #expect(removed.fileCount == 3 && removed.byteCount == byteCount && !removed.isDryRun)
    #expect(try lake.tree() == other.tree())
    #expect(try lake.done() == [Lake.nextDate])
    #expect(try lake.findings() == [] && lake.remains() == [])
    let again = try lake.ingest(Bars.of("A"), type: Lake.minute)
    #expect(again.status == .success)
    #expect(try lake.findings() == [])
  }

  @Test func `without a date, another ingest may fix other settings`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try remove(lake, type: "stocks_daily")
    #expect(try lake.tree().isEmpty)
    #expect(try lake.exists(Lake.settings))
    #expect(try lake.findings() == [])
    try lake.ingest(Bars.few, date: Lake.nextDate, config: ["profile": "classic"])
    #expect(try lake.findings() == [])
  }

  @Test func `a dry run says the same and changes nothing`() throws {
    let lake = try Lake.ofMinutes()
    let before = try lake.snapshot()
    let planned = try remove(lake, isDryRun: true)
    #expect(planned.isDryRun)
    #expect(try lake.snapshot() == before)
    var removed = try remove(lake)
    removed.isDryRun = true
    #expect(removed == planned)
  }

  @Test func `a date that is not there is an error, and nothing is made`() throws {
    let lake = try Lake.ofMinutes()
    let before = try lake.snapshot()
    for (date, code) in [("2024-01-04", ErrorCode.invalidArgument), ("2024-02-30", .invalidDate)] {
      let error = try #require(throws: IngestError.self) { try remove(lake, date) }
      #expect(error.code == code && error.date == date)
    }
    #expect(throws: IngestError.self) { try remove(lake, type: "stocks") }
    #expect(try lake.snapshot() == before)
  }

  @Test func `files that no manifest lists are not removed`() throws {
    let lake = try Lake.ofMinutes()
    try lake.remove(".barlake/manifests")
    #expect(try refusal(lake).code == .invalidArgument)
  }

  @Test func `a file of the date goes whatever it holds, and others stay`() throws {
    let lake = try Lake.ofMinutes()
    try lake.put([1, 2, 3], at: Lake.file(of: "A"))
    try lake.put([1], at: "\(Lake.minute)/year=2024/month=01/symbol=C/notes.txt")
    try lake.remove(Lake.file(of: "B"))
    let removed = try remove(lake)
    #expect(removed.fileCount == 2)
    #expect(try !lake.exists(Lake.file(of: "A")))
    #expect(try !lake.exists("\(Lake.minute)/year=2024/month=01/symbol=A"))
    #expect(try lake.exists("\(Lake.minute)/year=2024/month=01/symbol=C/notes.txt"))
    #expect(try lake.exists(Lake.file(of: "D", Lake.nextDate)))
  }

  /// The states in which a removal that dies leaves its date.
  @Test(arguments: 0...3)
  func `a removal that died is completed, or overtaken by an ingest`(_ goneCount: Int) throws {
    for isIngested in [false, true] {
      let lake = try Lake.ofMinutes()
      let paths = ["A", "B", "C"].map { Lake.file(of: $0) }
      try lake.leaveList(["removed"] + paths)
      // One of them was adopted from another program, or is damaged.
      if !isIngested { try lake.put([1, 2, 3], at: paths[2]) }
      for path in paths.prefix(goneCount) { try lake.remove(path) }
      #expect(try lake.done() == [Lake.nextDate])
      if isIngested {
        try lake.ingest(Bars.of("A", "E"), type: Lake.minute)
        #expect(try lake.done().count == 2)
      } else {
        #expect(try remove(lake).fileCount == 3 - goneCount)
        #expect(try lake.done() == [Lake.nextDate])
        #expect(try !lake.exists("\(Lake.minute)/year=2024/month=01/symbol=A"))
      }
      #expect(try lake.findings() == [] && lake.remains() == [])
    }
  }

  @Test func `of the list of an ingest that died, only files of the date are removed`() throws {
    let lake = try Lake.ofMinutes()
    let foreign = try lake.read(Lake.file(of: "D", Lake.nextDate))
    try lake.leaveList(["A", "B", "C", "D"].map { Lake.file(of: $0) } + ["../outside", "x"])
    try lake.put(foreign, at: Lake.file(of: "D"))
    #expect(try remove(lake).fileCount == 3)
    #expect(try lake.read(Lake.file(of: "D")) == foreign)
    #expect(try lake.remains() == [])
  }

  @Test func `a manifest that is not readable is a conflict with a remedy`() throws {
    let lake = try Lake.ofMinutes()
    let manifest = Lake.manifest(type: Lake.minute)
    try lake.put(Array(try lake.read(manifest).dropLast(5)), at: manifest)
    let error = try refusal(lake)
    #expect(error.code == .outputConflict && error.message.contains("barlake adopt"))
    try lake.put(try lake.read(Lake.manifest(Lake.nextDate, type: Lake.minute)), at: manifest)
    #expect(try refusal(lake).code == .outputConflict)
  }

  @Test func `nothing is removed through a symbolic link`() throws {
    let lake = try Lake.ofMinutes()
    let folder = "\(Lake.minute)/year=2024/month=01/symbol=A"
    try FileSystem.rename(lake.absolute(folder), to: lake.absolute("elsewhere"))
    try TemporaryFolder.makeLink(lake.absolute(folder), to: lake.absolute("elsewhere"))
    let error = try refusal(lake)
    #expect(error.code == .outputConflict && error.message.contains("symbolic link"))
    #expect(try lake.exists("elsewhere/date=\(Lake.date).parquet"))
  }

  @Test func `a removal waits for the date's lock, and stops if that is asked for`() throws {
    let lake = try Lake.ofMinutes()
    let lock = try FileLock(lake.absolute(Lake.lock()))
    let cancellation = Cancellation()
    cancellation.cancel()
    let error = try #require(throws: IngestError.self) {
      try LakeRemover(root: lake.root, dataType: Lake.minute, cancellation: cancellation)
        .remove(Lake.date)
    }
    #expect(error.code == .ioError && error.message == "interrupted")
    _ = consume lock
    #expect(try lake.done().count == 2)
    #expect(try remove(lake).fileCount == 3)
  }
}
