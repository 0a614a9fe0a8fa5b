#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file of which parts are read, in any order, from any thread; closed when the last user goes.
package final class RandomAccessFile: Sendable {
  private let descriptor: Descriptor
  /// The file's length in bytes when it was opened.
  package let byteCount: Int

  /// Opens a regular file; a directory is the error EISDIR, and what has no positions ESPIPE.
  package init(_ path: String) throws(SystemError) {
    let opened = try Descriptor(opening: path, .regular, operation: "open")
    byteCount = try opened.regularByteCount()
    descriptor = opened
  }

  /// The bytes of `range`, which lies inside the file; fewer if the file has been cut since.
  package func read(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    return try descriptor.bytes(at: range)
  }
}

extension Descriptor {
  /// The bytes of `range`; fewer if the file ends before.
  func bytes(at range: Range<Int>) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < bytes.count {
      let start = filled
      // SAFETY: the kernel writes at most the `target.count - start` bytes behind `start`, which
      // are live for the time of the call.
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
