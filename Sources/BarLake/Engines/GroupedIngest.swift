internal import BarLakeBytes

/// The dates of one batch: several are staged at the same time, each on threads of its own, and
/// committed in groups, in their order, by the thread that takes the results.
///
/// Source: `docs/spec.md`, BATCH-5.
package final class GroupedIngest: Sendable {
  /// A result after its commit, or why there is none.
  private typealias Ending = Result<@Sendable () -> IngestResult, IngestError>
  private typealias Schedule = GroupSchedule<IngestRun.Staged, Ending>

  private let calls: [IngestCall]
  private let cancellation: Cancellation?
  private let strategy: IngestStrategy
  private let schedule: Monitor<Schedule>
  /// Memory that a date may take beside others. Dates are staged at the same time only where the
  /// limit has room for them.
  private static let byteCountPerDate = 256 << 20

  /// Begins with the first dates.
  ///
  /// - Parameters:
  ///   - calls: the dates, in order; all of one context.
  ///   - strategy: that of each date if it has all processors.
  init(_ calls: [IngestCall], strategy: IngestStrategy) {
    let context = calls.first?.context
    self.calls = calls
    cancellation = context?.cancellation
    let room = (context?.monitor.limitByteCount ?? 0) / Self.byteCountPerDate
    let laneCount = max(min(strategy.dateCountAtOnce, calls.count, room), 1)
    self.strategy = strategy.divided(among: laneCount)
    schedule = Monitor(Schedule(count: calls.count))
    for _ in 0..<laneCount { Workers.detach { [self] in while stageNext() {} } }
  }

  private var isCancelled: Bool { cancellation?.isCancelled ?? false }

  /// The result of the next date, in the order of the calls. Nil if there is no other, or a stop was
  /// requested before it was begun.
  package func next() -> Result<IngestResult, IngestError>? {
    while true {
      let due = schedule.waitFor(seconds: Schedule.secondsLimit / 4) {
        $0.due(seconds: MonotonicClock.seconds(), isCancelled: isCancelled)
      }
      switch due {
      case .report(let ending): return ending.map { $0() }
      case .commit(let group): commit(group)
      case .end: return nil
      // Nobody stages a date if the system gave no thread.
      case nil: if schedule.withLock({ $0.isIdle }) { _ = stageNext() }
      }
    }
  }

  /// Stages the next date, as soon as one may be begun. Returns false if there is none.
  private func stageNext() -> Bool {
    let step = schedule.waitFor { $0.nextStep(isCancelled: isCancelled) }
    guard case .begin(let number) = step else { return false }
    do throws(IngestError) {
      let staged = try calls[number].stage(
        strategy, waits: { schedule.withLock { $0.didWait() } },
        decided: { schedule.withLock { $0.didDecide() } })
      schedule.withLock { schedule in
        if let ready = staged.ready {
          schedule.didStage(
            number, staged, byteCount: ready.byteCount, isAlone: ready.isReplacing,
            seconds: MonotonicClock.seconds())
        } else {
          schedule.didEnd(number, .success { staged.end(true) })
        }
      }
    } catch {
      schedule.withLock { $0.didEnd(number, .failure(error)) }
    }
    return true
  }

  private func commit(_ group: [(number: Int, staged: IngestRun.Staged)]) {
    let dates = group.compactMap(\.staged.ready)
    let results: [Result<Bool, IngestError>]
    do throws(SystemError) {
      try cancellation?.check()
      results = Publication.publish(dates, cancellation: cancellation)
    } catch {
      for date in dates { date.discard() }
      results = dates.map { _ in .failure(.io(error, root: calls[0].context.root)) }
    }
    schedule.withLock { schedule in
      for ((number, staged), result) in zip(group, results) {
        let end = staged.end
        schedule.didEnd(
          number,
          result.map { isSynchronized in { end(isSynchronized) } }
            .mapError { calls[number].failed($0) })
      }
    }
  }
}
