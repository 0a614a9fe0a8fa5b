package import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
package import LakeInspection

/// What became of the dates of a batch, and the line that says so at its end.
///
/// Source: `docs/flat-files.md`, FLAT-9.
package struct BatchTally: Sendable {
  /// What becomes of a date that succeeds.
  private let verb: String
  private var succeededCount = 0
  private var skippedCount = 0
  private var failures: [(name: String, code: ErrorCode)] = []
  private var leftCount = 0
  private var isInterrupted = false
  private var isDryRun = false
  private var rowCount = 0
  private var byteCount = 0

  /// The most failures that the line names.
  private static let namedLimit = 3

  /// Makes a tally of dates that are ingested, or whatever `verb` says.
  package init(verb: String = "ingested") {
    self.verb = verb
  }

  /// Counts a date that was ingested or skipped.
  package mutating func add(_ result: IngestResult) {
    add(
      result.status, rowCount: result.records, byteCount: Int(result.fileSizeMB * 1_048_576))
  }

  /// Counts a date that succeeded or was skipped, with the rows and bytes of its files.
  package mutating func add(_ status: IngestResult.Status, rowCount: Int, byteCount: Int) {
    if status == .skipped {
      skippedCount += 1
      return
    }
    succeededCount += 1
    self.rowCount += rowCount
    self.byteCount += byteCount
  }

  /// Counts a date of a dry run.
  package mutating func add(_ forecast: DateForecast) {
    isDryRun = true
    if forecast.status == .wouldSkip {
      skippedCount += 1
    } else {
      succeededCount += 1
    }
    // Sizes of files may be anything; their sum is for people.
    byteCount = Int(min(Double(byteCount) + Double(forecast.byteCount ?? 0), 9e18))
  }

  /// Counts a date, or an input without one, that failed.
  package mutating func add(_ error: IngestError) {
    failures.append((error.date ?? error.token ?? "an input", error.code))
  }

  /// Notes that the batch was interrupted, with `leftCount` dates not begun.
  package mutating func interrupt(leftCount: Int) {
    isInterrupted = true
    self.leftCount = leftCount
  }

  /// Whether nothing failed and nothing is left.
  package var isWhole: Bool { failures.isEmpty && !isInterrupted }

  /// The last line of the batch.
  ///
  /// - Parameters:
  ///   - seconds: how long it took.
  ///   - skipsDone: whether the same call, made again, would skip the dates that are done.
  package func line(seconds: Double, skipsDone: Bool) -> String {
    let dateCount = succeededCount + skippedCount + failures.count + leftCount
    let would = isDryRun ? "would be " : ""
    var counts = [
      "\(Text.grouped(succeededCount)) \(would)\(verb)",
      "\(Text.grouped(skippedCount)) \(would)skipped", "\(Text.grouped(failures.count)) failed",
    ]
    if leftCount > 0 { counts.append("\(Text.grouped(leftCount)) not started") }
    let rows = Text.groupedCount(rowCount, "row")
    let time =
      seconds < 10
      ? Text.fixed(seconds, digits: 2) : Text.grouped(Int(min(seconds, 1e15).rounded()))
    let dates = Text.groupedCount(dateCount, "date")
    let bytes = ByteCountText.text(byteCount)
    let work = isDryRun ? "\(bytes) of inputs" : "\(rows), \(bytes), \(time) s"
    let parts = ["\(dates): \(counts.joined(separator: ", "))", work]
    return (parts + advice(skipsDone: skipsDone)).joined(separator: "; ")
  }

  /// What failed, and what to do about it; empty if nothing failed and nothing is left.
  private func advice(skipsDone: Bool) -> [String] {
    if isWhole { return [] }
    var parts: [String] = []
    if !failures.isEmpty {
      let named = failures.prefix(Self.namedLimit).map { "\($0.name) (\($0.code.rawValue))" }
      let left = failures.count - named.count
      parts.append(
        "failed: \(named.joined(separator: ", "))\(left > 0 ? " and \(left) more" : "")")
    }
    let wrongCount = failures.count { $0.code.isOfContent }
    let repair =
      wrongCount == 0
      ? "do what the errors ask for" : "mend or replace the files that are wrong"
    let again =
      skipsDone || isDryRun
      ? "run the same command again, which skips what is done" : "give only the rest again"
    let isRepair = !isInterrupted || wrongCount > 0
    return parts + [isRepair ? "\(repair), then \(again)" : again]
  }
}
