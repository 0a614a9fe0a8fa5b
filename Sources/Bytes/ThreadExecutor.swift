/// Runs tasks on one thread of its own, in the order in which they become ready. So they make
/// progress even if all threads of the cooperative pool are blocked. The thread lives as long as
/// the process, and sleeps while nothing is to do.
package final class ThreadExecutor: TaskExecutor {
  private let jobs = Monitor<[UnownedJob]>([])
  private static let shared = ThreadExecutor()

  /// The executor of the process; nil if the system gives no thread.
  package static let ofProcess: ThreadExecutor? = {
    Workers.detach { shared.run() } ? shared : nil
  }()

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  private func run() {
    while true {
      let ready = jobs.waitFor { jobs -> [UnownedJob]? in
        if jobs.isEmpty { return nil }
        defer { jobs = [] }
        return jobs
      }
      for job in ready {
        // SAFETY: each job was handed over once and is run once, and the executor is never freed.
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
  }
}

extension Workers {
  /// Runs `body`, which blocks, on a thread of its own.
  ///
  /// - Throws: what `body` throws, or EAGAIN of `pthread_create` if the system gives no thread.
  package static func blocking<Result: Sendable>(
    _ body: @escaping @Sendable () throws(SystemError) -> Result
  ) async throws(SystemError) -> Result {
    let result = await withCheckedContinuation { continuation in
      let isStarted = detach {
        do throws(SystemError) {
          continuation.resume(returning: Swift.Result<Result, SystemError>.success(try body()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
      if !isStarted {
        continuation.resume(
          returning: .failure(
            SystemError(operation: "pthread_create", path: "", number: SystemError.tryAgain)))
      }
    }
    return try result.get()
  }
}
