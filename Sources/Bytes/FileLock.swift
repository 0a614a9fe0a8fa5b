/// An exclusive lock between processes. It is held while the value lives.
package struct FileLock: ~Copyable {
  private let descriptor: Descriptor

  /// Creates `path` if it is missing, waits for the lock's holder, and takes the lock. Throws
  /// `SystemError` with `interrupted` if the work is cancelled while it waits.
  package init(_ path: String, cancellation: Cancellation? = nil) throws(SystemError) {
    let opened = try Descriptor(opening: path, .lock, operation: "open")
    while try !opened.tryLock() {
      try cancellation?.check()
      MonotonicClock.wait(seconds: 0.01)
    }
    descriptor = opened
  }

  /// Whether a process holds the lock `path` now; a missing file is no lock. The function never
  /// waits and creates nothing. A process that asks for the lock at the same moment tries once
  /// more.
  package static func isHeld(_ path: String) throws(SystemError) -> Bool {
    guard try FileSystem.status(path) != nil else { return false }
    return try !Descriptor(opening: path, .readOnly, operation: "open").tryLock(.shared)
  }
}
