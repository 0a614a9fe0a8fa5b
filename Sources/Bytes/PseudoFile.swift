/// Small files that the kernel makes while they are read (`/proc`). Their size is not known in
/// advance.
enum PseudoFile {
  /// The text of the file, at most 64 KiB; `nil` if it cannot be read.
  static func read(_ path: String) -> String? {
    guard let descriptor = try? Descriptor(opening: path, .readOnly, operation: "open") else {
      return nil
    }
    var buffer = ByteBuffer(capacity: 65_536)
    while buffer.count < 65_536 {
      guard let count = try? descriptor.read(into: &buffer, upTo: 65_536 - buffer.count) else {
        return nil
      }
      if count == 0 { break }
    }
    return String(decoding: buffer.storage[..<buffer.count], as: UTF8.self)
  }
}
