#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard output for messages of a protocol alone: what others of the process print to standard
/// output goes to standard error from here on.
package struct ReservedOutput: ~Copyable {
  private let output: Descriptor

  package init() throws(SystemError) {
    let number = fcntl(1, F_DUPFD_CLOEXEC, 3)
    let isMoved = number >= 0 && dup2(2, 1) >= 0
    output = Descriptor(owning: number, path: "standard output")
    if !isMoved { throw .last("dup", "standard output") }
  }

  package func write(_ bytes: [UInt8]) throws(SystemError) { try output.write(bytes.span) }
}
