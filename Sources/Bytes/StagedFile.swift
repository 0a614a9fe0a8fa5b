/// A file that is being written where no reader looks; nothing else has it open.
///
/// Dropped without `close()` it stays where it is, unfinished: whoever made the staging directory
/// removes that as a whole.
package struct StagedFile: ~Copyable, ByteSink {
  private var descriptor: Descriptor
  package let path: String
  /// Bytes written so far.
  package private(set) var byteCount = 0

  /// Makes the file, which must not exist.
  package init(creating path: String) throws(SystemError) {
    descriptor = try Descriptor(opening: path, .createExclusively, operation: "open")
    self.path = path
  }

  package mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    try descriptor.write(bytes)
    byteCount += bytes.count
  }

  /// Waits until the content is on the disk and closes the file.
  package mutating func close() throws(SystemError) {
    try descriptor.synchronize()
    try descriptor.close()
  }
}
