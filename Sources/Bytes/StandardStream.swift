#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The process's standard output and standard error.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Whether somebody is looking at it.
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all of `text` at once, unbuffered. That nobody reads any longer is no error: what was
  /// asked for is done all the same.
  package func write(_ text: String) throws(SystemError) {
    let name = self == .output ? "standard output" : "standard error"
    do throws(SystemError) {
      try Descriptor(borrowing: rawValue, path: name).write(Array(text.utf8).span)
    } catch {
      if error.number != EPIPE { throw error }
    }
  }

  /// Prepares the process's three streams; to be called before anything is opened.
  ///
  /// A closed stream keeps its number, so that no file of ours gets it, and to use it stays an
  /// error: what is opened in its place is for the other direction. A reader of our output who goes
  /// does not end the process, and neither does a limit of the size of files: writing is an error
  /// then.
  package static func prepare() {
    for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 {
      // SAFETY: the path lives through the call, which gives the lowest number that is free.
      _ = unsafe open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
    }
    for ignored in [SIGPIPE, SIGXFSZ] { _ = signal(ignored, SIG_IGN) }
  }
}
