/// An exclusive lock between processes. It is held while the value lives. The lock's file stays,
/// unless the holder removes it.
package struct FileLock: ~Copyable, Sendable {
  private let descriptor: Descriptor

  /// Creates `path` if it is missing, waits for the lock's holder, and takes the lock. Throws
  /// `SystemError` with `interrupted` if the work is cancelled while it waits.
  ///
  /// - Parameters:
  ///   - isRequired: if false, and the file system offers no locks, the lock is not taken and no
  ///     error is thrown.
  ///   - isRemovable: whether a holder may remove the lock's file, on which all must agree.
  ///   - waits: called if the lock is held by another, before it is waited for.
  package init(
    _ path: String, isRequired: Bool = true, isRemovable: Bool = false,
    cancellation: Cancellation? = nil, waits: () -> Void = {}
  ) throws(SystemError) {
    while true {
      let opened = try Self.open(path)
      if try !Self.take(opened, isRequired) {
        waits()
        try Self.wait(for: opened, isRequired, cancellation)
      }
      // The holder before may have removed the file. The next process would then lock another one.
      let isInPlace = isRemovable ? try opened.isFile(at: path) : true
      if isInPlace {
        descriptor = opened
        return
      }
    }
  }

  /// Creates `path` if it is missing and takes the lock without waiting; nil if a process holds it.
  /// Whoever only looks whether the lock is held has it for a moment, so a few attempts are made.
  ///
  /// - Parameter isRequired: as in ``init(_:isRequired:isRemovable:cancellation:)``.
  package init?(trying path: String, isRequired: Bool = true) throws(SystemError) {
    let opened = try Self.open(path)
    var isTaken = try Self.take(opened, isRequired)
    for _ in 0..<Self.attemptCount where !isTaken {
      MonotonicClock.wait(seconds: 0.01)
      isTaken = try Self.take(opened, isRequired)
    }
    guard isTaken else { return nil }
    descriptor = opened
  }

  /// The attempts after the first one to take a lock without waiting for its holder.
  private static let attemptCount = 3

  // A process that this one has just begun to start has a copy of the descriptor until it runs its
  // program. So the lock is released here, and not by the closing of the last copy.
  deinit { descriptor.unlock() }

  /// Removes the file of a removable lock and releases the lock. Whoever waits for it makes a new
  /// file.
  package consuming func remove() throws(SystemError) {
    try FileSystem.removeFile(descriptor.path)
  }

  /// A lock that another user created may be readable only, which is enough to take it.
  private static func open(_ path: String) throws(SystemError) -> Descriptor {
    do {
      return try Descriptor(opening: path, .createIfAbsent, operation: "open")
    } catch {
      guard error.number == SystemError.denied,
        let opened = try? Descriptor(opening: path, .lockOfOthers, operation: "open")
      else { throw error }
      return opened
    }
  }

  private static func wait(
    for opened: borrowing Descriptor, _ isRequired: Bool, _ cancellation: Cancellation?
  ) throws(SystemError) {
    // Between dates of one lake a lock is held for a moment, for one date as long as it takes.
    var pause = 0.000_25
    repeat {
      try cancellation?.check()
      MonotonicClock.wait(seconds: pause)
      pause = min(2 * pause, 0.01)
    } while try !take(opened, isRequired)
  }

  private static func take(
    _ opened: borrowing Descriptor, _ isRequired: Bool
  ) throws(SystemError) -> Bool {
    do {
      return try opened.tryLock()
    } catch {
      if !isRequired, error.isOfMissingLocks { return true }
      throw error
    }
  }

  /// Whether a process holds the lock `path` now; a missing file is no lock, and where the file
  /// system offers none, none is held. The function never waits and creates nothing. A process that
  /// asks for the lock at the same moment tries once more.
  package static func isHeld(_ path: String) throws(SystemError) -> Bool {
    guard try FileSystem.status(path) != nil else { return false }
    let opened = try Descriptor(opening: path, .readOnly, operation: "open")
    do {
      return try !opened.tryLock(.shared)
    } catch {
      if error.isOfMissingLocks { return false }
      throw error
    }
  }
}
