internal import BarLakeBytes

/// How fast this machine is, compared with the one that the deadlines are made for, and what it
/// says of memory.
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

  /// The bytes that ``probe()`` takes.
  package static let probeByteCount = 64 << 20

  /// What the system says of ``probeByteCount`` bytes that this process takes and uses; nil where
  /// that is not so within 5 %, and what is said of other processes is not to be believed either.
  package static func probe() -> Int? {
    let process = PeakMemory.ownProcess
    guard PeakMemory.forget(of: process), let before = PeakMemory.byteCount(of: process) else {
      return nil
    }
    let block = [UInt8](repeating: 0xFF, count: probeByteCount)
    let after = withExtendedLifetime(block) { PeakMemory.byteCount(of: process) }
    guard let after, abs(after - before - probeByteCount) <= probeByteCount / 20 else { return nil }
    return after - before
  }
}
