import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Foundation
import Logging
import Synchronization
import Testing

/// What is reported of the dates of a batch, and what is done when.
private final class Reports: Sendable {
  private let state = Mutex<[IngestProgress]>([])
  private let react: @Sendable (IngestProgress) -> Void

  init(_ react: @escaping @Sendable (IngestProgress) -> Void = { _ in }) { self.react = react }

  @Sendable func add(_ report: IngestProgress) {
    state.withLock { $0.append(report) }
    react(report)
  }

  /// The dates in the order of their reports, without those that are repeated at once.
  var dates: [String] {
    state.withLock { reports in
      reports.map(\.date.description).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
  }
}

/// Bytes that come when another reading has begun.
private struct Awaiting: ByteStream {
  let bytes: [UInt8]
  let other: Begun

  final class Begun: Sendable {
    let isTrue = Atomic(false)
  }

  final class Reading: ByteStreamReader {
    private let source: Awaiting
    private let isRead = Atomic(false)
    init(_ source: Awaiting) { self.source = source }

    func read(
      upTo byteCount: Int, cancellation: Cancellation?
    ) throws(ByteStreamError) -> [UInt8] {
      for _ in 0..<6_000 where !source.other.isTrue.load(ordering: .acquiring) {
        MonotonicClock.wait(seconds: 0.01)
      }
      guard source.other.isTrue.load(ordering: .acquiring) else {
        throw ByteStreamError(message: "the other was not begun")
      }
      return isRead.exchange(true, ordering: .relaxed) ? [] : source.bytes
    }
  }

  func open() -> any ByteStreamReader { Reading(self) }
}

@Suite struct GroupedIngestTests {
  private static let dates = (1...20).map { "2024-03-\($0 < 10 ? "0" : "")\($0)" }

  private static func data(_ dates: [String]) -> [String: ByteSource] {
    var data: [String: ByteSource] = [:]
    for (number, date) in dates.enumerated() {
      data[date] = Bars.source(
        [Bars.header] + (0..<(number + 1) * 40).map { Bars.line("S\($0 % 7)", $0) })
    }
    return data
  }

  @Test(arguments: [Entry.polars, .readsAllFirst, .streaming], [false, true])
  func `a batch makes the lake that single calls make`(_ entry: Entry, _ byBar: Bool) throws {
    let config: [String: ConfigValue] = ["partitioning": byBar ? "symbol" : "date", "threads": 4]
    let data = Self.data(Self.dates)
    let lake = try Lake()
    let results = try lake.ingestor(entry, type: "stocks_minute", config: config)
      .ingestBatch(dates: Self.dates, dataMap: data)
    #expect(results.map(\.date) == Self.dates)
    #expect(results.allSatisfy { $0.status == .success && $0.isSynchronized })
    let single = try Lake()
    let ingestor = try single.ingestor(entry, type: "stocks_minute", config: config)
    for date in Self.dates { _ = try ingestor.ingestDate(date, data: data[date] ?? Bars.few) }
    let entries = try lake.entries(below: "") { _ in true }
    #expect(try entries == single.entries(below: "") { _ in true })
    #expect(entries.keys.contains { $0.contains("symbol=") } == byBar)
    #expect(try lake.remains() == [])
  }

  @Test func `a date is read while one before it is`() throws {
    let begun = Awaiting.Begun()
    let reports = Reports { report in
      if report.date.description == "2024-03-02" { begun.isTrue.store(true, ordering: .releasing) }
    }
    guard case .bytes(let bytes) = Bars.few else { return }
    let lake = try Lake()
    let results = try lake.ingestor(config: ["threads": 2], progress: reports.add).ingestBatch(
      dates: ["2024-03-01", "2024-03-02"],
      dataMap: [
        "2024-03-01": .stream(Awaiting(bytes: bytes, other: begun)), "2024-03-02": Bars.few,
      ])
    #expect(results.map(\.status) == [.success, .success])
  }

