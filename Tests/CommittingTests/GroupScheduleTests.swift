import BarLakeCommitting
import Testing

/// The schedule without threads and files. A staged date is a text, and so is its ending.
@Suite struct GroupScheduleTests {
  private typealias Schedule = GroupSchedule<String, String>

  /// A schedule whose steps are texts.
  private struct Batch {
    var schedule: Schedule
    var seconds = 0.0

    init(count: Int) { schedule = Schedule(count: count) }

    /// The number of the date that is begun, `stop`, or `wait`.
    mutating func begin(isCancelled: Bool = false) -> String {
      switch schedule.nextStep(isCancelled: isCancelled) {
      case .begin(let number): "\(number)"
      case .stop: "stop"
      case nil: "wait"
      }
    }

    /// Begins the next date, which has its lock at once.
    mutating func start() -> String {
      defer { schedule.didDecide() }
      return begin()
    }

    mutating func stage(_ number: Int, byteCount: Int = 1, isAlone: Bool = false) {
      schedule.didStage(
        number, "\(number)", byteCount: byteCount, isAlone: isAlone, seconds: seconds)
    }

    /// Begins and stages dates.
    mutating func run(_ numbers: Range<Int>, byteCount: Int = 1) {
      for number in numbers {
        #expect(start() == "\(number)")
        stage(number, byteCount: byteCount)
      }
    }

    /// What is due; a group is committed.
    mutating func due(isCancelled: Bool = false) -> String {
      switch schedule.due(seconds: seconds, isCancelled: isCancelled) {
      case .report(let ending): return "report \(ending)"
      case .commit(let group):
        for (number, staged) in group { schedule.didEnd(number, "\(staged) done") }
        return "commit " + group.map(\.staged).joined(separator: " ")
      case .end: return "end"
      case nil: return "nothing"
      }
    }
  }

  @Test func `dates are begun, committed and reported in their order`() {
    var batch = Batch(count: 3)
    #expect([batch.start(), batch.start(), batch.start()] == ["0", "1", "2"])
    #expect(batch.begin() == "stop")
    batch.stage(2)
    batch.stage(1)
    #expect(batch.due() == "nothing")
    batch.stage(0)
    #expect(batch.due() == "commit 0 1 2")
    #expect(
      [batch.due(), batch.due(), batch.due()] == [
        "report 0 done", "report 1 done", "report 2 done",
      ])
    #expect(batch.due() == "end")
  }

  @Test func `a date takes its lock after those before it`() {
    var batch = Batch(count: 3)
    #expect(batch.begin() == "0")
    #expect(batch.begin() == "wait")
    batch.schedule.didDecide()
    #expect(batch.begin() == "1")
    // It ends before its decision: its date is wrong, or it is done.
    batch.schedule.didEnd(1, "1 skipped")
    #expect(batch.begin() == "2")
  }

  @Test func `a group is not committed while another date may join it`() {
    var batch = Batch(count: 3)
    batch.run(0..<1)
    // The next may be begun at once.
    #expect(batch.due() == "nothing")
    #expect(batch.start() == "1")
    #expect(batch.due() == "nothing")
    batch.seconds = 0.9
    #expect(batch.due() == "nothing")
    batch.seconds = 1
    #expect(batch.due() == "commit 0")
  }

  @Test func `if a date waits for its lock, those before it are committed`() {
    var batch = Batch(count: 3)
    batch.run(0..<2)
    #expect(batch.begin() == "2")
    #expect(batch.due() == "nothing")
    batch.schedule.didWait()
    #expect(batch.due() == "commit 0 1")
    #expect(
      [batch.due(), batch.due(), batch.due()] == ["report 0 done", "report 1 done", "nothing"])
    batch.schedule.didDecide()
    batch.stage(2)
    #expect(batch.due() == "commit 2")
  }

  @Test func `a group has at most 16 dates`() {
    var batch = Batch(count: 40)
    batch.run(0..<16)
    #expect(batch.due() == "commit " + (0..<16).map(String.init).joined(separator: " "))
    // It is full, whatever is being staged after it.
    var next = Batch(count: 40)
    next.run(0..<16)
    #expect(next.start() == "16")
    #expect(next.due() == "commit " + (0..<16).map(String.init).joined(separator: " "))
    // One more group may be staged while the first is committed, and no more than that.
    var ahead = Batch(count: 40)
    ahead.run(0..<32)
    #expect(ahead.begin() == "wait")
    #expect(ahead.due() == "commit " + (0..<16).map(String.init).joined(separator: " "))
    #expect(ahead.due() == "report 0 done")
    #expect(ahead.begin() == "32")
  }

  @Test func `a group has at most 256 MiB, unless it is one date`() {
    var batch = Batch(count: 9)
    batch.run(0..<2, byteCount: 100 << 20)
    #expect(batch.due() == "nothing")
    batch.run(2..<3, byteCount: 100 << 20)
    #expect(batch.due() == "commit 0 1")
    batch.run(3..<4, byteCount: 300 << 20)
    #expect([batch.due(), batch.due()] == ["report 0 done", "report 1 done"])
    #expect(batch.due() == "commit 2")
    #expect([batch.due(), batch.due()] == ["report 2 done", "commit 3"])
    // Files that wait take space.
    var ahead = Batch(count: 9)
    ahead.run(0..<2, byteCount: 256 << 20)
    #expect(ahead.begin() == "wait")
  }

  @Test func `a date that replaces files is committed alone`() {
    var batch = Batch(count: 4)
    batch.run(0..<1)
    #expect(batch.start() == "1")
    batch.stage(1, isAlone: true)
    #expect(batch.due() == "commit 0")
    batch.run(2..<3)
    #expect([batch.due(), batch.due()] == ["report 0 done", "commit 1"])
    #expect([batch.due(), batch.due()] == ["report 1 done", "nothing"])
  }

  @Test func `dates that ended without a commit are reported in their place`() {
    var batch = Batch(count: 4)
    batch.run(0..<1)
    #expect([batch.start(), batch.start()] == ["1", "2"])
    batch.schedule.didEnd(1, "1 failed")
    batch.stage(2)
    #expect(batch.start() == "3")
    batch.schedule.didEnd(3, "3 skipped")
    #expect(batch.due() == "commit 0 2")
    #expect(
      (0..<5).map { _ in batch.due() } == [
        "report 0 done", "report 1 failed", "report 2 done", "report 3 skipped", "end",
      ])
  }

  @Test func `after a request to stop no date is begun, and the others end`() {
    var batch = Batch(count: 4)
    batch.run(0..<1)
    #expect(batch.start() == "1")
    #expect(batch.begin(isCancelled: true) == "stop")
    #expect(batch.due(isCancelled: true) == "commit 0")
    #expect(batch.due(isCancelled: true) == "report 0 done")
    #expect(batch.due(isCancelled: true) == "nothing")
    batch.schedule.didEnd(1, "1 failed")
    #expect(
      [batch.due(isCancelled: true), batch.due(isCancelled: true)] == ["report 1 failed", "end"])
  }

  @Test func `a schedule without dates is at its end`() {
    var batch = Batch(count: 0)
    #expect([batch.begin(), batch.due()] == ["stop", "end"])
  }
}
