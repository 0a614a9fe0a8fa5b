package import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
package import FlatFiles
package import LakeInspection
internal import Synchronization

/// What became of the dates of a sync: by data type, and the lines that say so at its end.
///
/// Source: `docs/flat-files.md`, FLAT-12.
package final class SyncTally: TaskObserver {
  private struct State: Sendable {
    var types: [MarketDataType: TypeTally] = [:]
    var rowCount = 0
    var byteCount = 0
    var sourceByteCount = 0
    var interruptedCount = 0
    var hasFinalFailure = false
    var isRetryUseful = false
  }

  /// What became of the dates of one data type.
  struct TypeTally: Encodable, Sendable {
    var ingested = 0
    var skipped = 0
    var done = 0
    var replaced: [CalendarDate] = []
    var reissued: [CalendarDate] = []
    var notPublished: [CalendarDate] = []
    var awaited: [CalendarDate] = []
    var forbidden: [CalendarDate] = []
    var failed: [CalendarDate] = []
    var unsupported = 0
    /// Parts of the source that cannot be used and are of no date.
    var refused = 0

    private enum CodingKeys: String, CodingKey {
      case ingested, skipped, done, replaced, reissued, forbidden, failed, unsupported
      case refused
      case notPublished = "not_published"
      case awaited = "not_yet_published"
    }
  }

  private let state: Mutex<State>

  /// Makes a tally without dates.
  package init() {
    state = Mutex(State())
  }

  /// Makes the tally of a plan of which nothing was done yet.
  package init(_ plan: SyncPlan) {
    var state = State()
    for (type, listedCount) in plan.listedCounts {
      var tally = TypeTally()
      tally.done = plan.doneCounts[type] ?? 0
      for note in plan.others where note.dataType == type {
        switch note.content {
        case .reissued(let file): tally.reissued.append(file.date)
        case .notPublished(let day): tally.notPublished.append(day)
        case .awaited(let day): tally.awaited.append(day)
        case .unsupported: tally.unsupported += 1
        case .refused:
          if let date = note.date { tally.failed.append(date) } else { tally.refused += 1 }
          state.hasFinalFailure = true
        }
      }
      // One day may be missing for ever; if nothing is there, the wrong thing is asked for.
      if listedCount == 0, !tally.notPublished.isEmpty { state.hasFinalFailure = true }
      if !tally.awaited.isEmpty { state.isRetryUseful = true }
      state.types[type] = tally
    }
    self.state = Mutex(state)
  }

  package func began(_: SyncTask) {}
  package func progressed(_: SyncTask, _: IngestProgress) {}

  package func ended(_ outcome: TaskOutcome) {
    state.withLock { state in
      let file = outcome.file
      var tally = state.types[file.dataType] ?? TypeTally()
      switch outcome.result {
      case .success(let result) where result.status == .skipped: tally.skipped += 1
      case .success(let result):
        tally.ingested += 1
        if outcome.task.reason == .reissued { tally.replaced.append(file.date) }
        state.rowCount += result.records
        state.byteCount += Int(result.fileSizeMB * 1_048_576)
        state.sourceByteCount += file.byteCount
      case .failure(let failure) where failure.isInterruption: state.interruptedCount += 1
      case .failure(let failure):
        if failure.mayHelpToRetry {
          state.isRetryUseful = true
        } else {
          state.hasFinalFailure = true
        }
        if failure.download?.code == .forbidden {
          tally.forbidden.append(file.date)
        } else {
          tally.failed.append(file.date)
        }
        // It is done, from the file that was there before.
        if outcome.task.reason == .reissued { tally.reissued.append(file.date) }
      }
      state.types[file.dataType] = tally
    }
  }

  /// How the sync ended, if it was not interrupted.
  package var ending: MirrorEnding {
    state.withLock { state in
      if state.hasFinalFailure { return .failed }
      return state.isRetryUseful ? .retryLater : .succeeded
    }
  }

  /// Whether a request to stop ended a task.
  package var isInterrupted: Bool { state.withLock(\.interruptedCount) > 0 }

  /// Whether nothing failed, nothing was interrupted, and no date stays whose source was replaced.
  package var isAsItShouldBe: Bool {
    let hasReissued = state.withLock { $0.types.values.contains { !$0.reissued.isEmpty } }
    return ending == .succeeded && !isInterrupted && !hasReissued
  }

  /// The last lines of the sync, for people.
  ///
  /// - Parameter seconds: how long it took.
  package func lines(_ ending: TaskPool.Ending, seconds: Double) -> [String] {
    let state = state.withLock(\.self)
    var lines: [String] = []
    for type in MarketDataType.allCases {
      guard let tally = state.types[type] else { continue }
      lines.append("\(type.rawValue): \(tally.counts)")
      lines += tally.sorted.details.map { "  \($0)" }
    }
    let unfinished = "\(Text.count(state.interruptedCount, "date")) not finished"
    switch ending {
    case .whole where state.interruptedCount > 0: lines.append("interrupted: \(unfinished)")
    case .whole: break
    case .interrupted(let count):
      lines.append("interrupted: \(unfinished), \(Text.count(count, "date")) not started")
    case .gaveUp(let count):
      lines.append(
        "gave up, since one date after the other failed: \(Text.count(count, "date")) not started")
    }
    let rate = seconds > 0 ? Int(min(Double(state.sourceByteCount) / seconds, 1e15)) : 0
    let parts = [
      Text.groupedCount(state.rowCount, "row"),
      "\(ByteCountText.text(state.sourceByteCount)) read, at \(ByteCountText.text(rate))/s",
      "\(ByteCountText.text(state.byteCount)) written", "\(Text.fixed(seconds, digits: 2)) s",
    ]
    return lines + [parts.joined(separator: "; ")]
  }

  /// The record of a data type for its lake.
  ///
  /// - Parameters:
  ///   - request: what was asked for.
  ///   - ended: the time, as a text of `UTCTime`.
  package func record(
    of type: MarketDataType, _ ending: TaskPool.Ending, _ request: SyncRequest,
    from source: FlatFileSource, ended: String
  ) -> SyncRecord {
    let (found, interruptedCount) = state.withLock { ($0.types[type], $0.interruptedCount) }
    let tally = (found ?? TypeTally()).sorted
    return SyncRecord(
      dataType: type, ended: ended, source: source.name,
      since: request.first, until: request.last, ingested: tally.ingested,
      replaced: tally.replaced, reissued: tally.reissued,
      notPublished: tally.notPublished, awaited: tally.awaited,
      forbidden: tally.forbidden, failed: tally.failed,
      isWhole: ending == .whole && interruptedCount == 0)
  }

  /// The summary as JSON.
  package struct Summary: Encodable {
    fileprivate var types: [TypeSummary]
    fileprivate var rows: Int
    fileprivate var bytes: Int
    fileprivate var sourceBytes: Int
    fileprivate var ending: String
    fileprivate var notFinished: Int
    fileprivate var notStarted: Int
    fileprivate var seconds: Double
    private let kind = "summary"

    private enum CodingKeys: String, CodingKey {
      case kind, types, rows, bytes, seconds, ending
      case notFinished = "not_finished"
      case sourceBytes = "source_bytes"
      case notStarted = "not_started"
    }
  }

  fileprivate struct TypeSummary: Encodable {
    var dataType: MarketDataType
    var tally: TypeTally

    private enum CodingKeys: String, CodingKey { case dataType = "data_type" }

    func encode(to encoder: any Encoder) throws {
      try tally.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(dataType, forKey: .dataType)
    }
  }

  /// The summary, for programs.
  package func summary(_ ending: TaskPool.Ending, seconds: Double) -> Summary {
    let state = state.withLock(\.self)
    let (name, notStarted) =
      switch ending {
      case .whole where state.interruptedCount > 0: ("interrupted", 0)
      case .whole: ("whole", 0)
      case .interrupted(let count): ("interrupted", count)
      case .gaveUp(let count): ("gave_up", count)
      }
    return Summary(
      types: MarketDataType.allCases.compactMap { type in
        state.types[type].map { TypeSummary(dataType: type, tally: $0.sorted) }
      },
      rows: state.rowCount, bytes: state.byteCount, sourceBytes: state.sourceByteCount,
      ending: name, notFinished: state.interruptedCount, notStarted: notStarted, seconds: seconds)
  }
}

