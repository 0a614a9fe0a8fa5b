internal import CBarLakeSystemCalls
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
    let moved = status == 0 ? (Self.moved(ends.0), Self.moved(ends.1)) : (-1, -1)
    // One end without the other is of no use, and writing to it would be a signal.
    let isWhole = moved.0 >= 0 && moved.1 >= 0
    if !isWhole { for end in [moved.0, moved.1] where end >= 0 { _ = close(end) } }
    (readingEnd, writingEnd) = isWhole ? moved : (-1, -1)
    // Who asks to stop must not have to wait because others have asked often.
    if writingEnd >= 0 { _ = fcntl(writingEnd, F_SETFL, O_NONBLOCK) }
  }

  /// The descriptor under a number that no standard stream has, closed in child processes: where
  /// standard input is closed, somebody would read the pipe in its place.
  private static func moved(_ descriptor: Int32) -> Int32 {
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    close(descriptor)
    return moved
  }

  deinit {
    for end in [readingEnd, writingEnd] where end >= 0 { _ = close(end) }
  }

  /// Asks to stop.
  public func cancel() {
    isRequested.store(true, ordering: .releasing)
    guard writingEnd >= 0 else { return }
    var byte: UInt8 = 0
    // SAFETY: one byte of a live variable is read. A pipe that is full says the same already.
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
  static func waitUntilReadable(
    _ descriptor: borrowing Descriptor, or cancellation: Cancellation?
  ) throws(SystemError) {
    try cancellation?.check()
    var polled = [
      pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: cancellation?.readingEnd ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    // SAFETY: the array is live and as long as the call is told. An error of `poll` other than a
    // signal is left to `read`, which meets the same descriptor and names the reason.
    while unsafe poll(&polled, nfds_t(polled.count), -1) < 0 && errno == EINTR {
      try cancellation?.check()
    }
    try cancellation?.check()
  }

  /// Cancels at the first SIGINT or SIGTERM that the process gets; the second ends the process at
  /// once, as it would have without us. Signals that the process was started to ignore, as a
  /// shell's background jobs ignore SIGINT, stay ignored. Call it before any other thread is
  /// started: the threads inherit the blocked signals, and one thread of its own waits for them.
  public func cancelOnInterrupt() {
    let noticed = [SIGINT, SIGTERM].filter { barlake_is_signal_ignored($0) == 0 }
    if noticed.isEmpty { return }
    var signals = sigset_t()
    // SAFETY: the set is a live variable, initialised by `sigemptyset`.
    unsafe sigemptyset(&signals)
    for signal in noticed { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    let waited = signals
    let isWaitedFor = Workers.detach {
      var set = waited
      var received: Int32 = 0
      // SAFETY: both are live variables of this thread.
      while unsafe sigwait(&set, &received) != 0 {}
      self.receivedSignal.store(received, ordering: .releasing)
      self.cancel()
      // Only this thread, which has nothing else to do, takes the signals from here on, and in the
      // way that is set for the process.
      unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
      while true { pause() }
    }
    // Without a thread that takes them they end the process, as they would have without us.
    if !isWaitedFor { unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
  }
}
