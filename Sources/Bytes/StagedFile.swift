/// A file that is written where no reader looks. No other code has it open.
///
/// Small writes are collected, so a small file is one write call. If the value is dropped without
/// `close()`, the unfinished file stays; the owner of the staging folder removes the folder as a
/// whole.
package struct StagedFile: ~Copyable, ByteSink {
  private var descriptor: Descriptor
  package let path: String
  /// Bytes written so far.
  package private(set) var byteCount = 0
  /// Bytes at the end that are not passed to the system yet.
  private var pending = ByteBuffer(capacity: Self.usualByteCount)

  /// Bytes that the disk was asked to take, of those passed to the system.
  private var startedByteCount = 0

  private static let writeByteCount = 65_536
  /// A small file hardly ever has more, so its bytes are not moved while it grows.
  private static let usualByteCount = 8_192
  /// The disk takes parts of this length while later ones are made, so little is left to wait for.
  private static let startedPartByteCount = 4 << 20

  /// Creates the file, which must not exist.
  package init(creating path: String) throws(SystemError) {
    descriptor = try Descriptor(opening: path, .createExclusively, operation: "open")
    self.path = path
  }

  package mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    if pending.count + bytes.count > Self.writeByteCount { try flush() }
    if bytes.count >= Self.writeByteCount {
      try descriptor.write(bytes)
    } else {
      pending.append(copying: bytes)
    }
    byteCount += bytes.count
    let passedByteCount = byteCount - pending.count
    if passedByteCount - startedByteCount >= Self.startedPartByteCount {
      descriptor.startWriting(startedByteCount..<passedByteCount)
      startedByteCount = passedByteCount
    }
  }

  /// Waits until the content is on disk and closes the file.
  package mutating func close() throws(SystemError) {
    try flush()
    try descriptor.synchronize()
    try descriptor.close()
  }

  /// Closes the file; its content may still be on its way to the disk. For a file that need not
  /// survive a crash, or for one of many that are synced together.
  package mutating func closeUnsynchronized() throws(SystemError) {
    try flush()
    try descriptor.close()
  }

  private mutating func flush() throws(SystemError) {
    try descriptor.write(pending.storage.span.extracting(0..<pending.count))
    pending.removeAll()
  }
}
