/// A file that is being written where no reader looks; nothing else has it open.
///
/// Small pieces are collected, so that a small file is one write. Dropped without `close()` the
/// file stays where it is, unfinished: whoever made the staging directory removes that as a whole.
package struct StagedFile: ~Copyable, ByteSink {
  private var descriptor: Descriptor
  package let path: String
  /// Bytes written so far.
  package private(set) var byteCount = 0
  /// Bytes at the end that are not handed to the system yet.
  private var pending = ByteBuffer()

  private static let pieceByteCount = 65_536

  /// Makes the file, which must not exist.
  package init(creating path: String) throws(SystemError) {
    descriptor = try Descriptor(opening: path, .createExclusively, operation: "open")
    self.path = path
  }

  package mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    if pending.count + bytes.count > Self.pieceByteCount { try flush() }
    if bytes.count >= Self.pieceByteCount {
      try descriptor.write(bytes)
    } else {
      pending.append(copying: bytes)
    }
    byteCount += bytes.count
  }

  /// Waits until the content is on the disk and closes the file.
  package mutating func close() throws(SystemError) {
    try flush()
    try descriptor.synchronize()
    try descriptor.close()
  }

  /// Closes the file, whose content may be on its way to the disk still: for a file that does not
  /// have to outlive a crash, or one of many that are waited for together.
  package mutating func closeUnsynchronized() throws(SystemError) {
    try flush()
    try descriptor.close()
  }

  private mutating func flush() throws(SystemError) {
    try descriptor.write(pending.storage.span.extracting(0..<pending.count))
    pending.removeAll()
  }
}
