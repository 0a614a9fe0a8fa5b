#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Which file or folder something is, by whatever path it is reached: the number of its file system
/// and its own number there.
package struct FileIdentity: Hashable, Sendable {
  private let fileSystem: UInt64
  private let number: UInt64

  /// The identity of what `path` leads to, links followed; nil if that is nothing.
  package init?(_ path: String) throws(SystemError) {
    var information = stat()
    // SAFETY: the path lives through the call, and `information` is a live `stat` structure.
    guard unsafe stat(path, &information) == 0 else {
      if [ENOENT, ENOTDIR, ELOOP].contains(errno) { return nil }
      throw .last("stat", path)
    }
    fileSystem = UInt64(truncatingIfNeeded: information.st_dev)
    number = UInt64(truncatingIfNeeded: information.st_ino)
  }
}
