/// A file whose parts are written in any order, from any thread. What an earlier process wrote to
/// it stays until it is written again.
package final class PartialFile: Sendable {
  private let descriptor: Descriptor
  package let path: String

  /// Opens `path`, or creates it; a link is an error.
  package init(_ path: String) throws(SystemError) {
    descriptor = try Descriptor(opening: path, .createIfAbsent, operation: "open")
    _ = try descriptor.regularByteCount()
    self.path = path
  }

  /// The length of the file in bytes: the end of what was written furthest behind.
  package func byteCount() throws(SystemError) -> Int { try descriptor.regularByteCount() }

  /// Writes all of `bytes` from `offset` on.
  package func write(_ bytes: borrowing Span<UInt8>, at offset: Int) throws(SystemError) {
    try descriptor.write(bytes, at: offset)
  }

  /// Waits until everything written before the call is on disk. A failure is final: the content is
  /// not known then.
  package func synchronize() throws(SystemError) { try descriptor.synchronize() }
}
