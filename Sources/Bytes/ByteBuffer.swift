/// Bytes that are filled, looked at and used again: the memory stays, the content goes.
///
/// `storage` is as long as the buffer's capacity; its first `count` elements are the content.
package struct ByteBuffer: Sendable {
  package private(set) var storage: [UInt8]
  /// Bytes of content.
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

  /// Drops the last bytes so that `newCount` remain.
  package mutating func truncate(to newCount: Int) {
    precondition(newCount <= count)
    count = newCount
  }

  /// Empties the buffer and keeps its memory.
  package mutating func removeAll() {
    count = 0
  }

  /// Hands `body` the whole memory.
  mutating func overwrite(_ body: (inout MutableSpan<UInt8>) -> Void) {
    var span = storage.mutableSpan
    body(&span)
  }

  /// Hands `body` the free memory after the content, at most `limit` bytes; `body` fills a part of
  /// it from the start and returns how many bytes.
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
