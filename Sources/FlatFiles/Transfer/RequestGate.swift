internal import Synchronization

/// Lets as many requests run at once as ``ConnectionLimit`` allows, in the order in which they
/// came.
package final class RequestGate: Sendable {
  private struct State {
    var limit: ConnectionLimit
    var activeCount = 0
    var waiters: [FirstResult<Int>] = []

    /// Those who may go on now, with the epoch in which they begin.
    mutating func admitted() -> [(FirstResult<Int>, Int)] {
      var admitted: [(FirstResult<Int>, Int)] = []
      while activeCount < limit.count, !waiters.isEmpty {
        admitted.append((waiters.removeFirst(), limit.epoch))
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
    try Task.checkCancellation()
    let turn = FirstResult<Int>()
    change { $0.waiters.append(turn) }
    let epoch = try await turn.value {
      self.state.withLock { $0.waiters.removeFirst { $0 === turn } }
    }
    return Permit(of: self, epoch: epoch)
  }

  private func release(_ outcome: Outcome, epoch: Int) {
    change { state in
      state.activeCount -= 1
      switch outcome {
      case .success: state.limit.succeeded()
      case .slowDown: state.limit.askedToSlowDown(inEpoch: epoch)
      case .other: break
      }
    }
  }

  /// Changes the state, and lets go on those who may then.
  private func change(_ body: (inout State) -> Void) {
    let admitted = state.withLock { state in
      body(&state)
      return state.admitted()
    }
    for (turn, epoch) in admitted { turn.set(.success(epoch)) }
  }
}
