import BarLake
import BarLakeBytes
import BarLakeSync
import BarLakeTestSupport
import Testing

@Suite struct LeftoversTests {
  private let bench: SyncBench

  init() throws {
    bench = try SyncBench()
  }

  private func remove() throws {
    try Leftovers.remove(
      for: bench.request(2, 5), cancellation: Cancellation())
  }

  @Test func `what a run that died has left beside a done date is removed`() throws {
    try bench.lake.ingest(Bars.few, date: "2024-01-02")
    try bench.lake.ingest(Bars.few, date: "2024-01-03", symbols: ["A"])
    let tree = try bench.lake.tree()
    for date in ["2024-01-02", "2024-01-03"] {
      try bench.lake.put([1], at: ".barlake/staging/stocks_daily.\(date).0123456789abcdef/a.staged")
      try bench.lake.put(
        Array("\(Lake.file(date))\n".utf8),
        at: ".barlake/manifests/stocks_daily/\(date).publishing")
    }
    try remove()
    #expect(try bench.lake.remains() == [])
    #expect(try bench.lake.tree() == tree)
  }

  @Test func `what is in use, of other dates, or beside a date that is not done stays`() throws {
    let staged = [
      ".barlake/staging/stocks_daily.2024-01-02.0123456789abcdef",
      ".barlake/staging/stocks_daily.2024-01-04.0123456789abcdef",
      ".barlake/staging/stocks_daily.2024-01-09.0123456789abcdef",
      ".barlake/staging/stocks_minute.2024-01-02.0123456789abcdef",
    ]
    for date in ["2024-01-02", "2024-01-09"] { try bench.lake.ingest(Bars.few, date: date) }
    for folder in staged { try bench.lake.put([], at: "\(folder)/a") }
    let lock = try FileLock(bench.lake.absolute(".barlake/locks/stocks_daily.2024-01-02"))
    try remove()
    #expect(try bench.lake.remains().filter { !$0.hasSuffix("/a") } == staged)
    _ = consume lock
    try remove()
    #expect(try bench.lake.remains().filter { !$0.hasSuffix("/a") } == Array(staged.dropFirst()))
  }

  @Test func `of a lake that is not there nothing is left, and nothing is made`() throws {
    try remove()
    #expect(try !bench.lake.exists(""))
  }
}
