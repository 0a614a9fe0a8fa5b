/// Bytes that are filled, read and then reused: the memory stays, and the content goes.
///
/// `storage` is as long as the buffer's capacity; its first `count` elements are the content.
package struct ByteBuffer: Sendable {
  package private(set) var storage: [UInt8]
  /// The number of bytes of content.
  package private(set) var count = 0

  package init(capacity: Int = 0) {
    storage = [UInt8](repeating: 0, count: capacity)
  }

  /// Makes room for `byteCount` more bytes.
  package mutating func reserve(_ byteCount: Int) {
    let needed = count + byteCount
    if needed > storage.count {
      let grown = Swift.max(needed, storage.count + storage.count / 2)
      storage.append(contentsOf: repeatElement(0, count: grown - storage.count))
    }
  }

  /// Appends the bytes `range` of `source`.
  package mutating func append(_ source: [UInt8], _ range: Range<Int>) {
    if range.isEmpty { return }
    reserve(range.count)
    storage.replaceSubrange(count..<(count + range.count), with: source[range])
    count += range.count
  }

  /// Removes bytes at the end so that `newCount` bytes remain.
  package mutating func truncate(to newCount: Int) {
    precondition(newCount <= count)
    count = newCount
  }

  /// Empties the buffer and keeps its memory.
  package mutating func removeAll() {
    count = 0
  }

  /// Passes the whole memory to `body`.
  mutating func overwrite(_ body: (inout MutableSpan<UInt8>) -> Void) {
    var span = storage.mutableSpan
    body(&span)
  }

  /// Passes the free memory after the content, at most `limit` bytes, to `body`. `body` fills it
  /// from the start and returns the number of bytes that it filled.
  mutating func fill<Failure: Error>(
    upTo limit: Int,
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    reserve(limit)
    let start = count
    var filled: Result<Int, Failure> = .success(0)
    // SAFETY: `reserve` made the storage at least `start + limit` bytes long.
    unsafe storage.withUnsafeMutableBytes { bytes in
      do throws(Failure) {
        filled = .success(
          try unsafe body(UnsafeMutableRawBufferPointer(rebasing: bytes[start..<(start + limit)])))
      } catch {
        filled = .failure(error)
      }
    }
    let byteCount = try filled.get()
    precondition(byteCount >= 0 && byteCount <= limit)
    count += byteCount
    return byteCount
  }
}
