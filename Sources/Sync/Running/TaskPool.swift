package import BarLakeBytes
package import Logging
internal import Synchronization

/// Runs tasks, several at once, in their order.
package struct TaskPool: Sendable {
  package let tasks: [SyncTask]
  private let runner: TaskRunner
  private let atOnce: Int
  private let cancellation: Cancellation
  private let observers: [any TaskObserver]

  /// After so many failures in a row that all dates would have, no further task is begun.
  private static let failureLimit = 8

  /// - Parameters:
  ///   - atOnce: how many tasks run at once, at least 1.
  ///   - observers: are told of each task, in this order.
  package init(
    _ tasks: [SyncTask], with runner: TaskRunner, atOnce: Int, cancellation: Cancellation,
    observers: [any TaskObserver]
  ) {
    self.tasks = tasks
    self.runner = runner
    self.atOnce = atOnce
    self.cancellation = cancellation
    self.observers = observers
  }

  /// How a run ended.
  package enum Ending: Equatable, Sendable {
    /// Every task was begun, and has ended.
    case whole
    /// So many tasks were not begun, because of a request to stop.
    case interrupted(leftCount: Int)
    /// So many tasks were not begun, because all others before them had failed.
    case gaveUp(leftCount: Int)
  }

  private struct State {
    var begunCount = 0
    /// The failures in a row, of those that all dates would have.
    var failureCount = 0
  }

  /// Runs the tasks and waits for them.
  ///
  /// - Parameter logger: makes what receives the warnings of a task.
  package func run(logger: @escaping @Sendable (SyncTask) -> Logger) -> Ending {
    let state = SharedState()
    Workers.run(count: min(atOnce, tasks.count)) { [self] _ in
      while let task = state.value.withLock({ next(&$0) }) {
        for observer in observers { observer.began(task) }
        let outcome = runner.run(task, logger: logger(task)) { progress in
          for observer in observers { observer.progressed(task, progress) }
        }
        state.value.withLock { Self.count(outcome, in: &$0) }
        for observer in observers { observer.ended(outcome) }
      }
    }
    let (begunCount, failureCount) = state.value.withLock { ($0.begunCount, $0.failureCount) }
    let leftCount = tasks.count - begunCount
    if leftCount == 0 { return .whole }
    return failureCount >= Self.failureLimit
      ? .gaveUp(leftCount: leftCount) : .interrupted(leftCount: leftCount)
  }

  private func next(_ state: inout State) -> SyncTask? {
    guard !cancellation.isCancelled, state.failureCount < Self.failureLimit,
      state.begunCount < tasks.count
    else { return nil }
    state.begunCount += 1
    return tasks[state.begunCount - 1]
  }

  private static func count(_ outcome: TaskOutcome, in state: inout State) {
    switch outcome.result {
    case .failure(let failure) where failure.concernsAll: state.failureCount += 1
    // Tasks that were begun before the limit was reached do not change that it was.
    case .success, .failure: if state.failureCount < failureLimit { state.failureCount = 0 }
    }
  }

  /// What the workers share.
  private final class SharedState: Sendable {
    let value = Mutex(State())
  }
}