extension SyncTally.TypeTally {
  /// The same with dates in order.
  fileprivate var sorted: SyncTally.TypeTally {
    var sorted = self
    for list in [
      \SyncTally.TypeTally.replaced, \.reissued, \.notPublished, \.awaited, \.forbidden, \.failed,
    ] {
      sorted[keyPath: list].sort()
    }
    return sorted
  }

  /// The numbers of dates, for people.
  fileprivate var counts: String {
    let replaced = replaced.isEmpty ? "" : " (\(Text.grouped(replaced.count)) of them replaced)"
    let failedCount = failed.count + forbidden.count
    let parts = [
      "\(Text.grouped(ingested)) ingested\(replaced)",
      "\(Text.grouped(done + skipped)) done before",
      "\(Text.grouped(failedCount)) failed",
    ]
    return parts.joined(separator: ", ")
  }

  /// What is not as it should be, each as a line for people.
  fileprivate var details: [String] {
    let lists = [
      ("failed", failed), ("forbidden", forbidden), ("not published", notPublished),
      ("not yet published", awaited),
      ("reissued, and left as they are without --on-existing update", reissued),
    ]
    let lines = lists.filter { !$1.isEmpty }.map { name, dates in
      "\(name): \(Text.count(dates.count, "date")): \(DateRange.text(of: dates))"
    }
    let counts = [
      ("not supported", unsupported, "key"), ("refused", refused, "part of the source"),
    ]
    return lines
      + counts.filter { $0.1 > 0 }.map { "\($0): \(Text.count($1, $2))" }
  }
}
