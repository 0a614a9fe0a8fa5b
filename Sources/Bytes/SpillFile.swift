internal import Synchronization

/// Bytes that are stored outside of memory until they are read again. The file has no name, so
/// nothing remains of it when its last user is gone, however that ends.
///
/// One thread appends. Any thread reads what has been appended.
package final class SpillFile: Sendable {
  private let descriptor: Descriptor
  private let count = Atomic<Int>(0)
  /// The number of files so far; each had a name of its own for a moment.
  private static let fileCount = Atomic<Int>(0)

  /// Creates a file in `directory`, in which no other process creates files.
  package init(in directory: String) throws(SystemError) {
    let number = Self.fileCount.add(1, ordering: .relaxed).newValue
    let path = "\(directory)/spill-\(number).staged"
    descriptor = try Descriptor(opening: path, .createForReading, operation: "open")
    try FileSystem.removeFile(path)
  }

  /// Bytes appended so far.
  package var byteCount: Int { count.load(ordering: .acquiring) }

  /// Appends `bytes` and returns their range in the file.
  @discardableResult
  package func append(_ bytes: borrowing Span<UInt8>) throws(SystemError) -> Range<Int> {
    let start = byteCount
    try descriptor.write(bytes)
    count.store(start + bytes.count, ordering: .releasing)
    return start..<start + bytes.count
  }

  /// The bytes of `range`, which must have been appended.
  package func read(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    let bytes = try descriptor.bytes(at: range)
    guard bytes.count == range.count else {
      // No other process can truncate a file without a name.
      throw SystemError(operation: "pread", path: descriptor.path, number: SystemError.damaged)
    }
    return bytes
  }
}
