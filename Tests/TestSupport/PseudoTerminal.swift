package import BarLakeBytes

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A terminal without a screen, for programs that write more to one.
package final class PseudoTerminal: Sendable {
  /// The end that a program takes for its terminal. Whoever gets it closes it.
  package let programEnd: Int32
  private let ownEnd: Int32

  package init() throws {
    // SAFETY: the path lives through the call.
    ownEnd = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    programEnd = Self.openOther(of: ownEnd)
    guard programEnd >= 0 else {
      throw SystemError(operation: "open", path: "/dev/ptmx", number: errno)
    }
  }

  deinit { close(ownEnd) }

  #if os(Linux)
    /// Opens the other end. These are the requests that `unlockpt` and `ptsname` make, which the
    /// module of the C library does not have.
    private static func openOther(of end: Int32) -> Int32 {
      var (isLocked, number): (Int32, Int32) = (0, 0)
      // SAFETY: the kernel reads the first number and writes the second one, and both live through
      // the calls, as the path does.
      guard unsafe ioctl(end, 0x4004_5431, &isLocked) == 0,
        unsafe ioctl(end, 0x8004_5430, &number) == 0
      else { return -1 }
      return unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    }
  #else
    private static func openOther(of end: Int32) -> Int32 {
      // SAFETY: the name is a terminated text of the system, used before another call.
      guard grantpt(end) == 0, unlockpt(end) == 0, let name = unsafe ptsname(end) else { return -1 }
      return unsafe open(name, O_RDWR | O_NOCTTY)
    }
  #endif

  /// What programs write until the last of them has closed its end.
  package func read() async throws(SystemError) -> String {
    let number = ownEnd
    return try await Workers.blocking {
      var text: [UInt8] = []
      var part = [UInt8](repeating: 0, count: 4096)
      while true {
        // SAFETY: the kernel writes at most as many bytes as the array has.
        let count = unsafe systemRead(number, &part, part.count)
        if count < 0, errno == EINTR { continue }
        // Without a program the end of the text is an error on Linux.
        if count <= 0 { return String(decoding: text, as: UTF8.self) }
        text += part[..<count]
      }
    }
  }
}

private func systemRead(_ number: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
  // SAFETY: the caller's bytes live through the call.
  unsafe read(number, start, count)
}
