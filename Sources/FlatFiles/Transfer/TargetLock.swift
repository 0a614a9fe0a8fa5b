internal import BarLakeBytes
internal import Synchronization

/// The right to write one target, among all processes.
final class TargetLock: Sendable {
  private let lock: Mutex<FileLock?>

  /// Waits for the target's writer, on a thread of its own.
  ///
  /// - Throws: `SystemError`, or `CancellationError` if the task is cancelled.
  static func take(_ path: String) async throws -> TargetLock {
    let cancellation = Cancellation()
    do {
      return try await withTaskCancellationHandler {
        try await Workers.blocking { () throws(SystemError) in
          TargetLock(try FileLock(path, isRemovable: true, cancellation: cancellation))
        }
      } onCancel: {
        cancellation.cancel()
      }
    } catch let error as SystemError {
      if error.isInterruption { throw CancellationError() }
      throw error
    }
  }

  private init(_ lock: consuming FileLock) {
    self.lock = Mutex(lock)
  }

  /// Removes the lock and its file.
  func remove() throws(SystemError) {
    guard let held = lock.withLock({ $0.take() }) else { return }
    try held.remove()
  }
}
