/// How fast bytes arrive, over the last seconds.
package struct TransferRate: Sendable {
  /// The seconds that count.
  private static let window = 10.0
  /// The seconds between two times that are kept, since bytes arrive thousands of times a second.
  private static let interval = 0.1

  /// Times in seconds, in order, each with the number of bytes until then.
  private var samples: [(seconds: Double, byteCount: Int)] = []

  package init() {}

  /// Adds how many bytes have arrived at a time, in seconds of any clock that only goes forward.
  package mutating func add(byteCount: Int, seconds: Double) {
    if samples.count > 1, seconds - samples[samples.count - 2].seconds < Self.interval {
      samples.removeLast()
    }
    samples.append((seconds, byteCount))
    // The last one before the window stays: the window begins between it and the next.
    while samples.count > 2, samples[1].seconds <= seconds - Self.window {
      samples.removeFirst()
    }
  }

  /// Bytes per second; nil before two times are known.
  package var bytesPerSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.seconds > first.seconds else {
      return nil
    }
    return Double(last.byteCount - first.byteCount) / (last.seconds - first.seconds)
  }

  /// The seconds until `byteCount` more bytes have arrived; nil if that is not known.
  package func secondsLeft(byteCount: Int) -> Double? {
    guard let rate = bytesPerSecond, rate > 0 else { return nil }
    return Double(byteCount) / rate
  }
}
