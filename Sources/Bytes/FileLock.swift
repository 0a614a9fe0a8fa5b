/// An exclusive lock between processes, held while the value lives.
package struct FileLock: ~Copyable {
  private let descriptor: Descriptor

  /// Makes `path` if it is missing, waits for whoever holds the lock, and takes it. Throws
  /// `SystemError` with `interrupted` if the work is cancelled while it waits.
  package init(_ path: String, cancellation: Cancellation? = nil) throws(SystemError) {
    let opened = try Descriptor(opening: path, .lock, operation: "open")
    while try !opened.tryLock() {
      try cancellation?.check()
      MonotonicClock.wait(seconds: 0.01)
    }
    descriptor = opened
  }

  /// Whether somebody holds the lock `path` now; a file that is not there is no lock. Never waits
  /// and makes nothing; whoever asks for the lock at this very moment tries once more.
  package static func isHeld(_ path: String) throws(SystemError) -> Bool {
    guard try FileSystem.status(path) != nil else { return false }
    return try !Descriptor(opening: path, .readOnly, operation: "open").tryLock(.shared)
  }
}
