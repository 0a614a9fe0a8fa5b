#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// State that only one thread at a time may use, and for which threads can wait: a mutex, a
/// condition variable and the state that they guard.
// SAFETY: `state` is used only between lock and unlock of `mutex`, so the class is `Sendable`. The
// mutex and the condition are on the heap, at one address, until `deinit`.
@safe package final class Monitor<State>: @unchecked Sendable {
  private var state: State
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  package init(_ state: sending State) {
    self.state = state
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe Platform.makeCondition(condition)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` with exclusive access to the state, and wakes all waiting threads.
  package func withLock<Result>(
    _ body: (inout sending State) -> sending Result
  ) -> sending Result {
    unsafe pthread_mutex_lock(mutex)
    defer {
      unsafe pthread_cond_broadcast(condition)
      unsafe pthread_mutex_unlock(mutex)
    }
    return body(&state)
  }

  /// Runs `body` with exclusive access to the state. Repeats this after each change by other
  /// threads until `body` returns a result.
  package func waitFor<Result>(
    _ body: (inout sending State) -> sending Result?
  ) -> sending Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) {
        unsafe pthread_cond_broadcast(condition)
        return result
      }
      unsafe pthread_cond_wait(condition, mutex)
    }
  }

  /// Like ``waitFor(_:)``, but returns nil if there is no result after `seconds` seconds. `body` is
  /// called once more then.
  package func waitFor<Result>(
    seconds: Double, _ body: (inout sending State) -> sending Result?
  ) -> sending Result? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    let end = MonotonicClock.seconds() + seconds
    while true {
      if let result = body(&state) {
        unsafe pthread_cond_broadcast(condition)
        return result
      }
      let left = end - MonotonicClock.seconds()
      if left <= 0 { return nil }
      unsafe Platform.wait(condition, mutex, seconds: left)
    }
  }
}
