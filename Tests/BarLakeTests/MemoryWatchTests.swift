import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeTestSupport
import Testing

/// How often a call looks at the memory. Times are sums of binary fractions, so that they are
/// exact.
@Suite struct MemoryWatchTests {
  private static let lessThanAMillisecond = 1.0 / 1024
  private static let moreThanAMillisecond = 1.0 / 512
  private static let lessThanATenth = 3.0 / 32
  private static let moreThanATenth = 1.0 / 8

  private func monitor(_ machine: ScriptedMachine, log: CapturedLog = CapturedLog())
    -> MemoryMonitor
  {
    MemoryMonitor(maximumGigabytes: 1, logger: log.logger, system: machine)
  }

  @Test func `a check reads the process and the machine, however soon it comes`() throws {
    let machine = ScriptedMachine(usedPercents: [50, 75.1, 85.1], clockStands: true)
    let watch = monitor(machine).watch()
    let actions = try (0..<3).map { _ in try watch.check() }
    #expect(actions == [.none, .release, .releaseAll])
    #expect(machine.processLookCount == 3 && machine.lookCount == 3)
    #expect(watch.peakPercent == 85.1)
  }

  @Test func `a check if due reads the process at most once per millisecond`() throws {
    let machine = ScriptedMachine(clockStands: true)
    let watch = monitor(machine).watch()
    try watch.checkIfDue()
    #expect(machine.processLookCount == 1)
    for _ in 0..<3 { try watch.checkIfDue() }
    machine.advance(by: Self.lessThanAMillisecond)
    try watch.checkIfDue()
    #expect(machine.processLookCount == 1)
    machine.advance(by: Self.lessThanAMillisecond)
    try watch.checkIfDue()
    #expect(machine.processLookCount == 2)
    for lookCount in 3...10 {
      machine.advance(by: Self.moreThanAMillisecond)
      for _ in 0..<3 { try watch.checkIfDue() }
      #expect(machine.processLookCount == lookCount)
    }
  }

  @Test func `a check if due reads the machine at most ten times per second`() throws {
    let machine = ScriptedMachine(usedPercents: [50, 75.1, 85.1, 40], clockStands: true)
    let watch = monitor(machine).watch()
    #expect(try watch.checkIfDue() == MemoryAction.none)
    #expect(machine.lookCount == 1)
    // 48 looks at the process within less than a tenth of a second.
    for _ in 0..<48 {
      machine.advance(by: Self.moreThanAMillisecond)
      #expect(try watch.checkIfDue() == MemoryAction.none)
    }
    #expect(machine.processLookCount == 49 && machine.lookCount == 1)
    for (lookCount, action) in [(2, MemoryAction.release), (3, .releaseAll), (4, .none)] {
      machine.advance(by: Self.moreThanATenth)
      #expect(try watch.checkIfDue() == action)
      machine.advance(by: Self.lessThanATenth)
      #expect(try watch.checkIfDue() == MemoryAction.none)
      #expect(machine.lookCount == lookCount)
    }
  }

  @Test func `a check if due does not repeat a check that was just made`() throws {
    let machine = ScriptedMachine(clockStands: true)
    let watch = monitor(machine).watch()
    try watch.check()
    try watch.checkIfDue()
    #expect(machine.processLookCount == 1 && machine.lookCount == 1)
    machine.advance(by: Self.moreThanAMillisecond)
    try watch.checkIfDue()
    #expect(machine.processLookCount == 2 && machine.lookCount == 1)
  }

  @Test func `whether the machine is short stays known until it is read again`() throws {
    let machine = ScriptedMachine(usedPercents: [75.1, 50], clockStands: true)
    let watch = monitor(machine).watch()
    try watch.checkIfDue()
    #expect(watch.isShort)
    machine.advance(by: Self.moreThanAMillisecond)
    try watch.checkIfDue()
    #expect(watch.isShort)
    machine.advance(by: Self.moreThanATenth)
    try watch.checkIfDue()
    #expect(!watch.isShort)
  }

  @Test func `a process above its limit is stopped even if the machine is not read`() throws {
    let machine = ScriptedMachine(
      processByteCounts: [1_000_000, 2_000_000_000], clockStands: true)
    let watch = monitor(machine).watch()
    try watch.checkIfDue()
    machine.advance(by: Self.moreThanAMillisecond)
    let error = #expect(throws: IngestError.self) { try watch.checkIfDue() }
    #expect(error?.code == .memoryLimitExceeded)
    #expect(machine.lookCount == 1)
  }

  @Test func `an ingest looks first, after each block and each column, and at the end`() throws {
    let config: [String: ConfigValue] = ["threads": 1]
    // More than one block of 256 KiB.
    let lines = (0..<8_000).map { Bars.line("A\($0)", $0) }
    let source = Bars.source([Bars.header] + lines)
    let byteCount = try #require(try KnownSource(source).byteCount)
    let blockCount = byteCount / (1 << 18) + 1
    #expect(blockCount > 1)
    let machine = ScriptedMachine()
    try Lake().ingest(source, by: .streaming, config: config, monitor: monitor(machine))
    // Each block is read and parsed; one more reading finds the end.
    let blockLookCount = 2 * blockCount + 1
    let schema = MarketSchema.storedSchema(for: .stocksDaily, options: IngestOptions())
    #expect(machine.processLookCount == 1 + blockLookCount + schema.fields.count + 1)
    // No step ends a millisecond after the look before.
    let standing = ScriptedMachine(clockStands: true)
    try Lake().ingest(source, by: .streaming, config: config, monitor: monitor(standing))
    #expect(standing.processLookCount == 2)
  }
}
