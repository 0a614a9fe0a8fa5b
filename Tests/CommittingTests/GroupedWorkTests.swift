import BarLakeBytes
import BarLakeCommitting
import Synchronization
import Testing

@Suite struct GroupedWorkTests {
  private typealias Work = GroupedWork<Int, String>

  /// The groups that were committed, and how many dates were staged at the same time.
  private final class Record: Sendable {
    struct State {
      var groups: [[Int]] = []
      var (staging, most) = (0, 0)
    }

    let state = Mutex(State())

    func commit(_ group: [(number: Int, staged: Int)]) -> [String] {
      state.withLock { $0.groups.append(group.map(\.number)) }
      return group.map { "\($0.staged) done" }
    }
  }

  private func work(
    _ count: Int, atOnce: Int, cancellation: Cancellation? = nil, _ record: Record
  ) -> Work {
    Work(count: count, atOnce: atOnce, cancellation: cancellation) { number, _, decided in
      decided()
      record.state.withLock { state in
        state.staging += 1
        state.most = max(state.most, state.staging)
      }
      MonotonicClock.wait(seconds: 0.001)
      record.state.withLock { $0.staging -= 1 }
      return number % 5 == 4
        ? .ended("\(number) skipped") : .staged(number, byteCount: 1, isAlone: number == 7)
    } commit: {
      record.commit($0)
    }
  }

  @Test(arguments: [0, 1, 2, 60], [1, 4])
  func `each date has one ending, in order, and is committed once`(_ count: Int, _ atOnce: Int) {
    let record = Record()
    let work = work(count, atOnce: atOnce, record)
    var endings: [String] = []
    while let ending = work.next() { endings.append(ending) }
    #expect(endings == (0..<count).map { $0 % 5 == 4 ? "\($0) skipped" : "\($0) done" })
    let (groups, most) = record.state.withLock { ($0.groups, $0.most) }
    #expect(groups.flatMap(\.self) == (0..<count).filter { $0 % 5 != 4 })
    #expect(groups.allSatisfy { 1...16 ~= $0.count && ($0 == [7] || !$0.contains(7)) })
    #expect(most <= atOnce)
    #expect(work.next() == nil)
  }

  @Test func `after a request to stop no date is begun`() {
    let record = Record()
    let cancellation = Cancellation()
    cancellation.cancel()
    let work = work(5, atOnce: 2, cancellation: cancellation, record)
    #expect(work.next() == nil)
    #expect(record.state.withLock { $0.groups.isEmpty && $0.most == 0 })
  }
}
