internal import CBarLakeSystemCalls
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A request to stop. Any thread can make it once. Threads that read input notice it, even while
/// they wait for a pipe that delivers nothing.
public final class Cancellation: Sendable {
  private let isRequested = Atomic(false)
  private let receivedSignal = Atomic<Int32>(0)
  /// The reading end of a pipe, which becomes readable with the request. It is -1 if the pipe could
  /// not be made; then a waiting reader notices the request with its next byte.
  private let readingEnd: Int32
  private let writingEnd: Int32
  /// What is called with the request, by the identity of its registration.
  private let callbacks = Mutex<[ObjectIdentifier: @Sendable () -> Void]>([:])

  /// A request that has not been made yet.
  public init() {
    var ends: (Int32, Int32) = (-1, -1)
    // SAFETY: `pipe` writes exactly two descriptors, for which the tuple has room.
    let status = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
      unsafe pipe(bytes.baseAddress!.assumingMemoryBound(to: Int32.self))
    }
    let moved = status == 0 ? (Self.moved(ends.0), Self.moved(ends.1)) : (-1, -1)
    // One end without the other is useless, and writing to it would raise a signal.
    let isWhole = moved.0 >= 0 && moved.1 >= 0
    if !isWhole { for end in [moved.0, moved.1] where end >= 0 { _ = close(end) } }
    (readingEnd, writingEnd) = isWhole ? moved : (-1, -1)
    // A request must not wait because the pipe is full of earlier requests.
    if writingEnd >= 0 { _ = fcntl(writingEnd, F_SETFL, O_NONBLOCK) }
  }

  /// Moves the descriptor to a number that is no standard stream's, closed in child processes. If
  /// standard input is closed, other code would read the pipe in its place.
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
    for callback in callbacks.withLock({ Array($0.values) }) { callback() }
    guard writingEnd >= 0 else { return }
    var byte: UInt8 = 0
    // SAFETY: one byte of a live variable is read. If the pipe is full, the request was already
    // made.
    _ = unsafe write(writingEnd, &byte, 1)
  }

  /// Whether a stop was requested.
  public var isCancelled: Bool { isRequested.load(ordering: .acquiring) }

  /// Has `callback` called by the thread that requests a stop, or at once if that was requested
  /// already; perhaps more than once. The registration lasts as long as the returned object.
  package func whenCancelled(_ callback: @escaping @Sendable () -> Void) -> AnyObject {
    let registration = Registration(of: self)
    callbacks.withLock { $0[ObjectIdentifier(registration)] = callback }
    // A request between the two lines makes both calls.
    if isCancelled { callback() }
    return registration
  }

  private final class Registration: Sendable {
    private let cancellation: Cancellation

    init(of cancellation: Cancellation) {
      self.cancellation = cancellation
    }

    deinit {
      let identity = ObjectIdentifier(self)
      _ = cancellation.callbacks.withLock { $0.removeValue(forKey: identity) }
    }
  }

  /// The signal that requested the stop, if one did.
  public var signal: Int32? {
    let signal = receivedSignal.load(ordering: .acquiring)
    return signal == 0 ? nil : signal
  }

  /// Throws `SystemError` with `interrupted` if a stop was requested.
  package func check() throws(SystemError) {
    if isCancelled {
      throw SystemError(operation: "read", path: "input", number: SystemError.interrupted)
    }
  }

  /// Waits until `descriptor` has bytes or has ended, or a stop is requested.
  static func waitUntilReadable(
    _ descriptor: borrowing Descriptor, or cancellation: Cancellation?
  ) throws(SystemError) {
    try cancellation?.check()
    var polled = [
      pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: cancellation?.readingEnd ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    // SAFETY: the array is live and has the length passed to the call. If `poll` fails for a reason
    // other than a signal, `read` gets the same descriptor and reports the reason.
    while unsafe poll(&polled, nfds_t(polled.count), -1) < 0 && errno == EINTR {
      try cancellation?.check()
    }
    try cancellation?.check()
  }

  /// Requests a stop at the first SIGINT, SIGTERM or SIGHUP. The second such signal ends the
  /// process at once, as it would have without this function. Signals that the process was started
  /// to ignore, as a shell's background jobs ignore SIGINT, stay ignored. Call this function before
  /// any other thread starts: the threads inherit the blocked signals, and one dedicated thread
  /// waits for them.
  public func cancelOnInterrupt() {
    let noticed = [SIGINT, SIGTERM, SIGHUP].filter { barlake_is_signal_ignored($0) == 0 }
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
      // From here on only this thread, which has nothing else to do, receives the signals, with the
      // process's own disposition.
      unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
      while true { pause() }
    }
    // If no thread receives them, they end the process, as they would have without this function.
    if !isWaitedFor { unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
  }
}
