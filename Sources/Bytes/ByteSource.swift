/// Where an ingest's input comes from. Whether it is gzip is told by its first bytes, never by a
/// name.
public enum ByteSource: Sendable {
  /// Bytes in memory, read from the first; they are not changed and can be passed again.
  case bytes([UInt8])
  /// A file by its path; anything that can be read, a named pipe too.
  case file(String)
  /// An open file descriptor, read from where it stands to its end, and left open.
  case descriptor(Int32)
}

/// Reads a source piece by piece, once.
package struct ByteReader: ~Copyable {
  private enum Origin: ~Copyable {
    case bytes([UInt8])
    case descriptor(Descriptor)
  }

  private let origin: Origin
  private let cancellation: Cancellation?
  /// Bytes read so far.
  package private(set) var byteCount = 0

  /// Opens the source. A directory is an error of `read` (EISDIR), as the kernel has it.
  package init(_ source: ByteSource, cancellation: Cancellation? = nil) throws(SystemError) {
    self.cancellation = cancellation
    switch source {
    case .bytes(let bytes):
      origin = .bytes(bytes)
    case .file(let path):
      origin = .descriptor(try Descriptor(opening: path, .readOnly, operation: "open"))
    case .descriptor(let number):
      origin = .descriptor(
        Descriptor(
          borrowing: number, path: number == 0 ? "standard input" : "descriptor \(number)"))
    }
  }

  /// Appends at most `limit` bytes to `buffer` and returns how many; 0 at the end. Throws
  /// `SystemError` with `interrupted` once the work is cancelled.
  package mutating func read(
    into buffer: inout ByteBuffer, upTo limit: Int
  ) throws(SystemError) -> Int {
    let read: Int
    switch origin {
    case .bytes(let bytes):
      try cancellation?.check()
      read = min(limit, bytes.count - byteCount)
      buffer.append(bytes, byteCount..<(byteCount + read))
    case .descriptor(let descriptor):
      try Cancellation.waitUntilReadable(descriptor, or: cancellation)
      read = try descriptor.read(into: &buffer, upTo: limit)
    }
    byteCount += read
    return read
  }
}
