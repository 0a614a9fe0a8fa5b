internal import BarLakeBytes
internal import Logging

/// The ingest of one date as a call asks for it. A single call and a batch have it in common.
struct IngestCall: Sendable {
  let context: IngestContext
  /// As the caller wrote it.
  let date: String
  let data: ByteSource
  let symbols: [String]?
  let scan: ScanMode

  /// Stages the date and commits it alone.
  ///
  /// - Throws: any code of ``ErrorCode``, with the date. The lake is unchanged, or an overwrite is
  ///   incomplete and the date is not done.
  func run(_ strategy: IngestStrategy) throws(IngestError) -> IngestResult {
    let staged = try stage(strategy)
    guard let date = staged.ready else { return staged.end(true) }
    do {
      return staged.end(
        try Publication([date], cancellation: context.cancellation).publish())
    } catch {
      throw failed(error)
    }
  }

  /// Does all before the commit; see ``IngestRun/stage(_:strategy:waits:decided:)``.
  func stage(
    _ strategy: IngestStrategy, waits: () -> Void = {}, decided: () -> Void = {}
  ) throws(IngestError) -> IngestRun.Staged {
    do throws(IngestError) {
      let date = try CalendarDate(date)
      try LocalPath.check(data)
      return try IngestRun(context: context, date: date, symbols: symbols, scan: scan)
        .stage(data, strategy: strategy, waits: waits, decided: decided)
    } catch {
      throw failed(error)
    }
  }

  /// Counts a failure, and returns it with the date.
  func failed(_ error: IngestError) -> IngestError {
    context.count { $0.errors += 1 }
    var dated = error
    dated.date = date
    return dated
  }
}
