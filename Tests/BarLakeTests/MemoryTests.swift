import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeTestSupport
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

  @Test func `all of the input is read before the first row only if it is not streamed`() throws {
    let source = Bars.source([Bars.header] + (0..<120_000).map { Bars.line("A", $0) })
    let byteCount = try Inputs.bytes(source).count
    // With one thread three blocks at most are read ahead, of more than five.
    #expect(byteCount > 5 << 20)
    for entry in Entry.allCases {
      let reports = Monitor<[IngestProgress]>([])
      try Lake().ingest(
        source, by: entry, config: ["threads": 1],
        progress: { report in reports.withLock { $0.append(report) } })
      let withRows = reports.withLock { $0 }.filter { $0.rowCount > 0 }
      #expect(withRows.contains { $0.sourceByteCount == byteCount })
      #expect(
        withRows.contains { $0.sourceByteCount < byteCount } == (entry != .readsAllFirst),
        "\(entry)")
    }
  }

  /// Rows of the samples, again and again up to 100,000 in one batch, as the vendor's days have
  /// them.
  @Test(arguments: Inputs.flatFiles, Profile.allCases)
  func `the reported reduction is that of the buffers, and half at least in classic`(
    _ file: Inputs.FlatFile, _ profile: Profile
  ) throws {
    let text = try Inputs.bytes(Inputs.plain(.file(file.path)))
    let lines = text.split(separator: UInt8(ascii: "\n"))
    let rows = (0..<100_000).map { lines[1 + $0 % (lines.count - 1)] }
    let source = ByteSource.bytes(
      Array(([lines[0]] + rows).joined(separator: [UInt8(ascii: "\n")])))
    let config: [String: ConfigValue] = [
      "profile": .string(profile.rawValue), "fractional_volume": "round",
    ]
    let lake = try Lake()
    let result = try lake.ingest(
      source, date: file.date, by: .streaming, type: file.type.rawValue,
      config: config.merging(["partitioning": "date"]) { $1 })
    // What an unoptimised frame holds a row: seven numbers, and a text object and its bytes.
    let tickerByteCount = rows.reduce(0) { $0 + $1.prefix { $0 != UInt8(ascii: ",") }.count }
    let plainByteCount = 100_000 * (7 * 8 + 57) + tickerByteCount
    let ingestor = try lake.ingestor(type: file.type.rawValue, config: config)
    let reader = try ingestor.batches(file.date, data: source)
    let batch = try #require(try reader.next())
    #expect(batch.rowCount == 100_000)
    let names = [
      file.type.isOption ? "ticker" : "symbol", "timestamp", "open", "high", "low", "close",
      "volume", "transactions",
    ]
    let byteCount = zip(reader.schema.fields, batch.columns).filter { names.contains($0.0.name) }
      .reduce(0) { $0 + Self.byteCount(of: $1.1) }
    let reduction = 100 * (1 - Double(byteCount) / Double(plainByteCount))
    #expect(abs(reader.result.memoryReductionPercent - reduction) < 0.000_001)
    // An ingest has several batches, each with the texts of its own symbols: at most a text with
    // its offset for each row.
    #expect(result.memoryReductionPercent <= reduction)
    let textPercent = 100 * Double(tickerByteCount + 100_000 * 4) / Double(plainByteCount)
    #expect(reduction - result.memoryReductionPercent < textPercent)
    if profile == .classic { #expect(result.memoryReductionPercent >= 50) }
  }

  /// Bytes of the arrays that hold a column.
  private static func byteCount(of column: Column) -> Int {
    func size<Value>(_ values: [Value]) -> Int { values.count * MemoryLayout<Value>.stride }
    let validity = column.validity.map { size($0.bitmap) } ?? 0
    switch column.values {
    case .int32(let values): return validity + size(values)
    case .int64(let values): return validity + size(values)
    case .uint32(let values): return validity + size(values)
    case .uint64(let values): return validity + size(values)
    case .float32(let values): return validity + size(values)
    case .float64(let values): return validity + size(values)
    case .string(let texts): return validity + size(texts.offsets) + size(texts.bytes)
    case .dictionary(let texts):
      return validity + size(texts.codes) + size(texts.dictionary.offsets)
        + size(texts.dictionary.bytes)
    default: return -1
    }
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

  @Test(arguments: Entry.allCases)
  func `progress tells of each file that is written, and then of the syncs`(
    _ entry: Entry
  ) throws {
    let source = Bars.source([Bars.header] + (0..<1_000).map { Bars.line("A\($0 / 100)", $0) })
    for (type, fileCount) in [("stocks_minute", 10), ("stocks_daily", 1)] {
      let reports = Monitor<[IngestProgress]>([])
      try Lake().ingest(
        source, by: entry, type: type,
        progress: { report in reports.withLock { $0.append(report) } })
      let seen = reports.withLock { $0 }
      #expect(seen.first?.phase == .reading)
      #expect(seen.last?.phase == .publishing(fileCount: fileCount))
      let written = seen.compactMap { report -> [Int]? in
        if case .writing(let count, let all) = report.phase { [count, all] } else { nil }
      }
      // Several workers write, and each tells of its own file when it likes.
      #expect(
        written.sorted { $0[0] < $1[0] }
          == (type == "stocks_daily" ? [] : (1...10).map { [$0, 10] }))
      let after = seen.filter { $0.phase != .reading }
      #expect(after.allSatisfy { $0.rowCount == 1_000 && $0.sourceByteCount == $0.knownByteCount })
    }
  }

  @Test func `progress of a date that is skipped or has no row ends with reading, if it has any`()
    throws
  {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    for (source, date) in [(Bars.few, Lake.date), (Bars.source([Bars.header]), "2024-01-03")] {
      let reports = Monitor<[IngestProgress]>([])
      try lake.ingest(
        source, date: date, progress: { report in reports.withLock { $0.append(report) } })
      let seen = reports.withLock { $0 }
      #expect(seen.allSatisfy { $0.phase == .reading })
      #expect(seen.isEmpty == (date == Lake.date))
    }
  }
}
