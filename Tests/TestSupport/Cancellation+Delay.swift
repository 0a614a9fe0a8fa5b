package import BarLakeBytes

extension Cancellation {
  /// A request that somebody makes after so many seconds.
  package static func requested(after seconds: Double) -> Cancellation {
    let cancellation = Cancellation()
    Workers.detach {
      MonotonicClock.wait(seconds: seconds)
      cancellation.cancel()
    }
    return cancellation
  }
}
