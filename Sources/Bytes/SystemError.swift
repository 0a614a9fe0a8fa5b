#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A system call that failed: the call, the path, and the kernel's reason.
package struct SystemError: Error, Equatable, Sendable {
  /// The call's name: `open`, `read`, `write`, `fsync`, `rename`, …
  package var operation: String
  /// The path as it was passed to the call.
  package var path: String
  /// The value of `errno`.
  package var number: Int32

  package init(operation: String, path: String, number: Int32) {
    self.operation = operation
    self.path = path
    self.number = number
  }

  /// The error of the call that has just returned -1.
  static func last(_ operation: String, _ path: String) -> SystemError {
    SystemError(operation: operation, path: path, number: errno)
  }

  /// Whether the error describes what is at the path, or that it cannot be read. A second attempt
  /// would give the same error.
  package var isOfPath: Bool {
    [EACCES, EISDIR, ELOOP, ENOENT, ENOTDIR, ENXIO, EPERM, ESPIPE].contains(number)
  }

  /// Whether the error says that no regular file is at the path, but a folder, a pipe or a socket.
  package var isOfKind: Bool { [EISDIR, ENXIO, ESPIPE].contains(number) }

  /// Whether the error says that writing at the path is not permitted.
  package var isOfPermission: Bool { [EACCES, EPERM, EROFS].contains(number) }

  /// Whether a ``Cancellation`` caused the error. Calls that a signal interrupts are repeated.
  package var isInterruption: Bool { number == Self.interrupted }

  /// Whether `errno` has this value where a file system does not offer a call, or a flag of it.
  static func isNotOffered(_ number: Int32) -> Bool {
    [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(number)
  }

  /// Whether the error says that the file system offers no locks.
  package var isOfMissingLocks: Bool {
    operation == "flock" && (number == ENOLCK || Self.isNotOffered(number))
  }

  /// The kernel's reason in words, with its number: `No space left on device (errno 28)`.
  package var reason: String {
    // SAFETY: `strerror` returns a terminated string that lives until the next call on this
    // thread; it is copied at once.
    let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "unknown error"
    return "\(text) (errno \(number))"
  }

  /// The work was cancelled.
  package static let interrupted: Int32 = EINTR
  package static let exists: Int32 = EEXIST
  package static let denied: Int32 = EACCES
  package static let notFound: Int32 = ENOENT
  package static let isADirectory: Int32 = EISDIR
  package static let otherFileSystem: Int32 = EXDEV
  package static let tooLarge: Int32 = EFBIG
  package static let damaged: Int32 = EIO
  package static let tryAgain: Int32 = EAGAIN
}

extension SystemError: CustomStringConvertible {
  package var description: String { "\(operation) \(path): \(reason)" }
}
