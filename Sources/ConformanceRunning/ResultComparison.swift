internal import BarLakeBytes

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
  /// Runs that were not as expected and are now.
  package private(set) var mended: [RunResult] = []
  /// Runs that are new, by name.
  package private(set) var added: [String] = []
  /// How many times longer the runs that both have took, each whole divided by its machine's
  /// slowness.
  package private(set) var ratio: Double?
  private var tolerance: Double?

  /// Throws ``Incomparable`` for results of different suites or claims, and for incomplete ones.
  package init(
    _ old: ResultFile, _ new: ResultFile, tolerance: Double? = nil
  ) throws(Incomparable) {
    if old.header.suite.digest != new.header.suite.digest {
      throw Incomparable(
        description: "results of different suites: \(old.header.suite.version) "
          + "(\(old.header.suite.digest.prefix(12))) and \(new.header.suite.version) "
          + "(\(new.header.suite.digest.prefix(12)))")
    }
    if Set(old.header.claims) != Set(new.header.claims)
      || old.header.isPartial != new.header.isPartial
    {
      throw Incomparable(description: "results of different claims or selections")
    }
    if !old.footer.isComplete || !new.footer.isComplete {
      throw Incomparable(description: "incomplete results")
    }
    self.tolerance = tolerance
    let before = Dictionary(old.results.map { (ExactText($0.name), $0) }) { first, _ in first }
    let after = Dictionary(new.results.map { (ExactText($0.name), $0) }) { first, _ in first }
    var (oldTime, newTime) = (0, 0)
    for result in old.results {
      guard let now = after[ExactText(result.name)] else {
        missing.append(result.name)
        continue
      }
      oldTime += result.milliseconds
      newTime += now.milliseconds
      if result.isAsExpected, !now.isAsExpected { failures.append(now) }
      if !result.isAsExpected, now.isAsExpected { mended.append(now) }
    }
    added = new.results.map(\.name).filter { before[ExactText($0)] == nil }
    let (oldSpeed, newSpeed) = (old.header.host.slowness, new.header.host.slowness)
    if oldTime > 0, oldSpeed > 0, newSpeed > 0 {
      ratio = Double(newTime) / newSpeed / (Double(oldTime) / oldSpeed)
    }
  }

  private var isSlower: Bool {
    if let tolerance, let ratio { ratio > tolerance } else { false }
  }

  package var isWorse: Bool { !failures.isEmpty || !missing.isEmpty || isSlower }

  package var text: String {
    var text = ""
    for result in failures { text += "worse  \(result.name)\n    \(result.summary)\n" }
    for name in missing { text += "gone  \(name)\n" }
    for result in mended { text += "mended  \(result.name)\n" }
    for name in added { text += "new  \(name)\n" }
    if let ratio {
      let rounded = (ratio * 100).rounded() / 100
      text += "time: \(rounded) of the earlier\(isSlower ? ", more than is tolerated" : "")\n"
    }
    return text + (isWorse ? "worse\n" : "no worse\n")
  }
}
