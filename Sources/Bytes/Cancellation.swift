internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A request to stop, made once from any thread, noticed by whoever reads input: also by a thread
/// that waits for a pipe on which nothing comes.
public final class Cancellation: Sendable {
  private let isRequested = Atomic(false)
  private let receivedSignal = Atomic<Int32>(0)
  /// A pipe whose reading end becomes readable with the request; -1 where none could be made, and
  /// then a waiting reader notices with its next byte.
  private let readingEnd: Int32
  private let writingEnd: Int32

  /// A request that nobody has made yet.
  public init() {
    var ends: (Int32, Int32) = (-1, -1)
    // SAFETY: `pipe` writes exactly two descriptors, for which the tuple has room.
    let status = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
      unsafe pipe(bytes.baseAddress!.assumingMemoryBound(to: Int32.self))
    }
    (readingEnd, writingEnd) = status == 0 ? ends : (-1, -1)
    for end in [readingEnd, writingEnd] where end >= 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    for end in [readingEnd, writingEnd] where end >= 0 { _ = close(end) }
  }

  /// Asks to stop.
  public func cancel() {
    isRequested.store(true, ordering: .releasing)
    guard writingEnd >= 0 else { return }
    var byte: UInt8 = 0
    // SAFETY: one byte of a live variable is read. That the pipe is full already says the same.
    _ = unsafe write(writingEnd, &byte, 1)
  }

  /// Whether somebody asked to stop.
  public var isCancelled: Bool { isRequested.load(ordering: .acquiring) }

  /// The signal that asked to stop, if one did.
  public var signal: Int32? {
    let signal = receivedSignal.load(ordering: .acquiring)
    return signal == 0 ? nil : signal
  }

  /// Throws `SystemError` with `interrupted` if somebody asked to stop.
  package func check() throws(SystemError) {
    if isCancelled {
      throw SystemError(operation: "read", path: "input", number: SystemError.interrupted)
    }
  }

  /// Waits until `descriptor` has bytes or has ended, or somebody asks to stop.
  func waitUntilReadable(_ descriptor: borrowing Descriptor) throws(SystemError) {
    try check()
    var polled = [
      pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: readingEnd, events: Int16(POLLIN), revents: 0),
    ]
    // SAFETY: the array is live and as long as the call is told. An error of `poll` other than a
    // signal is left to `read`, which meets the same descriptor and names the reason.
    while unsafe poll(&polled, nfds_t(polled.count), -1) < 0 && errno == EINTR { try check() }
    try check()
  }

  /// Cancels at the first SIGINT or SIGTERM that the process gets; the signals no longer end the
  /// process. Call it before any other thread is started: the threads inherit the blocked signals,
  /// and one thread of its own waits for them.
  public func cancelOnInterrupt() {
    var signals = sigset_t()
    // SAFETY: the set is a live variable, initialised by `sigemptyset`.
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    let waited = signals
    Workers.detach {
      var set = waited
      var received: Int32 = 0
      // SAFETY: both are live variables of this thread.
      while unsafe sigwait(&set, &received) != 0 {}
      self.receivedSignal.store(received, ordering: .releasing)
      self.cancel()
    }
  }
}
