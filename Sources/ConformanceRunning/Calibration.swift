internal import BarLakeBytes

/// How fast this machine is, compared with the one that the deadlines are made for.
package enum Calibration {
  /// Seconds that ``work()`` took on a quiet core of the author's machine.
  private static let referenceSeconds = 0.25

  /// By how much deadlines are longer here: 1 on a machine that is as fast or faster.
  package static func factor() -> Double {
    let start = MonotonicClock.seconds()
    work()
    return max(1, (MonotonicClock.seconds() - start) / referenceSeconds)
  }

  /// Digests of digests: a chain that no compiler shortens, without any input or output.
  private static func work() {
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    for _ in 0..<64 {
      let digest = Array(SHA256Digest.of(bytes.span).hexadecimal.utf8)
      bytes.replaceSubrange(0..<digest.count, with: digest)
    }
  }
}
