#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Small files that the kernel makes while they are read (`/proc`), and whose size is not known in
/// advance, or that it takes as commands while they are written.
enum PseudoFile {
  /// The text of the file, at most 64 KiB; `nil` if it cannot be read.
  static func read(_ path: String) -> String? {
    guard let descriptor = try? Descriptor(opening: path, .readOnly, operation: "open") else {
      return nil
    }
    // Most are short, and some are read a thousand times per second.
    var buffer = ByteBuffer()
    while buffer.count < 65_536 {
      guard let count = try? descriptor.read(into: &buffer, upTo: min(4_096, 65_536 - buffer.count))
      else { return nil }
      if count == 0 { break }
    }
    return String(decoding: buffer.storage[..<buffer.count], as: UTF8.self)
  }

  /// Writes `text`; false if the file is not there or the kernel does not take it.
  static func write(_ text: String, to path: String) -> Bool {
    // SAFETY: the path lives through the call.
    let number = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard number >= 0 else { return false }
    let descriptor = Descriptor(owning: number, path: path)
    return (try? descriptor.write(Array(text.utf8).span)) != nil
  }
}
