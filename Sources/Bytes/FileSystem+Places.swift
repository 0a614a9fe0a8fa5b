#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension FileSystem {
  /// Where many small files that nobody keeps belong: below `TMPDIR` where that is set; else in
  /// memory where the system has a place for that, and 4 GiB of room; else in `/tmp`.
  package static var temporaryDirectory: String {
    // SAFETY: the system's text is copied at once.
    if let given = unsafe getenv("TMPDIR") {
      let path = unsafe String(cString: given)
      if !path.isEmpty { return path }
    }
    let memory = "/dev/shm"
    var status = statvfs()
    // SAFETY: the path and the structure live through the call.
    guard unsafe statvfs(memory, &status) == 0 else { return "/tmp" }
    let freeByteCount = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    return freeByteCount > 4 << 30 ? memory : "/tmp"
  }

  /// The directory to which relative paths are relative.
  package static var currentDirectory: String {
    let limit = 4096
    var bytes = [CChar](repeating: 0, count: limit)
    // SAFETY: the system writes at most `limit` bytes, the zero included.
    let isKnown = unsafe getcwd(&bytes, limit) != nil
    return isKnown
      ? String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      : "."
  }

  /// `path` from the root of the file system on; links and dots in it stay.
  package static func absolute(_ path: String) -> String {
    path.begins(with: "/") ? path : "\(currentDirectory)/\(path)"
  }

  /// The path of what `path` leads to, from the root of the file system on, without links.
  package static func resolved(_ path: String) throws(SystemError) -> String {
    // SAFETY: the path lives through the call. The system allocates the text that it returns; it is
    // copied and then freed.
    guard let text = unsafe realpath(path, nil) else { throw .last("realpath", path) }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }
}
