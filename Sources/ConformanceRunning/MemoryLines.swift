internal import BarLakeBytes
internal import BarLakeConformanceKit

/// What was measured of memory, for people.
package enum MemoryLines {
  /// A line for each case: what the last of its measurements found.
  package static func lines(of results: [MemoryResult]) -> [String] {
    lasts(of: results).map { result in
      "\(result.conformanceCase): \(result.verdict.rawValue), "
        + figures(of: result) + (result.isJudged ? "" : " (measured, not claimed)")
    }
  }

  /// The measurements that count, in their order: of each case the last, since one that fails is
  /// done once more.
  package static func lasts(of results: [MemoryResult]) -> [MemoryResult] {
    results.filter { result in
      !results.contains { $0.name.isSame(as: result.name) && $0.attempt > result.attempt }
    }
  }

  /// `71.2 MiB of 96, slope 0.0013`.
  static func figures(of result: MemoryResult) -> String {
    guard let most = result.most else { return result.problem ?? "not measured" }
    var text = "\(mebibytes(most)) MiB of \(result.capByteCount >> 20)"
    if let slope = result.slope { text += ", slope \(slope)" }
    if let leak = result.leakByteCount { text += ", \(mebibytes(leak)) MiB left behind" }
    if let survived = result.hasSurvived { text += survived ? "" : ", not under the hard limit" }
    if let problem = result.problem { text += ", \(problem)" }
    return text
  }

  /// `71.2`.
  package static func mebibytes(_ byteCount: Int) -> String {
    "\((Double(byteCount) / Double(1 << 20) * 10).rounded() / 10)"
  }
}
