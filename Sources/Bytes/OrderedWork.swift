internal import Synchronization

/// Does independent pieces of work on all processors.
package enum OrderedWork {
  private struct State<Result: Sendable, Failure: Error>: Sendable {
    var next = 0
    var results: [Int: Result] = [:]
    var error: (piece: Int, Failure)?
  }

  /// The results of `body` for the numbers from 0 to `count`, in their order. After an error no
  /// further number is started.
  ///
  /// - Throws: of the errors that occurred, the one with the lowest number.
  package static func map<Result: Sendable, Failure: Error>(
    count: Int, _ body: @escaping @Sendable (Int) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    let state = SharedState(State<Result, Failure>())
    Workers.run(count: min(count, Workers.processorCount)) { _ in
      while let piece = state.value.withLock({ state -> Int? in
        guard state.next < count, state.error == nil else { return nil }
        state.next += 1
        return state.next - 1
      }) {
        do throws(Failure) {
          let result = try body(piece)
          state.value.withLock { $0.results[piece] = result }
        } catch {
          state.value.withLock { state in
            if piece < state.error?.piece ?? count { state.error = (piece, error) }
          }
        }
      }
    }
    let (results, error) = state.value.withLock { ($0.results, $0.error) }
    if let error { throw error.1 }
    return (0..<count).compactMap { results[$0] }
  }

  /// A mutex that several threads share.
  private final class SharedState<Value: Sendable>: Sendable {
    let value: Mutex<Value>
    init(_ value: Value) { self.value = Mutex(value) }
  }
}
