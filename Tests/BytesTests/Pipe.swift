#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pipe of this process.
final class Pipe: Sendable {
  struct Failure: Error {}

  let readingEnd: Int32
  private let writingEnd: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    // SAFETY: `pipe` writes two descriptors, for which the array has room.
    guard unsafe pipe(&ends) == 0 else { throw Failure() }
    (readingEnd, writingEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readingEnd)
  }

  /// Writes all of `bytes`; somebody has to read what is more than the pipe holds.
  func write(_ bytes: [UInt8]) {
    var written = 0
    while written < bytes.count {
      let rest = Array(bytes[written...])
      // SAFETY: the pointer covers the live array and is only read.
      let count = unsafe systemWrite(writingEnd, rest, rest.count)
      precondition(count > 0, "the reading end is open")
      written += count
    }
  }

  /// Opens a named pipe, which waits for its reader, writes `bytes`, no more than it holds, and
  /// closes it.
  static func write(_ bytes: [UInt8], toPath path: String) {
    // SAFETY: the path lives through the call.
    let descriptor = unsafe open(path, O_WRONLY)
    precondition(descriptor >= 0, "somebody reads the pipe")
    // SAFETY: the pointer covers the live array and is only read.
    _ = unsafe systemWrite(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  func closeWritingEnd() {
    close(writingEnd)
  }
}

private func systemWrite(
  _ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int
) -> Int {
  // SAFETY: the caller vouches for the memory.
  unsafe write(descriptor, bytes, count)
}