  @Test func `dates of one descriptor are read one after the other`() throws {
    let folder = try TemporaryFolder()
    guard case .bytes(let bytes) = Bars.few else { return }
    try folder.write(bytes, to: "bars.csv")
    let file = try #require(FileHandle(forReadingAtPath: folder.path("bars.csv")))
    let source = ByteSource.descriptor(file.fileDescriptor)
    let lake = try Lake()
    let results = try lake.ingestor(config: ["threads": 4]).ingestBatch(
      dates: ["2024-03-01", "2024-03-02"],
      dataMap: ["2024-03-01": source, "2024-03-02": source])
    #expect(results.map(\.status) == [.success, .error])
    #expect(results[0].records == 3 && results[1].error?.code == .emptyInput)
  }

  @Test(arguments: [0.49, 0.51])
  func `dates are read at the same time only where the memory limit has room`(
    _ gigabytes: Double
  ) throws {
    let begun = Awaiting.Begun()
    let isTogether = gigabytes > 0.5
    let reports = Reports { report in
      // Where there is no room, the second is never begun before the first has ended.
      if isTogether == (report.date.description == "2024-03-02") {
        begun.isTrue.store(true, ordering: .releasing)
      }
    }
    guard case .bytes(let bytes) = Bars.few else { return }
    if !isTogether { begun.isTrue.store(true, ordering: .releasing) }
    let lake = try Lake()
    let monitor = MemoryMonitor(
      maximumGigabytes: gigabytes, logger: Logger(label: "test"), system: ScriptedMachine())
    let results = try lake.ingestor(
      config: ["threads": 2], monitor: monitor, progress: reports.add
    ).ingestBatch(
      dates: ["2024-03-01", "2024-03-02"],
      dataMap: [
        "2024-03-01": .stream(Awaiting(bytes: bytes, other: begun)), "2024-03-02": Bars.few,
      ])
    #expect(results.map(\.status) == [.success, .success])
    if !isTogether { #expect(reports.dates == ["2024-03-01", "2024-03-02"]) }
  }

  @Test(arguments: [false, true])
  func `a date that fails while its group is published stops no other`(_ byBar: Bool) throws {
    let lake = try Lake()
    let config: [String: ConfigValue] = ["partitioning": byBar ? "symbol" : "date", "threads": 1]
    let failing = "2024-03-03"
    let month = "stocks_minute/year=2024/month=03"
    let path = "\(month)/\(byBar ? "symbol=S0/" : "")date=\(failing).parquet"
    let reports = Reports { report in
      // The date is decided already.
      if report.date.description == failing, case .publishing = report.phase {
        _ = try? FileSystem.createDirectories(lake.absolute("\(path)/in the way"))
      }
    }
    let dates = Array(Self.dates[..<5])
    let results = try lake.ingestor(type: "stocks_minute", config: config, progress: reports.add)
      .ingestBatch(dates: dates, dataMap: Self.data(dates))
    #expect(results.map(\.status) == [.success, .success, .error, .success, .success])
    #expect(results[2].error?.code == .outputConflict && results[2].error?.date == failing)
    #expect(try lake.remains() == [])
    // The others are as if there were no such date.
    let other = try Lake()
    let others = dates.filter { $0 != failing }
    _ = try other.ingestor(type: "stocks_minute", config: config)
      .ingestBatch(dates: others, dataMap: Self.data(dates))
    let left = try lake.entries(below: "") { !$0.contains(failing) }
    #expect(try left == other.entries(below: "") { _ in true })
  }

  @Test func `the first date that is committed fixes the settings, and a wrong one before it none`()
    throws
  {
    let lake = try Lake()
    let ingestor = try lake.ingestor(config: ["profile": "classic", "threads": 4])
    var data = Self.data(Self.dates)
    data[Self.dates[0]] = Bars.wrong
    let results = ingestor.ingestBatch(dates: Self.dates, dataMap: data)
    #expect(results.map(\.status) == [.error] + Self.dates.dropFirst().map { _ in .success })
    let other = try Lake()
    _ = try other.ingestor(config: ["profile": "classic"])
      .ingestDate(Self.dates[1], data: Bars.few)
    let settings = ".barlake/stocks_daily.json"
    #expect(try lake.read(settings) == other.read(settings))
    // A batch that finds nothing but wrong dates fixes none.
    let empty = try Lake()
    _ = try empty.ingestor().ingestBatch(
      dates: ["2024-03-01", "2024-03-02"],
      dataMap: ["2024-03-01": Bars.wrong, "2024-03-02": Bars.wrong])
    #expect(try !empty.exists(settings))
  }

  @Test(arguments: [Entry.polars, .streaming])
  func `a date that is requested again waits for the first`(_ entry: Entry) throws {
    let lake = try Lake()
    let dates = ["2024-03-01", "2024-03-02", "2024-03-01", "2024-03-01", "2024-03-03"]
    let start = MonotonicClock.seconds()
    let results = try lake.ingestor(entry, config: ["threads": 4])
      .ingestBatch(dates: dates, dataMap: Self.data(dates))
    #expect(results.map(\.status) == [.success, .success, .skipped, .skipped, .success])
    // Two that wait for the other's lock would wait for ever.
    #expect(MonotonicClock.elapsed(since: start) < 60)
  }

  @Test func `two batches that want the same dates in other orders both end`() async throws {
    let lake = try Lake()
    let data = Self.data(Self.dates)
    let (one, other) = (
      try lake.ingestor(config: ["threads": 4]), try lake.ingestor(config: ["threads": 4])
    )
    async let results = Workers.blocking { one.ingestBatch(dates: Self.dates, dataMap: data) }
    async let others = Workers.blocking {
      other.ingestBatch(dates: Self.dates.reversed(), dataMap: data)
    }
    let (first, second) = try await (results, others)
    for (result, opposite) in zip(first, second.reversed()) {
      #expect(
        [result.status, opposite.status].sorted { $0.rawValue < $1.rawValue }
          == [.skipped, .success])
    }
    #expect(try lake.remains() == [])
  }

