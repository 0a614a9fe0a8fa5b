import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct ThreadsTests {
  @Test(arguments: [0, 1, 2, 9])
  func `each number runs once, and all have returned at the end`(_ count: Int) {
    let numbers = Monitor<[Int]>([])
    Workers.run(count: count) { number in
      MonotonicClock.wait(seconds: 0.001)
      numbers.withLock { $0.append(number) }
    }
    #expect(numbers.withLock { $0.sorted() } == Array(0..<max(count, 1)))
  }

  @Test func `one at a time touches the state of a monitor`() {
    let counter = Monitor(0)
    Workers.run(count: 4) { _ in
      for _ in 0..<10_000 { counter.withLock { $0 += 1 } }
    }
    #expect(counter.withLock { $0 } == 40_000)
  }

  @Test func `who waits is told of changes by others`() {
    let turn = Monitor(0)
    let order = Monitor<[Int]>([])
    Workers.run(count: 5) { number in
      turn.waitFor { $0 == 4 - number ? () : nil }
      order.withLock { $0.append(number) }
      turn.withLock { $0 += 1 }
    }
    #expect(order.withLock { $0 } == [4, 3, 2, 1, 0])
  }

  @Test func `a lock is held by one descriptor at a time`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("lock")
    let inside = Monitor((now: 0, most: 0, turns: 0))
    Workers.run(count: 4) { _ in
      for _ in 0..<3 {
        do {
          let lock = try FileLock(path)
          inside.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
          }
          MonotonicClock.wait(seconds: 0.002)
          inside.withLock {
            $0.now -= 1
            $0.turns += 1
          }
          _ = consume lock
        } catch {
          Issue.record(error)
        }
      }
    }
    let (most, turns) = inside.withLock { ($0.most, $0.turns) }
    #expect(most == 1)
    #expect(turns == 12)
  }

  @Test func `the clock goes forward`() {
    let start = MonotonicClock.seconds()
    MonotonicClock.wait(seconds: 0.01)
    let elapsed = MonotonicClock.elapsed(since: start)
    #expect(elapsed >= 0.01)
    // Whole microseconds.
    #expect((elapsed * 1_000_000).rounded() / 1_000_000 == elapsed)
    #expect(MonotonicClock.elapsed(since: MonotonicClock.seconds() + 1) == 0)
  }

  @Test func `the process and the machine have memory`() throws {
    #expect(try #require(Memory.processByteCount()) > 1_000_000)
    let machine = try #require(Memory.machine())
    #expect(machine.totalByteCount > machine.availableByteCount)
    #expect(machine.availableByteCount > 0)
    #expect(machine.usedPercent > 0 && machine.usedPercent < 100)
    Memory.releaseFree()
    #expect(Workers.processorCount >= 1)
  }
}
