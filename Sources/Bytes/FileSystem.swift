internal import CBarLakeSystemCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The file-system calls that a lake needs, one function per call, with typed errors.
package enum FileSystem {
  /// The kind and size of `path`, links followed; `nil` if nothing exists there, or a link that
  /// leads to itself.
  package static func status(_ path: String) throws(SystemError) -> FileStatus? {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    if unsafe stat(path, &information) == 0 { return FileStatus(information) }
    if [ENOENT, ENOTDIR, ELOOP].contains(errno) { return nil }
    throw .last("stat", path)
  }

  /// The kind and size of `path` itself; a link is `other`; `nil` if nothing exists there.
  package static func statusOfEntry(_ path: String) throws(SystemError) -> FileStatus? {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    if unsafe lstat(path, &information) == 0 { return FileStatus(information) }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw .last("lstat", path)
  }

  /// The names in the folder `path`, as ``names(in:)`` returns them; none if it does not exist.
  package static func namesIfPresent(in path: String) throws(SystemError) -> [String] {
    do {
      return try names(in: path)
    } catch {
      if error.number == ENOENT { return [] }
      throw error
    }
  }

  /// The number of the file system of `path`, links followed.
  package static func fileSystemNumber(_ path: String) throws(SystemError) -> UInt64 {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    guard unsafe stat(path, &information) == 0 else { throw .last("stat", path) }
    return UInt64(truncatingIfNeeded: information.st_dev)
  }

  /// Creates the folder `path`; returns false if it exists already.
  @discardableResult
  package static func createDirectory(_ path: String) throws(SystemError) -> Bool {
    // SAFETY: the path lives through the call.
    if unsafe mkdir(path, 0o777) == 0 { return true }
    let error = SystemError.last("mkdir", path)
    guard error.number == EEXIST else { throw error }
    switch try status(path)?.kind {
    case .directory: return false
    case nil:
      // A link that leads to nothing, or a loop of links; only this call distinguishes them.
      var information = stat()
      // SAFETY: `information` is a live `stat` structure.
      let isLoop = unsafe stat(path, &information) != 0 && errno == ELOOP
      throw isLoop ? SystemError(operation: "mkdir", path: path, number: ELOOP) : error
    default: throw SystemError(operation: "mkdir", path: path, number: ENOTDIR)
    }
  }

  /// Creates `path` and missing folders above it. Returns the folders that it created, outermost
  /// first.
  @discardableResult
  package static func createDirectories(_ path: String) throws(SystemError) -> [String] {
    if let found = try status(path) {
      if found.kind == .directory { return [] }
      throw SystemError(operation: "mkdir", path: path, number: ENOTDIR)
    }
    var created: [String] = []
    let parent = self.parent(of: path)
    if !parent.isSame(as: path), !parent.isEmpty { created = try createDirectories(parent) }
    if try createDirectory(path) { created.append(path) }
    return created
  }

  /// The folder that holds `path`: `a/b` for `a/b/c`, `.` for `c`, `/` for `/c`.
  package static func parent(of path: String) -> String {
    let slash = UInt8(ascii: "/")
    var trimmed = path.utf8[...]
    while trimmed.count > 1, trimmed.last == slash { trimmed.removeLast() }
    guard let last = trimmed.lastIndex(of: slash) else { return "." }
    return last == trimmed.startIndex ? "/" : String(decoding: trimmed[..<last], as: UTF8.self)
  }

  /// The names in the folder `path`, sorted by their bytes, without `.` and `..`. In a name that is
  /// not UTF-8, replacement characters stand for wrong bytes; such a name finds no file.
  package static func names(in path: String) throws(SystemError) -> [String] {
    // SAFETY: only this call uses the stream, and it is closed before the call returns. Each
    // entry's name is a terminated string that is copied before the next entry is read.
    var opened = unsafe opendir(path)
    while unsafe opened == nil, errno == EINTR { unsafe opened = opendir(path) }
    guard let stream = unsafe opened else { throw .last("opendir", path) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    if errno != 0 { throw .last("readdir", path) }
    return names.sorted { $0.precedesInBytes($1) }
  }

  /// Renames `source` to `target` in one atomic step; fails with `exists` if `target` exists.
  package static func renameExclusively(
    _ source: String, to target: String
  ) throws(SystemError) {
    // SAFETY: both strings live through the call.
    if unsafe barlake_rename_exclusive(source, target) == 0 { return }
    // Not every file system has the flag; a hard link is exclusive everywhere.
    guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else {
      throw .last("rename", target)
    }
    // SAFETY: both strings live through the calls.
    guard unsafe link(source, target) == 0 else { throw .last("link", target) }
    // The file is published. The other name disappears with the staging folder.
    _ = unsafe unlink(source)
  }

  /// Renames `source` to `target` in one atomic step; replaces an existing file.
  package static func rename(_ source: String, to target: String) throws(SystemError) {
    guard systemRename(source, target) == 0 else { throw .last("rename", target) }
  }

  /// Removes the file `path`; returns false if it did not exist.
  @discardableResult
  package static func removeFile(_ path: String) throws(SystemError) -> Bool {
    // SAFETY: the path lives through the call.
    if unsafe unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw .last("unlink", path)
  }

  /// Removes the folder `path` if it exists and is empty; returns whether it did.
  @discardableResult
  package static func removeEmptyDirectory(_ path: String) throws(SystemError) -> Bool {
    // SAFETY: the path lives through the call.
    if unsafe rmdir(path) == 0 { return true }
    if [ENOENT, ENOTDIR, ENOTEMPTY, EEXIST].contains(errno) { return false }
    throw .last("rmdir", path)
  }

  /// Removes `path` and everything below it; links are removed, not followed.
  package static func removeTree(_ path: String) throws(SystemError) {
    guard let status = try statusOfEntry(path) else { return }
    guard status.kind == .directory else {
      try removeFile(path)
      return
    }
    for name in try names(in: path) { try removeTree(path + "/" + name) }
    // If the folder is not empty now, it holds a name that is not UTF-8, or a process still writes
    // there.
    if try !removeEmptyDirectory(path), try statusOfEntry(path) != nil {
      throw SystemError(operation: "rmdir", path: path, number: ENOTEMPTY)
    }
  }

  /// Waits until the entries of the folder `path` are on disk.
  package static func synchronizeDirectory(_ path: String) throws(SystemError) {
    let descriptor = try Descriptor(opening: path, .directory, operation: "open")
    try descriptor.synchronize()
  }

  /// Waits until the entries `paths`, which were just created, are on disk.
  package static func synchronizeEntries(_ paths: [String]) throws(SystemError) {
    let directories = Set(paths.map { ExactText(parent(of: $0)) }).map(\.text)
    for directory in directories.sorted(by: { $0.precedesInBytes($1) }) {
      try synchronizeDirectory(directory)
    }
  }

  /// Waits until the content of the file `path` is on disk.
  package static func synchronizeFile(_ path: String) throws(SystemError) {
    let descriptor = try Descriptor(opening: path, .readOnly, operation: "open")
    try descriptor.synchronize()
  }

  /// Throws if the file `path` cannot be opened for reading.
  package static func checkReadable(_ path: String) throws(SystemError) {
    _ = try Descriptor(opening: path, .readOnly, operation: "open")
  }

  /// The content of the regular file `path`, or its first `limit` bytes.
  package static func read(
    _ path: String, upTo limit: Int = .max
  ) throws(SystemError) -> [UInt8] {
    let descriptor = try Descriptor(opening: path, .regular, operation: "open")
    let byteCount = min(try descriptor.regularByteCount(), limit)
    var buffer = ByteBuffer(capacity: byteCount)
    while buffer.count < byteCount,
      try descriptor.read(into: &buffer, upTo: byteCount - buffer.count) > 0
    {}
    if buffer.count == buffer.storage.count { return buffer.storage }
    return Array(buffer.storage[..<buffer.count])
  }

  /// A random name that no other process uses.
  package static func randomIdentifier() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
  }
}

private func systemRename(_ source: String, _ target: String) -> Int32 {
  // SAFETY: both strings live through the call.
  unsafe rename(source, target)
}
