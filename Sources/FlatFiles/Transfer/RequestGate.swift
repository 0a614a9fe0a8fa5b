internal import Synchronization

/// Lets as many requests run at once as ``ConnectionLimit`` allows, in the order in which they
/// came.
package final class RequestGate: Sendable {
  private struct State {
    var limit: ConnectionLimit
    var activeCount = 0
    var waiters: [(identifier: Int, continuation: CheckedContinuation<Int, any Error>)] = []
    var nextIdentifier = 0

    /// Those who may go on now, with the epoch in which they begin.
    mutating func admitted() -> [(CheckedContinuation<Int, any Error>, Int)] {
      var admitted: [(CheckedContinuation<Int, any Error>, Int)] = []
      while activeCount < limit.count, !waiters.isEmpty {
        admitted.append((waiters.removeFirst().continuation, limit.epoch))
        activeCount += 1
      }
      return admitted
    }
  }

  /// How a request ended, as far as the number of requests depends on it.
  package enum Outcome: Sendable { case success, slowDown, other }

  /// The right to run one request. It is given back when the value is dropped, at the latest.
  package final class Permit: Sendable {
    private let gate: RequestGate
    private let epoch: Int
    private let isHeld = Atomic(true)

    fileprivate init(of gate: RequestGate, epoch: Int) {
      self.gate = gate
      self.epoch = epoch
    }

    deinit { release(.other) }

    /// Gives the right back. Only the first call has an effect.
    package func release(_ outcome: Outcome) {
      if isHeld.exchange(false, ordering: .acquiringAndReleasing) {
        gate.release(outcome, epoch: epoch)
      }
    }
  }

  private let state: Mutex<State>

  package init(maximum: Int) {
    state = Mutex(State(limit: ConnectionLimit(maximum: maximum)))
  }

  /// The requests that may run at once now.
  package var limit: Int { state.withLock { $0.limit.count } }

  /// Waits until a request may run.
  ///
  /// - Throws: `CancellationError` if the task is cancelled.
  package func enter() async throws -> Permit {
    let identifier = state.withLock { state in
      state.nextIdentifier += 1
      return state.nextIdentifier
    }
    let epoch = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let admitted = state.withLock { state in
          // A cancellation before this line found no one to wake.
          if Task.isCancelled { return nil as [(CheckedContinuation<Int, any Error>, Int)]? }
          state.waiters.append((identifier, continuation))
          return state.admitted()
        }
        guard let admitted else {
          continuation.resume(throwing: CancellationError())
          return
        }
        for (continuation, epoch) in admitted { continuation.resume(returning: epoch) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.waiters.firstIndex { $0.identifier == identifier }.map {
          state.waiters.remove(at: $0)
        }
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
    return Permit(of: self, epoch: epoch)
  }

  private func release(_ outcome: Outcome, epoch: Int) {
    let admitted = state.withLock { state in
      state.activeCount -= 1
      switch outcome {
      case .success: state.limit.succeeded()
      case .slowDown: state.limit.askedToSlowDown(inEpoch: epoch)
      case .other: break
      }
      return state.admitted()
    }
    for (continuation, epoch) in admitted { continuation.resume(returning: epoch) }
  }
}
