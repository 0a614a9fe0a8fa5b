#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The process's standard output and standard error.
public enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Whether somebody is looking at it.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all of `text` at once, unbuffered. That nobody reads any longer is no error of ours:
  /// what was asked for is done all the same.
  public func write(_ text: String) {
    let descriptor = Descriptor(borrowing: rawValue, path: "standard stream \(rawValue)")
    _ = try? descriptor.write(Array(text.utf8).span)
  }
}
