#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The process's standard output and standard error.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Whether the stream is a terminal.
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all of `text` at once, unbuffered. If the reader has gone, that is no error: the work
  /// is done all the same.
  package func write(_ text: String) throws(SystemError) {
    let name = self == .output ? "standard output" : "standard error"
    do throws(SystemError) {
      try Descriptor(borrowing: rawValue, path: name).write(Array(text.utf8).span)
    } catch {
      if error.number != EPIPE { throw error }
    }
  }

  /// Prepares the three standard streams of the process. Call it before any file is opened.
  ///
  /// A closed stream keeps its number, so no file of ours gets it. Using the stream stays an error,
  /// because the file opened in its place has the other direction. The process does not end if the
  /// reader of its output goes away, or if a file-size limit is reached; writing is then an error.
  package static func prepare() {
    for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 {
      // SAFETY: the path lives through the call. `open` returns the lowest free number.
      _ = unsafe open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
    }
    for ignored in [SIGPIPE, SIGXFSZ] { _ = signal(ignored, SIG_IGN) }
  }
}
