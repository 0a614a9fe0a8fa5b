internal import Synchronization

/// Bytes that wait outside of memory until they are read again. The file has no name, so nothing is
/// left of it when its last user goes, however that ends.
///
/// One thread appends; any thread reads what has been appended.
package final class SpillFile: Sendable {
  private let descriptor: Descriptor
  private let count = Atomic<Int>(0)
  /// Files so far, each of which had a name of its own for a moment.
  private static let fileCount = Atomic<Int>(0)

  /// Makes a file in `directory`, in which nobody else makes files.
  package init(in directory: String) throws(SystemError) {
    let number = Self.fileCount.add(1, ordering: .relaxed).newValue
    let path = "\(directory)/spill-\(number).staged"
    descriptor = try Descriptor(opening: path, .createForReading, operation: "open")
    try FileSystem.removeFile(path)
  }

  /// Bytes appended so far.
  package var byteCount: Int { count.load(ordering: .acquiring) }

  /// Appends `bytes` and returns where they stand.
  @discardableResult
  package func append(_ bytes: borrowing Span<UInt8>) throws(SystemError) -> Range<Int> {
    let start = byteCount
    try descriptor.write(bytes)
    count.store(start + bytes.count, ordering: .releasing)
    return start..<start + bytes.count
  }

  /// The bytes of `range`, which have been appended.
  package func read(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    let bytes = try descriptor.bytes(at: range)
    guard bytes.count == range.count else {
      // Nobody else can have cut a file without a name.
      throw SystemError(operation: "pread", path: descriptor.path, number: SystemError.damaged)
    }
    return bytes
  }
}
