internal import BarLakeBytes
internal import BarLakeConformanceKit

/// Later results beside earlier ones.
package struct ResultComparison: Sendable {
  /// Results that say nothing about each other.
  package struct Incomparable: Error, CustomStringConvertible {
    package var description: String
  }

  /// Runs that were as expected and are not any longer.
  package private(set) var failures: [RunResult] = []
  /// Runs that are gone, by name.
  package private(set) var missing: [String] = []
  /// Runs that failed, expected or not, and pass.
  package private(set) var mended: [RunResult] = []
  /// The number of runs that failed and still do, but are expected to now.
  package private(set) var newlyExpectedCount = 0
  /// Runs that are new, by name.
  package private(set) var added: [String] = []
  /// How many times longer the runs that both have took, each whole divided by its machine's
  /// slowness.
  package private(set) var timeRatio: Double?
  /// How many times more memory the largest run took, of those that were measured both times, each
  /// divided by what its machine said of the probe.
  package private(set) var memoryRatio: Double?
  /// Cases of which memory was measured both times, with other verdicts: what they were and are.
  package private(set) var changedMemory: [String] = []
  private var tolerances: Tolerances

  /// How many times more the later results may take; nil where that is no matter.
  package struct Tolerances: Sendable {
    package var time: Double?
    package var memory: Double?

    package init(time: Double? = nil, memory: Double? = nil) {
      self.time = time
      self.memory = memory
    }
  }

  /// Throws ``Incomparable`` for results of different suites or claims, for incomplete ones, and
  /// where what there is a tolerance for was not measured.
  package init(
    _ old: ResultFile, _ new: ResultFile, tolerances: Tolerances = Tolerances()
  ) throws(Incomparable) {
    if old.header.suite.digest != new.header.suite.digest {
      throw Incomparable(
        description: "results of different suites: \(old.header.suite.version) "
          + "(\(old.header.suite.digest.prefix(12))) and \(new.header.suite.version) "
          + "(\(new.header.suite.digest.prefix(12)))")
    }
    if Set(old.header.claims) != Set(new.header.claims) {
      throw Incomparable(
        description: "results of different claims: \(old.header.claims.joined(separator: ", ")), "
          + "and \(new.header.claims.joined(separator: ", "))")
    }
    if old.header.isPartial != new.header.isPartial {
      let (part, whole) = old.header.isPartial ? ("earlier", "later") : ("later", "earlier")
      throw Incomparable(
        description: "the \(part) results are of a part of the claims, the \(whole) of the whole")
    }
    if !old.footer.isComplete || !new.footer.isComplete {
      throw Incomparable(description: "incomplete results")
    }
    self.tolerances = tolerances
    let before = Dictionary(old.results.map { (ExactText($0.name), $0) }) { first, _ in first }
    let after = Dictionary(new.results.map { (ExactText($0.name), $0) }) { first, _ in first }
    var (oldTime, newTime) = (0, 0)
    var (oldPeak, newPeak) = (0, 0)
    for result in old.results {
      guard let now = after[ExactText(result.name)] else {
        missing.append(result.name)
        continue
      }
      oldTime += result.milliseconds
      newTime += now.milliseconds
      if let before = result.peakByteCount, let after = now.peakByteCount {
        oldPeak = max(oldPeak, before)
        newPeak = max(newPeak, after)
      }
      if result.isAsExpected, !now.isAsExpected { failures.append(now) }
      if result.verdict != .pass, now.verdict == .pass {
        mended.append(now)
      } else if !result.isAsExpected, now.isAsExpected {
        newlyExpectedCount += 1
      }
    }
    let earlierMemory = Dictionary(old.memory.map { (ExactText($0.name), $0) }) { _, last in last }
    for now in MemoryLines.lasts(of: new.memory) {
      guard let earlier = earlierMemory[ExactText(now.name)], earlier.verdict != now.verdict else {
        continue
      }
      changedMemory.append(
        "\(now.name): \(earlier.verdict.rawValue), now \(now.verdict.rawValue), "
          + MemoryLines.figures(of: now))
    }
    added = new.results.map(\.name).filter { before[ExactText($0)] == nil }
    let (oldSpeed, newSpeed) = (old.header.host.slowness, new.header.host.slowness)
    if oldTime > 0, oldSpeed > 0, newSpeed > 0 {
      timeRatio = Double(newTime) / newSpeed / (Double(oldTime) / oldSpeed)
    }
    if let oldProbe = old.header.host.probeByteCount, let newProbe = new.header.host.probeByteCount,
      oldPeak > 0, oldProbe > 0, newProbe > 0
    {
      memoryRatio = Double(newPeak) / Double(newProbe) / (Double(oldPeak) / Double(oldProbe))
    }
    if tolerances.time != nil, timeRatio == nil {
      throw Incomparable(description: "no time was measured in both results")
    }
    if tolerances.memory != nil, memoryRatio == nil {
      throw Incomparable(description: "no memory was measured in both results")
    }
  }

  private static func exceeds(_ ratio: Double?, _ tolerance: Double?) -> Bool {
    if let ratio, let tolerance { ratio > tolerance } else { false }
  }

  private var isSlower: Bool { Self.exceeds(timeRatio, tolerances.time) }

  private var isLarger: Bool { Self.exceeds(memoryRatio, tolerances.memory) }

  package var isWorse: Bool { !failures.isEmpty || !missing.isEmpty || isSlower || isLarger }

  package var text: String {
    var text = ""
    for result in failures { text += "worse  \(result.name)\n    \(result.summary)\n" }
    for name in missing { text += "gone  \(name)\n" }
    for result in mended { text += "mended  \(result.name)\n" }
    for line in changedMemory { text += "memory  \(line)\n" }
    for name in added { text += "new  \(name)\n" }
    if newlyExpectedCount > 0 {
      text += "failures that are expected now: \(newlyExpectedCount)\n"
    }
    text += Self.line("time", timeRatio, isTooMuch: isSlower)
    text += Self.line("memory", memoryRatio, isTooMuch: isLarger)
    return text + (isWorse ? "worse\n" : "no worse\n")
  }

  private static func line(_ name: String, _ ratio: Double?, isTooMuch: Bool) -> String {
    guard let ratio else { return "" }
    let hundredths = Int((ratio * 100).rounded())
    let fraction = hundredths % 100
    return "\(name): \(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) times the earlier"
      + (isTooMuch ? ", more than is tolerated\n" : "\n")
  }
}
