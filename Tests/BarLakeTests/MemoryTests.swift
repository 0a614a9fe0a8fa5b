import BarLake
import Bytes
import Testing

@Suite struct MemoryTests {
  @Test func `there are flat files of every data type`() {
    #expect(Set(Inputs.flatFiles.map(\.type)) == Set(MarketDataType.allCases))
  }

  @Test(arguments: Entry.allCases)
  func `a process above the limit is stopped, and nothing is left`(_ entry: Entry) throws {
    let lake = try Lake()
    let error = try #require(throws: IngestError.self) {
      try lake.ingest(
        Bars.few, by: entry, config: ["resource_limits.max_memory_gb": 0.000_001])
    }
    #expect(error.code == .memoryLimitExceeded)
    #expect(error.date == Lake.date)
    #expect(error.line == nil && error.column == nil && error.token == nil)
    #expect(try lake.tree().isEmpty)
    #expect(try lake.remains() == [])
    let monitor = MemoryMonitor(maximumGigabytes: 0.000_001)
    #expect(throws: IngestError.self) {
      try lake.ingest(Bars.few, by: entry, monitor: monitor)
    }
    #expect(try lake.tree().isEmpty)
  }

  @Test func `a gigabyte has 1,073,741,824 bytes, and a given monitor beats the limit`() throws {
    #expect(MemoryMonitor(maximumGigabytes: 2).limitByteCount == 2_147_483_648)
    let lake = try Lake()
    #expect(try lake.ingestor().context.monitor.limitByteCount == 14 * 1_073_741_824)
    let limited = try lake.ingestor(config: ["resource_limits": ["max_memory_gb": 0.5]])
    #expect(limited.context.monitor.limitByteCount == 536_870_912)
    let monitor = MemoryMonitor(maximumGigabytes: 3)
    let given = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: lake.root, config: ["resource_limits.max_memory_gb": 1],
      memoryMonitor: monitor)
    #expect(given.context.monitor === monitor)
  }

  @Test(arguments: Entry.allCases)
  func `the peak is a share of the machine's memory`(_ entry: Entry) throws {
    let lake = try Lake()
    let result = try lake.ingest(Bars.few, by: entry)
    #expect(result.memoryPeakPercent > 0 && result.memoryPeakPercent <= 100)
    #expect(result.elapsedTime > 0)
  }

  @Test(arguments: Inputs.flatFiles)
  func `typed columns of classic take half of an unoptimised frame at most`(
    _ file: Inputs.FlatFile
  ) throws {
    for entry in Entry.allCases {
      let lake = try Lake()
      let result = try lake.ingest(
        .file(file.path), date: file.date, by: entry, type: file.type.rawValue,
        config: ["profile": "classic", "fractional_volume": "round"])
      #expect(result.memoryReductionPercent >= 50, "\(entry)")
      #expect(result.memoryReductionPercent < 100, "\(entry)")
      let portable = try Lake().ingest(
        .file(file.path), date: file.date, by: entry, type: file.type.rawValue)
      #expect(portable.memoryReductionPercent > 0, "\(entry)")
      #expect(portable.memoryReductionPercent < result.memoryReductionPercent, "\(entry)")
    }
  }

  @Test func `an ingest that reads all first looks about while it reads`() throws {
    let lake = try Lake()
    let source = Bars.source([Bars.header] + (0..<120_000).map { Bars.line("A", $0) })
    let reports = Monitor<[IngestProgress]>([])
    try lake.ingest(
      source, by: .readsAllFirst,
      progress: { report in reports.withLock { $0.append(report) } })
    let unread = reports.withLock { $0 }.filter { $0.rowCount == 0 }.map(\.sourceByteCount)
    #expect(Set(unread).count >= 3, "\(unread)")
  }

  @Test(arguments: Entry.allCases)
  func `progress counts bytes and rows up to the end`(_ entry: Entry) throws {
    let lake = try Lake()
    let lines = (0..<60_000).map { Bars.line("A\($0 / 100)", $0) }
    let source = Bars.source([Bars.header] + lines)
    let byteCount = try Inputs.bytes(source).count
    let reports = Monitor<[IngestProgress]>([])
    try lake.ingest(
      source, by: entry, progress: { report in reports.withLock { $0.append(report) } })
    let seen = reports.withLock { $0 }
    #expect(seen.count >= byteCount / (1 << 20))
    #expect(seen.map(\.rowCount).max() == 60_000)
    #expect(seen.map(\.sourceByteCount).max() == byteCount)
    #expect(!seen.contains { $0.knownByteCount != byteCount })
    if entry == .streaming {
      #expect(seen.map(\.rowCount) == seen.map(\.rowCount).sorted())
    }
  }
}
