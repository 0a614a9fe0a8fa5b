internal import Synchronization

/// A result that one task waits for and several may give. The first one counts.
final class FirstResult<Value: Sendable>: Sendable {
  private enum State {
    case none
    case awaited(CheckedContinuation<Value, any Error>)
    case given(Result<Value, any Error>)
  }

  private let state = Mutex(State.none)

  /// Gives a result, if there is none yet.
  func set(_ result: Result<Value, any Error>) {
    let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      switch state {
      case .none:
        state = .given(result)
        return nil
      case .awaited(let continuation):
        state = .given(result)
        return continuation
      case .given: return nil
      }
    }
    continuation?.resume(with: result)
  }

  /// Waits for the result, which may be asked for once. If the task is cancelled, also before the
  /// call, `giveUp` is called; if it returns true, `CancellationError` is the result, unless there
  /// is one already.
  func value(orCancelled giveUp: @Sendable () -> Bool) async throws -> Value {
    try await withTaskCancellationHandler {
      try await value()
    } onCancel: {
      if giveUp() { set(.failure(CancellationError())) }
    }
  }

  private func value() async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let given = state.withLock { state -> Result<Value, any Error>? in
        if case .given(let result) = state { return result }
        state = .awaited(continuation)
        return nil
      }
      if let given { continuation.resume(with: given) }
    }
  }
}

extension Array {
  /// Removes the first element that `matches`; returns false if there is none.
  mutating func removeFirst(where matches: (Element) -> Bool) -> Bool {
    guard let index = firstIndex(where: matches) else { return false }
    remove(at: index)
    return true
  }
}
