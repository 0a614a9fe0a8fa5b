package import BarLakeBytes

/// Asynchronous work of a command, for which a thread waits that is none of the cooperative pool.
package enum AsyncWork {
  /// Runs `body` to its end. A request to stop cancels its task, and the end is still waited for.
  package static func wait<Result: Sendable>(
    _ cancellation: Cancellation, _ body: @escaping @Sendable () async -> Result
  ) -> Result {
    let result = Monitor<Result?>(nil)
    let task = Task {
      let value = await body()
      result.withLock { $0 = value }
    }
    let registration = cancellation.whenCancelled { task.cancel() }
    return withExtendedLifetime(registration) { result.waitFor { $0 } }
  }
}
