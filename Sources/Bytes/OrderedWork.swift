internal import Synchronization

/// Calls a function with the numbers of independent tasks, on all processors.
package enum OrderedWork {
  private struct State<Result: Sendable, Failure: Error>: Sendable {
    var next = 0
    var results: [Int: Result] = [:]
    var error: (number: Int, Failure)?
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
      while let number = state.value.withLock({ state -> Int? in
        guard state.next < count, state.error == nil else { return nil }
        state.next += 1
        return state.next - 1
      }) {
        do throws(Failure) {
          let result = try body(number)
          state.value.withLock { $0.results[number] = result }
        } catch {
          state.value.withLock { state in
            if number < state.error?.number ?? count { state.error = (number, error) }
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
