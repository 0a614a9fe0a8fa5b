/// An exclusive lock between processes. It is held while the value lives. The lock's file stays,
/// unless the holder removes it.
package struct FileLock: ~Copyable {
  private let descriptor: Descriptor

  /// Creates `path` if it is missing, waits for the lock's holder, and takes the lock. Throws
  /// `SystemError` with `interrupted` if the work is cancelled while it waits. All holders of one
  /// lock must agree on whether its file `isRemovable`.
  package init(
    _ path: String, isRemovable: Bool = false, cancellation: Cancellation? = nil
  ) throws(SystemError) {
    while true {
      let opened = try Descriptor(opening: path, .createIfAbsent, operation: "open")
      while try !opened.tryLock() {
        try cancellation?.check()
        MonotonicClock.wait(seconds: 0.01)
      }
      // The holder before may have removed the file. The next process would then lock another one.
      let isInPlace = isRemovable ? try opened.isFile(at: path) : true
      if isInPlace {
        descriptor = opened
        return
      }
    }
  }

  /// Removes the file of a removable lock and releases the lock. Whoever waits for it makes a new
  /// file.
  package consuming func remove() throws(SystemError) {
    try FileSystem.removeFile(descriptor.path)
  }

  /// Whether a process holds the lock `path` now; a missing file is no lock. The function never
  /// waits and creates nothing. A process that asks for the lock at the same moment tries once
  /// more.
  package static func isHeld(_ path: String) throws(SystemError) -> Bool {
    guard try FileSystem.status(path) != nil else { return false }
    return try !Descriptor(opening: path, .readOnly, operation: "open").tryLock(.shared)
  }
}
