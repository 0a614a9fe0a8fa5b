#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A clock that only goes forward.
package enum MonotonicClock {
  private static let start = ContinuousClock.now

  /// Seconds since an arbitrary moment in this process.
  package static func seconds() -> Double {
    let elapsed = start.duration(to: .now).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  /// Seconds since `start`, a result of ``seconds()``: at least 0, in whole microseconds, so that
  /// their text has no digits that mean nothing.
  package static func elapsed(since start: Double) -> Double {
    (max(seconds() - start, 0) * 1_000_000).rounded() / 1_000_000
  }

  /// Lets the calling thread sleep.
  package static func wait(seconds: Double) {
    usleep(UInt32(seconds * 1_000_000))
  }
}
