internal import CBarLakeSystemCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Threads for work that computes and waits for files. The cooperative pool of `async` code must
/// not do such work.
package enum Workers {
  /// Calls `body` on `count` threads, with numbers from 0, and returns when all calls have
  /// returned. The calling thread is number 0. If the system gives no more threads, the calling
  /// thread takes the remaining numbers one after the other, so `body` must not wait for another
  /// number.
  package static func run(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var handles: [pthread_t] = []
    var left: [Int] = []
    for number in 1..<max(count, 1) {
      if let handle = start({ body(number) }) {
        handles.append(handle)
      } else {
        left.append(number)
      }
    }
    body(0)
    for number in left { body(number) }
    for handle in handles {
      pthread_join(handle, nil)
    }
  }

  /// Starts `body` on a detached thread; returns false if the system gives none.
  @discardableResult
  package static func detach(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let handle = start(body) else { return false }
    pthread_detach(handle)
    return true
  }

  /// The number of threads that the machine runs at once for this process.
  package static var processorCount: Int {
    Int(barlake_processor_count())
  }

  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    // SAFETY: the box is retained here and released exactly once: by the new thread, or here if no
    // thread was made.
    let box = unsafe Unmanaged.passRetained(Start(body))
    var handle = Platform.noThread
    let status = unsafe pthread_create(
      &handle, nil, { unsafe Workers.runStart($0) }, box.toOpaque())
    guard status == 0 else {
      unsafe box.release()
      return nil
    }
    return Platform.thread(handle)
  }

  private static func runStart(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // SAFETY: the pointer is the box that `start` retained for this thread alone.
    if let pointer = unsafe pointer {
      unsafe Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body()
    }
    return nil
  }
}
