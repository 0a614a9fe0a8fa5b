internal import BarLakeBytes

/// A lock that goes from state to state with its date, and is given up with the last of them.
final class HeldLock {
  private let lock: FileLock

  init(_ path: String, cancellation: Cancellation?) throws(SystemError) {
    lock = try FileLock(path, cancellation: cancellation)
  }
}
