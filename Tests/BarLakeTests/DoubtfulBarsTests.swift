import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct DoubtfulBarsTests {
  /// Bars of several blocks, in an order that has little of any.
  private struct Sample {
    var lines: [String] = []
    var expected = DoubtfulBars()
    /// The first line, from 1, with a doubtful bar, and its ticker.
    var first: (line: Int, ticker: String)?

    /// What is expected is counted row by row, as the specification says it.
    init(type: MarketDataType, isSorted: Bool, rowCount: Int) {
      var state: UInt64 = 11
      func random(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
      }
      var last: [String: Int] = [:]
      var previous = ""
      for row in 0..<rowCount {
        let number = isSorted ? row / 4 : random(5_000)
        let root = isSorted ? "A\(number + 100_000)" : "\(random(50) == 0 ? "O:" : "S")\(number)"
        let ticker = type.isOption ? "O:\(root)240119C00140000" : root
        let minute = isSorted ? row % 4 + (random(2_000) == 0 ? -2 : 0) : random(3)
        let (low, isBad) =
          random(3_000) == 0 ? (["NA", "-1", "10.01"][random(3)], true) : ("9", false)
        lines.append(
          "\(ticker),5,10,10,10,\(low),\(Bars.midnight + minute * 60_000_000_000),1")
        let earlier = last[ticker]
        let isRepeated = earlier.map { type.isDaily || $0 == minute } ?? false
        let isUnordered = earlier.map { previous != ticker || minute < $0 } ?? false
        let isWrong = !type.isOption && ticker.hasPrefix("O:")
        expected.repeatedKeys += isRepeated ? 1 : 0
        expected.unorderedRows += isUnordered ? 1 : 0
        expected.inconsistentBars += isBad ? 1 : 0
        expected.wrongTypeRows += isWrong ? 1 : 0
        if first == nil, isRepeated || isUnordered || isBad || isWrong { first = (row + 2, ticker) }
        (last[ticker], previous) = (minute, ticker)
      }
      if type.isDaily, 2 * expected.repeatedKeys > rowCount { expected.wrongTypeRows = rowCount }
    }
  }

  @Test(arguments: MarketDataType.allCases, [true, false])
  func `the counts, and the first row in strict calls, are the same from every run`(
    _ type: MarketDataType, _ isSorted: Bool
  ) throws {
    let sample = Sample(type: type, isSorted: isSorted, rowCount: 60_000)
    let first = try #require(sample.first)
    let data = Bars.source([Bars.header] + sample.lines)
    #expect(sample.expected.inconsistentBars > 0)
    for run in Run.all {
      let config = run.config.merging(["partitioning": "date"]) { $1 }
      let result = try Lake().ingest(data, by: run.entry, type: type.rawValue, config: config)
      #expect(result.doubtfulBars == sample.expected, "\(run)")
      let lake = try Lake()
      let error = try #require(throws: IngestError.self) {
        try lake.ingest(
          data, by: run.entry, type: type.rawValue,
          config: config.merging(["strict_bars": true]) { $1 })
      }
      #expect(error.code == .doubtfulBar && error.column == "ticker", "\(run)")
      #expect(error.line == first.line && error.token == first.ticker, "\(run)")
      #expect(try lake.tree().isEmpty)
    }
  }

  @Test func `a manifest counts doubtful bars, and one that does not is as good`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B", "A"))
    let text = String(decoding: try lake.read(Lake.manifest()), as: UTF8.self)
    let counts = try #require(text.firstMatch(of: /\s*"doubtful"\s*:\s*\{[^}]*\},/))
    for (key, count) in [
      ("repeated_keys", 1), ("unordered_rows", 1), ("inconsistent_bars", 0), ("wrong_type_rows", 0),
    ] {
      let pattern = try Regex("\"\(key)\"\\s*:\\s*\(count)\\b")
      #expect(counts.output.firstMatch(of: pattern) != nil, "\(key)")
    }
    try lake.replace(String(counts.output), by: "", in: Lake.manifest())
    let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
    #expect(type.done.count == 1)
    #expect(type.doubtful.isEmpty && type.doubtfulBars.isEmpty)
    #expect(try lake.ingest(Bars.of("A", "B", "A")).reason == .outputExists)
  }

  @Test func `a manifest with counts that no run can have written is refused`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B", "A"))
    try lake.replace("\"repeated_keys\":1", by: "\"repeated_keys\":-1", in: Lake.manifest())
    #expect(try LakeStatus(root: lake.root).dataTypes.first?.done == [])
  }
}
