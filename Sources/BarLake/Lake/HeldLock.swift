internal import BarLakeBytes

/// A lock that each state of a commit passes to the next. The last state releases it.
final class HeldLock {
  private let lock: FileLock

  init(_ path: String, cancellation: Cancellation?) throws(SystemError) {
    lock = try FileLock(path, cancellation: cancellation)
  }
}
