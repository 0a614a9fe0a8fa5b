#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Links of the file system.
enum SymbolicLink {
  private static let targetByteLimit = 4096

  /// Where the link leads, or nil if there is no link at `path`.
  static func target(of path: String) -> String? {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: targetByteLimit) { buffer, count in
      // SAFETY: the kernel writes at most so many bytes to the start of the buffer.
      unsafe count = max(0, readlink(path, buffer.baseAddress!, targetByteLimit))
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
