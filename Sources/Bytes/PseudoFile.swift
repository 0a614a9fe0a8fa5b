/// Small files that the kernel makes while they are read (`/proc`). Their size is not known in
/// advance.
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
}
