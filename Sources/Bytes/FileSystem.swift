internal import CBarLakeSystemCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The file-system calls the lake needs, one function a call, errors typed.
package enum FileSystem {
  /// The kind and size of `path`, links followed, or `nil` if nothing is there, or a link that
  /// leads to itself.
  package static func status(_ path: String) throws(SystemError) -> FileStatus? {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    if unsafe stat(path, &information) == 0 { return FileStatus(information) }
    if [ENOENT, ENOTDIR, ELOOP].contains(errno) { return nil }
    throw .last("stat", path)
  }

  /// The kind and size of `path` itself, a link being `other`, or `nil` if nothing is there.
  package static func statusOfEntry(_ path: String) throws(SystemError) -> FileStatus? {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    if unsafe lstat(path, &information) == 0 { return FileStatus(information) }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw .last("lstat", path)
  }

  /// The names in the directory `path`, as ``names(in:)`` has them; none where it is not there.
  package static func namesIfPresent(in path: String) throws(SystemError) -> [String] {
    do {
      return try names(in: path)
    } catch {
      if error.number == ENOENT { return [] }
      throw error
    }
  }

  /// The number of the file system that `path` is on, links followed.
  package static func fileSystemNumber(_ path: String) throws(SystemError) -> UInt64 {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    guard unsafe stat(path, &information) == 0 else { throw .last("stat", path) }
    return UInt64(truncatingIfNeeded: information.st_dev)
  }

  /// Makes the directory `path`; returns false if a directory was there.
  @discardableResult
  package static func createDirectory(_ path: String) throws(SystemError) -> Bool {
    // SAFETY: the path lives through the call.
    if unsafe mkdir(path, 0o777) == 0 { return true }
    let error = SystemError.last("mkdir", path)
    guard error.number == EEXIST else { throw error }
    switch try status(path)?.kind {
    case .directory: return false
    case nil:
      // A link that leads to nothing, or in a loop, which is told apart only here.
      var information = stat()
      // SAFETY: `information` is a live `stat` structure.
      let isLoop = unsafe stat(path, &information) != 0 && errno == ELOOP
      throw isLoop ? SystemError(operation: "mkdir", path: path, number: ELOOP) : error
    default: throw SystemError(operation: "mkdir", path: path, number: ENOTDIR)
    }
  }

  /// Makes `path` and the directories above it that are missing; returns those that it made,
  /// outermost first.
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

  /// The directory that holds `path`: `a/b` for `a/b/c`, `.` for `c`, `/` for `/c`.
  package static func parent(of path: String) -> String {
    let slash = UInt8(ascii: "/")
    var trimmed = path.utf8[...]
    while trimmed.count > 1, trimmed.last == slash { trimmed.removeLast() }
    guard let last = trimmed.lastIndex(of: slash) else { return "." }
    return last == trimmed.startIndex ? "/" : String(decoding: trimmed[..<last], as: UTF8.self)
  }

  /// The names in the directory `path`, sorted by their bytes, without `.` and `..`. Of a name that
  /// is not UTF-8 the wrong bytes are replacement characters, and nothing is found by it.
  package static func names(in path: String) throws(SystemError) -> [String] {
    // SAFETY: the stream is used by this call alone and closed before it returns; each entry's
    // name is a terminated string that is copied before the next entry is read.
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

  /// Publishes `source` as `target` in one atomic step; fails with `exists` if `target` is there.
  package static func renameExclusively(
    _ source: String, to target: String
  ) throws(SystemError) {
    // SAFETY: both strings live through the call.
    if unsafe barlake_rename_exclusive(source, target) == 0 { return }
    // Not every file system knows the flag; a hard link is exclusive everywhere.
    guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else {
      throw .last("rename", target)
    }
    // SAFETY: both strings live through the calls.
    guard unsafe link(source, target) == 0 else { throw .last("link", target) }
    // It is published; the other name goes with the staging directory.
    _ = unsafe unlink(source)
  }

  /// Publishes `source` as `target` in one atomic step, in place of what is there.
  package static func rename(_ source: String, to target: String) throws(SystemError) {
    guard systemRename(source, target) == 0 else { throw .last("rename", target) }
  }

  /// Removes the file `path`; returns false if it was not there.
  @discardableResult
  package static func removeFile(_ path: String) throws(SystemError) -> Bool {
    // SAFETY: the path lives through the call.
    if unsafe unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw .last("unlink", path)
  }

  /// Removes the directory `path` if it is there and empty; returns whether it did.
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
    // What is not empty then has a name that is not UTF-8, or somebody still writes there.
    if try !removeEmptyDirectory(path), try statusOfEntry(path) != nil {
      throw SystemError(operation: "rmdir", path: path, number: ENOTEMPTY)
    }
  }

  /// Waits until the entries of the directory `path` are on the disk.
  package static func synchronizeDirectory(_ path: String) throws(SystemError) {
    let descriptor = try Descriptor(opening: path, .directory, operation: "open")
    try descriptor.synchronize()
  }

  /// Waits until the entries `paths`, which were made just now, are on the disk.
  package static func synchronizeEntries(_ paths: [String]) throws(SystemError) {
    let directories = Set(paths.map { ExactText(parent(of: $0)) }).map(\.text)
    for directory in directories.sorted(by: { $0.precedesInBytes($1) }) {
      try synchronizeDirectory(directory)
    }
  }

  /// Waits until the content of the file `path` is on the disk.
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

  /// A name of no meaning that no other run uses.
  package static func randomIdentifier() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
  }
}

private func systemRename(_ source: String, _ target: String) -> Int32 {
  // SAFETY: both strings live through the call.
  unsafe rename(source, target)
}
