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

  /// The kind and size of `path` itself, which may be a link; `nil` if nothing exists there.
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

  /// Throws as ``createDirectories(_:)`` does if something that is not a folder is at `path` or
  /// above it. Makes nothing.
  package static func checkCreatable(directory path: String) throws(SystemError) {
    var place = path
    while true {
      if let found = try status(place) {
        if found.kind == .directory { return }
        throw SystemError(operation: "mkdir", path: place, number: ENOTDIR)
      }
      let parent = self.parent(of: place)
      if parent.isSame(as: place) { return }
      place = parent
    }
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
    var names: [String] = []
    try forEachEntry(in: path) { name, _ in names.append(name.text) }
    return names.sorted { $0.precedesInBytes($1) }
  }

  /// Renames `source` to `target` in one atomic step; fails with `exists` if `target` exists.
  ///
  /// Some file systems offer neither an exclusive rename nor a hard link. There the function looks,
  /// then renames: what another program puts at `target` in between is replaced. So the caller
  /// holds a lock that all its own processes respect.
  package static func renameExclusively(
    _ source: String, to target: String
  ) throws(SystemError) {
    // SAFETY: both strings live through the call.
    if unsafe barlake_rename_exclusive(source, target) == 0 { return }
    // Not every file system has the flag; a hard link is exclusive wherever there are any.
    guard SystemError.isNotOffered(errno) else { throw .last("rename", target) }
    // SAFETY: both strings live through the calls.
    if unsafe link(source, target) == 0 {
      // The file is published. The other name disappears with the staging folder.
      _ = unsafe unlink(source)
      return
    }
    // EPERM is what FUSE, SMB and exFAT answer.
    guard errno == EPERM || SystemError.isNotOffered(errno) else { throw .last("link", target) }
    if try statusOfEntry(target) != nil {
      throw SystemError(operation: "rename", path: target, number: EEXIST)
    }
    try rename(source, to: target)
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
  ///
  /// A tree may be deeper than a path may be long. So the folders in a folder that is to be removed
  /// are moved up to `path` first, and no path has more than two names below it.
  package static func removeTree(_ path: String) throws(SystemError) {
    guard let status = try statusOfEntry(path) else { return }
    guard status.kind == .directory else {
      try removeFile(path)
      return
    }
    var directories = try removeFiles(in: path)
    while let directory = directories.popLast() {
      if try removeEmptyDirectory(directory) { continue }
      for inner in try removeFiles(in: directory) where try !removeEmptyDirectory(inner) {
        let moved = "\(path)/\(randomIdentifier())"
        try rename(inner, to: moved)
        directories.append(moved)
      }
      try removeEmptied(directory)
    }
    try removeEmptied(path)
  }

  /// Removes everything in the folder `path` but the folders, and returns these.
  private static func removeFiles(in path: String) throws(SystemError) -> [String] {
    var directories: [String] = []
    for name in try namesIfPresent(in: path) {
      let inner = "\(path)/\(name)"
      guard let status = try statusOfEntry(inner) else { continue }
      if status.kind == .directory {
        directories.append(inner)
      } else {
        try removeFile(inner)
      }
    }
    return directories
  }

  /// Removes a folder of which everything that has a name was removed. If it is not empty, it holds
  /// a name that is not UTF-8, or a process still writes there.
  private static func removeEmptied(_ path: String) throws(SystemError) {
    if try !removeEmptyDirectory(path), try statusOfEntry(path) != nil {
      throw SystemError(operation: "rmdir", path: path, number: ENOTEMPTY)
    }
  }

  /// Adds permissions, bits as of chmod(2), to those of the file or folder `path`; none is taken
  /// away. What is another user's stays as it is.
  package static func addPermissions(_ added: UInt32, to path: String) throws(SystemError) {
    var information = stat()
    // SAFETY: `information` is a live `stat` structure.
    guard unsafe stat(path, &information) == 0 else { throw .last("stat", path) }
    let found = FileStatus(information).permissions
    guard information.st_uid == geteuid(), found | added != found else { return }
    // SAFETY: the path lives through the call.
    guard unsafe chmod(path, mode_t(found | added)) == 0 else { throw .last("chmod", path) }
  }

  /// Waits until the entries of the folder `path` are on disk. Returns false if the file system
  /// does not offer to sync folders, so nothing was waited for.
  @discardableResult
  package static func synchronizeDirectory(_ path: String) throws(SystemError) -> Bool {
    let descriptor = try Descriptor(opening: path, .directory, operation: "open")
    do {
      try descriptor.synchronize()
    } catch {
      if SystemError.isNotOffered(error.number) { return false }
      throw error
    }
    return true
  }

  /// Waits until the entries `paths`, which were just created, are on disk.
  package static func synchronizeEntries(_ paths: [String]) throws(SystemError) {
    let directories = Set(paths.map { ExactText(parent(of: $0)) }).map(\.text)
    for directory in directories.sorted(by: { $0.precedesInBytes($1) }) {
      try synchronizeDirectory(directory)
    }
  }

  /// Lets the disk begin with the content of the files `paths`, so that they wait for it together.
  package static func startWriting(_ paths: [String]) throws(SystemError) {
    for path in paths {
      try Descriptor(opening: path, .readOnly, operation: "open").startWriting(0..<0)
    }
  }

  /// Waits until the content of the file `path` is on disk.
  package static func synchronizeFile(_ path: String) throws(SystemError) {
    try Descriptor(opening: path, .readOnly, operation: "open").synchronize()
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
