#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file whose parts are read in any order, from any thread. It is closed when its last user is
/// gone.
package final class RandomAccessFile: Sendable {
  private let descriptor: Descriptor
  /// The length of the file in bytes when it was opened.
  package let byteCount: Int

  /// Opens a regular file. A folder is the error EISDIR, and a file without positions is ESPIPE.
  package init(_ path: String) throws(SystemError) {
    let opened = try Descriptor(opening: path, .regular, operation: "open")
    byteCount = try opened.regularByteCount()
    descriptor = opened
  }

  /// The bytes of `range`, which lies inside the file; fewer if the file was truncated meanwhile.
  package func read(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    return try descriptor.bytes(at: range)
  }
}

extension Descriptor {
  /// The bytes of `range`; fewer if the file ends before its end.
  func bytes(at range: Range<Int>) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < bytes.count {
      let start = filled
      // SAFETY: the kernel writes at most `target.count - start` bytes from `start` on, which are
      // live during the call.
      let count = unsafe bytes.withUnsafeMutableBytes { target in
        unsafe pread(
          number, target.baseAddress! + start, target.count - start,
          off_t(range.lowerBound + start))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("pread", path)
      }
      if count == 0 { break }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}