  @Test(arguments: [false, true])
  func `after an interruption what is not committed is an error, and nothing of it is left`(
    _ byBar: Bool
  ) throws {
    let lake = try Lake()
    let cancellation = Cancellation()
    let reports = Reports { report in
      if report.date.description == Self.dates[7], case .publishing = report.phase {
        cancellation.cancel()
      }
    }
    let ingestor = try lake.ingestor(
      type: "stocks_minute",
      config: ["partitioning": byBar ? "symbol" : "date", "threads": 3],
      cancellation: cancellation, progress: reports.add)
    let results = ingestor.ingestBatch(dates: Self.dates, dataMap: Self.data(Self.dates))
    #expect(results.map(\.date) == Self.dates)
    let doneCount = results.prefix { $0.status == .success }.count
    #expect(doneCount <= 8)
    #expect(results.dropFirst(doneCount).allSatisfy { $0.error?.code == .ioError })
    #expect(ingestor.statistics.errors == Self.dates.count - doneCount)
    let done = Set(Self.dates[..<doneCount].map { "date=\($0).parquet" })
    let files = try lake.tree().keys.compactMap { $0.split(separator: "/").last.map(String.init) }
    #expect(Set(files.filter { $0.hasSuffix(".parquet") }) == done)
    #expect(try lake.remains() == [])
  }

  @Test func `dates that replace others and dates that are new are done in one batch`() throws {
    let lake = try Lake()
    let config: [String: ConfigValue] = ["threads": 4]
    for date in [Self.dates[1], Self.dates[4]] {
      _ = try lake.ingestor(config: config).ingestDate(date, data: Bars.few)
    }
    let results = try lake.ingestor(
      config: config.merging(["on_existing": "overwrite"]) { $1 }
    ).ingestBatch(dates: Self.dates, dataMap: Self.data(Self.dates))
    #expect(results.allSatisfy { $0.status == .success })
    let other = try Lake()
    _ = try other.ingestor(config: config)
      .ingestBatch(dates: Self.dates, dataMap: Self.data(Self.dates))
    #expect(try lake.entries(below: "") { _ in true } == other.entries(below: "") { _ in true })
  }
}
