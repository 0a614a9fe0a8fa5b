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

  /// Lets the calling thread sleep.
  package static func wait(seconds: Double) {
    usleep(UInt32(seconds * 1_000_000))
  }
}
