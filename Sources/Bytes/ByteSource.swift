/// The input of an ingest. The first bytes decide whether it is gzip, never a name.
public enum ByteSource: Sendable {
  /// Bytes in memory, read from the first byte on. They are not changed and can be passed again.
  case bytes([UInt8])
  /// The path of a file; a named pipe and everything else that can be read works too.
  case file(String)
  /// An open file descriptor. It is read from its current position to its end, and stays open.
  case descriptor(Int32)
  /// Bytes that other code delivers. Its errors become errors of the ingest, so input that breaks
  /// off is never taken for whole.
  case stream(any ByteStream)
}

/// Reads a source once, in parts.
package struct ByteReader: ~Copyable {
  /// Why no more bytes can be read.
  package enum Failure: Error, Equatable {
    case system(SystemError)
    case stream(ByteStreamError)
  }

  private enum Origin: ~Copyable {
    case bytes([UInt8])
    case descriptor(Descriptor)
    case stream(any ByteStreamReader)
  }

  private let origin: Origin
  private let cancellation: Cancellation?
  /// The number of bytes read so far.
  package private(set) var byteCount = 0

  /// The version of the object that was read to its end; nil if it is no object of a service.
  package var version: SourceVersion? {
    switch origin {
    case .stream(let reader): reader.version
    case .bytes: nil
    case .descriptor: nil
    }
  }

  /// Opens the source. For a folder, the kernel reports the error EISDIR of `read`.
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
    case .stream(let stream):
      origin = .stream(stream.open())
    }
  }

  /// Appends at most `limit` bytes to `buffer` and returns their number; 0 at the end. Throws
  /// `SystemError` with `interrupted` once the work is cancelled.
  package mutating func read(
    into buffer: inout ByteBuffer, upTo limit: Int
  ) throws(Failure) -> Int {
    let read: Int
    switch origin {
    case .bytes(let bytes):
      try checkCancellation()
      read = min(limit, bytes.count - byteCount)
      buffer.append(bytes, byteCount..<(byteCount + read))
    case .descriptor(let descriptor):
      do {
        try Cancellation.waitUntilReadable(descriptor, or: cancellation)
        read = try descriptor.read(into: &buffer, upTo: limit)
      } catch {
        throw .system(error)
      }
    case .stream(let reader):
      try checkCancellation()
      let bytes: Result<[UInt8], ByteStreamError>
      do {
        bytes = .success(try reader.read(upTo: limit, cancellation: cancellation))
      } catch {
        bytes = .failure(error)
      }
      // A request to stop makes the stream fail, too; the request is the reason.
      try checkCancellation()
      switch bytes {
      case .success(let bytes):
        precondition(bytes.count <= limit, "a stream returned more bytes than were asked for")
        read = bytes.count
        buffer.append(bytes, bytes.indices)
      case .failure(let error):
        throw .stream(error)
      }
    }
    byteCount += read
    return read
  }

  private func checkCancellation() throws(Failure) {
    do {
      try cancellation?.check()
    } catch {
      throw .system(error)
    }
  }
}
