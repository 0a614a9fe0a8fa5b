package import BarLakeBytes

/// Stages the dates of a batch, several at the same time, each on a thread of its own. The thread
/// that takes the endings commits them in groups, as ``GroupSchedule`` decides.
package final class GroupedWork<Staged: Sendable, Ending: Sendable>: Sendable {
  /// What became of a date before its commit.
  package enum Outcome: Sendable {
    /// It is to be committed; with the length of its files, and whether it must be a group of its
    /// own.
    case staged(Staged, byteCount: Int, isAlone: Bool)
    case ended(Ending)
  }

  /// Stages date `number`, from 0. Calls `waits` before it waits for a lock that others may hold,
  /// and `decided` once it has the lock.
  package typealias Stage =
    @Sendable (_ number: Int, _ waits: () -> Void, _ decided: () -> Void) -> Outcome

  private typealias Schedule = GroupSchedule<Staged, Ending>

  private let schedule: Monitor<Schedule>
  /// Whether there is one date, which whoever waits for it stages.
  private let isSingle: Bool
  private let cancellation: Cancellation?
  private let stage: Stage
  private let commit: @Sendable ([(number: Int, staged: Staged)]) -> [Ending]

  /// Begins with the first dates.
  ///
  /// - Parameters:
  ///   - count: the number of dates.
  ///   - atOnce: how many may be staged at the same time.
  ///   - cancellation: after a request to stop no date is begun.
  ///   - stage: called on several threads.
  ///   - commit: commits a group and returns the ending of each date, in order; called by the
  ///     thread that calls ``next()``.
  package init(
    count: Int, atOnce: Int, cancellation: Cancellation?, stage: @escaping Stage,
    commit: @escaping @Sendable ([(number: Int, staged: Staged)]) -> [Ending]
  ) {
    schedule = Monitor(Schedule(count: count))
    self.cancellation = cancellation
    self.stage = stage
    self.commit = commit
    isSingle = count == 1
    if isSingle { return }
    for _ in 0..<max(min(atOnce, count), 1) {
      Workers.detach { [self] in while stageNext() {} }
    }
  }

  private var isCancelled: Bool { cancellation?.isCancelled ?? false }

  /// The ending of the next date, in order. Nil if there is no other, or a stop was requested
  /// before it was begun.
  package func next() -> Ending? {
    if isSingle { _ = stageNext() }
    while true {
      let due = schedule.waitFor(seconds: Schedule.secondsLimit / 4) {
        $0.due(seconds: MonotonicClock.seconds(), isCancelled: isCancelled)
      }
      switch due {
      case .report(let ending): return ending
      case .commit(let group):
        let endings = commit(group)
        schedule.withLock { schedule in
          for ((number, _), ending) in zip(group, endings) { schedule.didEnd(number, ending) }
        }
      case .end: return nil
      case nil:
        // It stays idle if the system gave no thread.
        if schedule.withLock({ $0.isIdle }) { _ = stageNext() }
      }
    }
  }

  /// Stages the next date, as soon as one may be begun. Returns false if there is none.
  private func stageNext() -> Bool {
    let step = schedule.waitFor { $0.nextStep(isCancelled: isCancelled) }
    guard case .begin(let number) = step else { return false }
    let outcome = stage(
      number, { schedule.withLock { $0.didWait() } }, { schedule.withLock { $0.didDecide() } })
    schedule.withLock { schedule in
      switch outcome {
      case .staged(let staged, let byteCount, let isAlone):
        schedule.didStage(
          number, staged, byteCount: byteCount, isAlone: isAlone,
          seconds: MonotonicClock.seconds())
      case .ended(let ending): schedule.didEnd(number, ending)
      }
    }
    return true
  }
}
