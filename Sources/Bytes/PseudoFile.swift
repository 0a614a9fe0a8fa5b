#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
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

  /// The first number in the line of `text` that begins with `name`; nil if there is none.
  static func number(ofLine name: String, in text: String) -> Int? {
    text.utf8.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: name.utf8) }
      .flatMap(number(in:))
  }

  /// The first decimal number in `text`; nil if there is none. Bytes are looked at, not characters,
  /// since this is asked a thousand times per second.
  static func number(in text: Substring.UTF8View) -> Int? {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    return Int(Substring(text.drop { !isDigit($0) }.prefix(while: isDigit)))
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
