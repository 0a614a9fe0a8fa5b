internal import CBarLakeSystemCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An open file descriptor with one owner. It is closed when the owner is destroyed.
package struct Descriptor: ~Copyable {
  enum Mode {
    /// To be read from its start; also for pipes. If no process has opened a pipe for writing,
    /// `poll` waits for it.
    case readOnly
    /// To be read only if it is a regular file. Nothing else is waited for.
    case regular
    case directory
    /// A new file that only this process writes: it must not exist, and links are not followed.
    case createExclusively
    /// Like `createExclusively`, and the file can be read again.
    case createForReading
    /// A file that is created if it is absent; links are not followed.
    case createIfAbsent
    /// A file to whose end is written, also by others at the same time. It is created if it is
    /// absent; it may be a pipe or a terminal.
    case append
    /// A lock's file that another user created.
    case lockOfOthers

    var flags: Int32 {
      switch self {
      case .readOnly: O_RDONLY | O_CLOEXEC | Platform.pipeOpenFlag
      case .regular: O_RDONLY | O_CLOEXEC | O_NONBLOCK
      case .directory: O_RDONLY | O_CLOEXEC | O_DIRECTORY
      case .createExclusively: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      case .createForReading: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      case .createIfAbsent: O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
      case .append: O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
      case .lockOfOthers: O_RDONLY | O_NOFOLLOW | O_CLOEXEC
      }
    }
  }

  let number: Int32
  let path: String
  /// Whether this value must close the descriptor: it opened it and has not closed it yet.
  private var isOwned: Bool

  /// Opens `path`; `operation` names the call in errors.
  init(opening path: String, _ mode: Mode, operation: String) throws(SystemError) {
    self.path = path
    isOwned = true
    var descriptor: Int32
    repeat {
      // SAFETY: the path lives through the call.
      descriptor = unsafe open(path, mode.flags, 0o666)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw .last(operation, path) }
    // Only opening must not wait. A read comes after `poll`, or from a regular file.
    if mode.flags & O_NONBLOCK != 0 { _ = fcntl(descriptor, F_SETFL, 0) }
    number = descriptor
  }

  /// A descriptor that was opened for this value.
  init(owning number: Int32, path: String) {
    self.number = number
    self.path = path
    isOwned = true
  }

  /// A descriptor that other code opened and will close.
  init(borrowing number: Int32, path: String) {
    self.number = number
    self.path = path
    isOwned = false
  }

  deinit {
    // A file that is dropped without `close()` promises nothing about its content, so an error of
    // closing has no meaning.
    if isOwned { _ = closeNumber(number) }
  }

  /// Closes the descriptor and reports an error of closing. On some file systems this is the error
  /// of a delayed write.
  mutating func close() throws(SystemError) {
    guard isOwned else { return }
    isOwned = false
    // EINTR is not retried: on Linux the descriptor is already gone and may belong to another
    // thread (close(2), "Dealing with error returns from close()").
    if closeNumber(number) != 0, errno != EINTR { throw .last("close", path) }
  }

  /// Appends at most `limit` bytes to `buffer` and returns their number; 0 at the end of the file.
  func read(into buffer: inout ByteBuffer, upTo limit: Int) throws(SystemError) -> Int {
    try unsafe buffer.fill(upTo: limit) { bytes throws(SystemError) in
      while true {
        // SAFETY: the kernel writes at most `bytes.count` bytes to the start of `bytes`.
        let count = unsafe readBytes(number, bytes.baseAddress, bytes.count)
        if count >= 0 { return count }
        if errno != EINTR { throw .last("read", path) }
      }
    }
  }

  /// Lets the disk begin with a range of the file, an empty one with all after it;
  /// ``synchronize()`` waits for it.
  func startWriting(_ range: Range<Int>) {
    barlake_start_writing(number, Int64(range.lowerBound), Int64(range.count))
  }

  /// Writes all of `bytes`: interrupted calls are repeated and short writes continued.
  func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      // SAFETY: the pointer covers the bytes of a live span and is only read.
      let count = unsafe bytes.withUnsafeBufferPointer { pointer in
        unsafe writeBytes(number, pointer.baseAddress! + written, pointer.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("write", path)
      }
      written += count
    }
  }

  /// Writes all of `bytes` from `offset` on; the position does not move.
  func write(_ bytes: borrowing Span<UInt8>, at offset: Int) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      // SAFETY: the pointer covers the bytes of a live span and is only read.
      let count = unsafe bytes.withUnsafeBufferPointer { pointer in
        unsafe pwrite(
          number, pointer.baseAddress! + written, pointer.count - written,
          off_t(offset + written))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("pwrite", path)
      }
      written += count
    }
  }

  /// Waits until the file is on disk. A failure is final: the kernel may mark the pages clean, and
  /// a second call could then report a success that did not happen.
  func synchronize() throws(SystemError) {
    // EINTR means that nothing is decided yet, so only this error is repeated.
    while fsync(number) != 0 {
      if errno != EINTR { throw .last("fsync", path) }
    }
  }

  /// Waits until everything written to the descriptor's file system is on disk. Returns false if
  /// there is no such call, on the system or of the file system, or one that does not report
  /// failures. A failure is final, as in
  /// ``synchronize()``.
  func synchronizeFileSystem() throws(SystemError) -> Bool {
    while barlake_synchronize_file_system(number) != 0 {
      if SystemError.isNotOffered(errno) { return false }
      if errno != EINTR { throw .last("syncfs", path) }
    }
    return true
  }

  /// How an advisory lock is held: by one process, or by any number at once.
  enum LockMode {
    case exclusive, shared
  }

  /// Takes the advisory lock on the file if it is free, and returns whether it did. The lock is
  /// released when the descriptor closes, also when the process dies.
  func tryLock(_ mode: LockMode = .exclusive) throws(SystemError) -> Bool {
    while flock(number, (mode == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw .last("flock", path) }
    }
    return true
  }

  /// Releases the advisory lock on the file. If this fails, closing the descriptor releases it.
  func unlock() {
    while flock(number, LOCK_UN) != 0 && errno == EINTR {}
  }

  /// The length in bytes; the file must be regular. A folder is the error EISDIR, and a file
  /// without positions is ESPIPE.
  func regularByteCount() throws(SystemError) -> Int {
    let status = try status()
    if status.kind == .regular { return status.byteCount }
    throw SystemError(
      operation: "read", path: path, number: status.kind == .directory ? EISDIR : ESPIPE)
  }

  /// Whether the file is the one that `path` names now.
  func isFile(at path: String) throws(SystemError) -> Bool {
    var (own, other) = (stat(), stat())
    // SAFETY: both are live `stat` structures, and the path lives through the call.
    guard unsafe fstat(number, &own) == 0 else { throw .last("fstat", self.path) }
    if unsafe lstat(path, &other) != 0 {
      if errno == ENOENT { return false }
      throw .last("lstat", path)
    }
    return own.st_ino == other.st_ino && own.st_dev == other.st_dev
  }

  /// The file's kind and size.
  func status() throws(SystemError) -> FileStatus {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    guard unsafe fstat(number, &information) == 0 else { throw .last("fstat", path) }
    return FileStatus(information)
  }
}

private func closeNumber(_ number: Int32) -> Int32 { close(number) }

private func readBytes(_ number: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  // SAFETY: the caller vouches for the memory.
  unsafe read(number, start, count)
}

private func writeBytes(_ number: Int32, _ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
  // SAFETY: the caller vouches for the memory.
  unsafe write(number, start, count)
}

/// The kind, the length and the permissions of a file.
package struct FileStatus: Equatable, Sendable {
  package enum Kind: Equatable, Sendable { case regular, directory, link, other }
  package var kind: Kind
  /// The length in bytes, for a regular file.
  package var byteCount: Int
  /// Who may do what, in the bits of chmod(2).
  package var permissions: UInt32

  /// The status of a file that cannot be checked.
  package static let unknown = FileStatus(kind: .other, byteCount: 0, permissions: 0)

  private init(kind: Kind, byteCount: Int, permissions: UInt32) {
    self.kind = kind
    self.byteCount = byteCount
    self.permissions = permissions
  }

  init(_ information: stat) {
    switch information.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    byteCount = Int(information.st_size)
    permissions = UInt32(information.st_mode & 0o7777)
  }
}
