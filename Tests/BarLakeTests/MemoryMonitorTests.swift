import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct MemoryMonitorTests {
  struct Reading: Sendable, CustomStringConvertible {
    let percent: Double
    let action: MemoryAction
    var description: String { "\(percent) % → \(action.rawValue)" }
  }

  private func monitor(_ machine: ScriptedMachine, log: CapturedLog = CapturedLog())
    -> MemoryMonitor
  {
    MemoryMonitor(maximumGigabytes: 1, logger: log.logger, system: machine)
  }

  @Test(arguments: [
    Reading(percent: 0, action: .none), Reading(percent: 74.9, action: .none),
    Reading(percent: 75, action: .none), Reading(percent: 75.1, action: .release),
    Reading(percent: 85, action: .release), Reading(percent: 85.1, action: .releaseAll),
    Reading(percent: 100, action: .releaseAll),
  ])
  func `the action depends on the share of the machine's memory in use`(_ reading: Reading) throws {
    let machine = ScriptedMachine(usedPercents: [reading.percent])
    let log = CapturedLog()
    let monitor = monitor(machine, log: log)
    #expect(try monitor.check() == reading.action)
    #expect(machine.releaseCount == (reading.action == .none ? 0 : 1))
    #expect(machine.waits == (reading.action == .releaseAll ? [0.1] : []))
    #expect(log.warnings.count == (reading.action == .releaseAll ? 1 : 0))
  }

  @Test func `pooled buffers are dropped before free memory is returned, and only when short`()
    throws
  {
    let machine = ScriptedMachine(usedPercents: [50, 75.1, 85.1])
    let watch = monitor(machine).watch()
    var dropped: [(action: MemoryAction, releaseCount: Int)] = []
    for _ in 0..<3 {
      try watch.check { dropped.append(($0, machine.releaseCount)) }
    }
    #expect(dropped.map(\.action) == [.release, .releaseAll])
    #expect(dropped.map(\.releaseCount) == [0, 1])
    #expect(machine.releaseCount == 2)
    #expect(watch.releaseAllCount == 1)
  }

  @Test func `a call is warned about once, and another call again`() throws {
    let log = CapturedLog()
    let monitor = monitor(ScriptedMachine(usedPercents: [85.1]), log: log)
    for callCount in 1...2 {
      let watch = monitor.watch()
      for _ in 0..<3 { #expect(try watch.check() == .releaseAll) }
      #expect(log.warnings.count == callCount)
    }
  }

  @Test func `a process at its limit may go on, and one above it may not`() throws {
    let limit = 1_073_741_824
    let machine = ScriptedMachine(processByteCounts: [limit, limit + 1, nil])
    let monitor = monitor(machine)
    #expect(monitor.limitByteCount == limit)
    try monitor.check()
    let error = #expect(throws: IngestError.self) { try monitor.check() }
    #expect(error?.code == .memoryLimitExceeded)
    #expect(error?.message.contains("\(limit + 1)") == true)
    #expect(error?.message.contains("\(limit)") == true)
    // A value that the system does not report never exceeds a limit.
    try monitor.check()
  }

  @Test func `each call has a peak of its own, and the monitor that of all`() throws {
    let machine = ScriptedMachine(usedPercents: [40.5, 60.2, 20.1, 30.3])
    let monitor = monitor(machine)
    let (first, second) = (monitor.watch(), monitor.watch())
    try first.check()
    try first.check()
    try second.check()
    try second.check()
    #expect(first.peakPercent == 60.2)
    #expect(second.peakPercent == 30.3)
    #expect(monitor.statistics.peakPercent == 60.2)
  }

  @Test func `statistics report the memory in use, and count checks and actions`() throws {
    let machine = ScriptedMachine(
      usedPercents: [50, 75.1, 85.1, 85.1, 40], processByteCounts: [100, 400, 300, 200, 150])
    let monitor = monitor(machine)
    for _ in 0..<4 { try monitor.check() }
    let statistics = monitor.statistics
    #expect(statistics.limitByteCount == 1_073_741_824)
    #expect(statistics.processByteCount == 150)
    #expect(statistics.peakProcessByteCount == 400)
    #expect(statistics.totalByteCount == ScriptedMachine.totalByteCount)
    #expect(statistics.availableByteCount == 600_000_000)
    #expect(statistics.usedPercent == 40)
    #expect(statistics.peakPercent == 85.1)
    #expect(statistics.checkCount == 4)
    #expect(statistics.releaseCount == 1)
    #expect(statistics.releaseAllCount == 2)
    let text = try JSON.line(statistics)
    for key in ["limit_bytes", "process_bytes", "memory_peak_percent", "releases", "checks"] {
      #expect(text.contains("\"\(key)\":"))
    }
  }

  @Test func `a reset sets peaks and counts to zero and keeps the limit`() throws {
    let machine = ScriptedMachine(usedPercents: [85.1])
    let monitor = monitor(machine)
    try monitor.check()
    monitor.reset()
    let statistics = monitor.statistics
    #expect(statistics.limitByteCount == 1_073_741_824)
    #expect(statistics.peakProcessByteCount == 0 && statistics.peakPercent == 0)
    #expect(statistics.checkCount == 0)
    #expect(statistics.releaseCount == 0 && statistics.releaseAllCount == 0)
    #expect(statistics.usedPercent == 85.1)
  }

  @Test func `memory is available within the limit and the machine's memory`() {
    let used = 1_000_000
    let limit = 1_073_741_824
    // Half of the machine's memory is available, less than the limit.
    let machine = monitor(ScriptedMachine(usedPercents: [50], processByteCounts: [used]))
    #expect(machine.isMemoryAvailable(byteCount: 0))
    #expect(machine.isMemoryAvailable(byteCount: 500_000_000))
    #expect(!machine.isMemoryAvailable(byteCount: 500_000_001))
    // No memory is in use, and unreported values count as enough: the limit decides.
    let roomy = monitor(ScriptedMachine(usedPercents: [], processByteCounts: [used]))
    #expect(roomy.isMemoryAvailable(byteCount: limit - used))
    #expect(!roomy.isMemoryAvailable(byteCount: limit - used + 1))
    #expect(!roomy.isMemoryAvailable(byteCount: .max))
    let silent = monitor(ScriptedMachine(usedPercents: [], processByteCounts: []))
    #expect(silent.isMemoryAvailable(byteCount: .max))
  }

  @Test func `the limit is that of the configuration, from either place, or 14`() throws {
    func gigabytes(_ config: [String: ConfigValue]) throws -> Double {
      Double(try MemoryMonitor(config: config).limitByteCount) / 1_073_741_824
    }
    #expect(try gigabytes([:]) == 14)
    #expect(MemoryMonitor().limitByteCount == 14 * 1_073_741_824)
    let profile: ConfigValue = ["resource_limits": ["max_memory_gb": 3]]
    #expect(try gigabytes(["system_profile": profile]) == 3)
    #expect(try gigabytes(["system_profile.resource_limits.max_memory_gb": 3.5]) == 3.5)
    #expect(
      try gigabytes(["system_profile": profile, "resource_limits": ["max_memory_gb": 2]]) == 2)
    #expect(
      try gigabytes(["system_profile": profile, "resource_limits.max_memory_gb": 2.5]) == 2.5)
    for wrong: ConfigValue in [0, -1, "much", true] {
      let error = #expect(throws: IngestError.self) {
        try MemoryMonitor(config: ["resource_limits": ["max_memory_gb": wrong]])
      }
      #expect(error?.code == .invalidArgument)
      #expect(error?.token == wrong.description)
    }
  }

  @Test func `a limit of zero is a mistake of the program`() async {
    await #expect(processExitsWith: .failure) { _ = MemoryMonitor(maximumGigabytes: 0) }
  }

  /// Of a day in one file, and of one in a file for each symbol.
  @Test(arguments: Entry.allCases, ["stocks_daily", "stocks_minute"])
  func `an ingest on a machine short of memory returns memory, warns once and goes on`(
    _ entry: Entry, _ type: String
  ) throws {
    let lines = (0..<60_000).map { Bars.line("A\($0 % 20)", $0) }
    let source = Bars.source([Bars.header] + lines)
    let expected = try Lake()
    try expected.ingest(source, by: entry, type: type, config: ["chunk_size": 10_000])
    for reading in [74.9, 75.1, 85.1] {
      let machine = ScriptedMachine(usedPercents: [reading])
      let log = CapturedLog()
      let monitor = monitor(machine, log: log)
      let lake = try Lake()
      let result = try lake.ingest(
        source, by: entry, type: type, config: ["chunk_size": 10_000], monitor: monitor,
        logger: log.logger)
      #expect(result.status == .success && result.records == 60_000)
      #expect(result.memoryPeakPercent == reading)
      #expect(result.files.count == (type == "stocks_daily" ? 1 : 20))
      #expect(try lake.tree() == expected.tree())
      let statistics = monitor.statistics
      // One look at the beginning, one at the end, and some between.
      #expect(statistics.checkCount >= (entry == .streaming ? 8 : 3))
      #expect(statistics.releaseCount == (reading == 75.1 ? statistics.checkCount : 0))
      #expect(statistics.releaseAllCount == (reading == 85.1 ? statistics.checkCount : 0))
      #expect(machine.releaseCount == (reading > 75 ? statistics.checkCount : 0))
      #expect(machine.waits.count == statistics.releaseAllCount)
      let warning = "warning: the machine's memory is more than 85 % in use"
      // Of the bars themselves is a warning too, of 20 symbols with all rows of a day.
      let told = log.warnings.filter { $0.contains("memory") }
      #expect(told == (reading > 85 ? [warning] : []))
    }
  }

  @Test(arguments: Entry.allCases)
  func `rows that wait in memory are complete if memory becomes short`(
    _ entry: Entry
  ) throws {
    // Two runs of eight megabytes and more, and a machine that is short after the first.
    let lines = (0..<300_000).map { Bars.line("A\($0 % 20)", $0) }
    let source = Bars.source([Bars.header] + lines)
    let expected = try Lake()
    let lake = try Lake()
    let config: [String: ConfigValue] = ["chunk_size": 20_000]
    try expected.ingest(source, by: entry, type: "stocks_minute", config: config)
    let machine = ScriptedMachine(usedPercents: Array(repeating: 50, count: 12) + [75.1])
    let monitor = monitor(machine)
    try lake.ingest(source, by: entry, type: "stocks_minute", config: config, monitor: monitor)
    #expect(monitor.statistics.releaseCount > 0)
    #expect(try lake.tree() == expected.tree())
  }

  @Test(arguments: Entry.allCases)
  func `the peak of a call is the highest of its readings`(_ entry: Entry) throws {
    let machine = ScriptedMachine(usedPercents: [31.5, 62.5, 40])
    let monitor = monitor(machine)
    let lake = try Lake()
    let first = try lake.ingest(Bars.few, by: entry, monitor: monitor)
    #expect(first.memoryPeakPercent == 62.5)
    let second = try lake.ingest(Bars.few, date: "2024-01-03", by: entry, monitor: monitor)
    #expect(second.memoryPeakPercent == 40)
    #expect(monitor.statistics.peakPercent == 62.5)
  }

  @Test(arguments: Entry.allCases)
  func `a process that outgrows its limit on the way is stopped, and nothing is left`(
    _ entry: Entry
  ) throws {
    // Fine at the beginning; too much at every later look.
    let machine = ScriptedMachine(processByteCounts: [1_000_000, 2_000_000_000])
    let lake = try Lake()
    let error = #expect(throws: IngestError.self) {
      try lake.ingest(
        Bars.few, by: entry, config: ["chunk_size": 1], monitor: monitor(machine))
    }
    #expect(error?.code == .memoryLimitExceeded)
    #expect(try lake.tree().isEmpty)
    #expect(try lake.remains() == [])
  }
}
