internal import BarLakeBytes
internal import BarLakeColumnar
internal import Logging

/// One ingest of one date, from its lock to its manifest.
struct IngestRun: Sendable {
  /// An ingest that has come to its commit, or needs none.
  struct Staged: Sendable {
    /// The date to be committed, with its lock; nil if it is as it was, or done already.
    let ready: ReadyDate?
    /// Ends the ingest after its commit: counts, warns, and returns the result. The value is false
    /// if the file system does not offer to sync folders.
    let end: @Sendable (_ isSynchronized: Bool) -> IngestResult
  }

  private let context: IngestContext
  private let date: CalendarDate
  private let filter: SymbolFilter?
  private let matches: SymbolMatches?
  private let scan: ScanMode
  private let memory: MemoryWatch
  private let start = MonotonicClock.seconds()

  init(context: IngestContext, date: CalendarDate, symbols: [String]?, scan: ScanMode) {
    self.context = context
    self.date = date
    filter = SymbolFilter(symbols)
    matches = filter.map(SymbolMatches.init)
    self.scan = scan
    memory = context.monitor.watch()
  }

  /// Reads `data` and stages the files of the date, or skips it. `strategy` decides who takes which
  /// step when.
  ///
  /// - Parameters:
  ///   - waits: called before the holder of the date's lock is waited for.
  ///   - decided: called when the lock is taken and the date is to be ingested.
  /// - Throws: any code of ``ErrorCode``, without the date. The lake is unchanged.
  func stage(
    _ data: ByteSource, strategy: IngestStrategy, waits: () -> Void, decided: () -> Void
  ) throws(IngestError) -> Staged {
    let known: KnownSource
    do {
      known = try KnownSource(data, cancellation: context.cancellation)
    } catch {
      throw .io(error, root: context.root)
    }
    let staged = try DateWriter(
      root: context.root, dataType: context.dataType, date: date, options: context.options,
      cancellation: context.cancellation
    ).stage(filter: filter, source: known, waits: waits) {
      found, directory throws(IngestError) in
      decided()
      if let warning = found.warning { context.logger.warning("\(warning)") }
      try memory.check()
      let options = found.options
      let outcome = try strategy.transform(
        data,
        reading: ReadPlan(
          dataType: context.dataType, date: date, options: options, filter: filter,
          matches: matches, scan: scan, key: found.layout.key, root: context.root),
        writing: WritePlan(
          of: found, filter: filter, in: directory, heldRowByteLimit: strategy.heldRowByteLimit),
        controls: RunControls(
          memory: memory, cancellation: context.cancellation, progress: context.progress,
          date: date, knownByteCount: known.byteCount))
      try memory.check()
      let isSame =
        options.onExisting == .update && found.isDone && outcome.source.etag == nil
        && outcome.source.sha256 == found.recordedSource?.sha256
      return (
        isSame ? [] : outcome.partitions, try manifest(outcome, options, in: found.layout),
        isSame ? nil : (outcome, found.settings.adopted)
      )
    }
    switch staged {
    case .skipped(let reason): return skipped(reason, strategy)
    // The source of a date that is done was read to find out that it is the same.
    case .unchanged(nil), .ready(_, nil): return skipped(.outputExists, strategy)
    case .unchanged((let outcome, let adopted)?):
      return Staged(ready: nil) { finished(outcome, adopted: adopted, isSynchronized: $0) }
    case .ready(let date, (let outcome, let adopted)?):
      return Staged(ready: date) { finished(outcome, adopted: adopted, isSynchronized: $0) }
    }
  }

  private func skipped(_ reason: IngestResult.Reason, _ strategy: IngestStrategy) -> Staged {
    Staged(ready: nil) { _ in
      if let warning = reason.warning(context.dataType, date) {
        context.logger.warning("\(warning)")
      }
      var result = IngestResult.skipped(
        date.description, reason, hasChunks: strategy.hasChunks)
      result.elapsedTime = MonotonicClock.elapsed(since: start)
      return result
    }
  }

  private func manifest(
    _ outcome: TransformOutcome, _ options: IngestOptions, in layout: LakeLayout
  ) throws(IngestError) -> Manifest {
    var manifest = Manifest(
      layout, try ManifestFiles(outcome.partitions, of: layout), profile: options.profile)
    let counts = outcome.counts
    manifest.rows = Manifest.Rows(
      read: counts.read, written: counts.written, filtered: counts.read - counts.written)
    (manifest.source, manifest.plainTextChunks) = (outcome.source, outcome.plainTextChunkCount)
    (manifest.filter, manifest.doubtful) = (filter?.symbols, outcome.bars.counts)
    return manifest
  }

  /// The result of a date that succeeded. Also adds it to the statistics.
  private func finished(
    _ outcome: TransformOutcome, adopted: PartialLakeSettings, isSynchronized: Bool
  ) -> IngestResult {
    if !isSynchronized { context.warnOfMissingSynchronization() }
    let counts = outcome.counts
    context.count {
      $0.recordsProcessed += counts.written
      $0.filesProcessed += 1
      $0.bytesProcessed += outcome.source.byteCount
    }
    if counts.dateMismatches > 0 {
      let unit = outcome.bars.unit.map { "; read as \($0), all would be of it" } ?? ""
      context.logger.warning(
        """
        \(CountText.text(counts.dateMismatches, "row")) of \(date) with an instant of another \
        day\(unit)
        """)
    }
    for warning in outcome.bars.warnings(context.dataType, date) {
      context.logger.warning("\(warning)")
    }
    if counts.read == 0 { context.logger.warning("the input of \(date) has a header and no bar") }
    if !outcome.hasEndedLine {
      context.logger.warning(
        "the input of \(date) does not end with a line end: was it cut off?")
    }
    let unmatched = matches?.unmatched ?? []
    if filter != nil, counts.read > 0, counts.written == 0 {
      context.logger.warning("\(date) has no bar of the symbols that were asked for")
    } else if !unmatched.isEmpty {
      let names = unmatched.text(upTo: 3)
      context.logger.warning("\(date) lacks \(unmatched.count) of the symbols asked for: \(names)")
    }
    if counts.written > 0, counts.unparsedContracts == counts.written {
      context.logger.warning("no ticker of \(date) is that of an option contract")
    }
    if outcome.plainTextChunkCount > 0 {
      context.logger.warning(
        """
        \(CountText.text(outcome.plainTextChunkCount, "column chunk")) of \(date) with more than \
        4 MiB of distinct texts and no dictionary; fastparquet may read these as null beside others
        """)
    }
    var result = IngestResult(date: date.description, status: .success)
    result.records = counts.written
    result.files = outcome.partitions.map(\.path)
    let byteCount = outcome.partitions.reduce(0) { $0 + $1.byteCount }
    result.fileSizeMB = Double(byteCount) / 1_048_576
    result.memoryPeakPercent = memory.peakPercent
    result.memoryReductionPercent = counts.memoryReductionPercent
    result.ignoredColumns = outcome.ignoredColumns
    result.dateMismatchRows = counts.dateMismatches
    result.unparsedContracts = counts.unparsedContracts
    result.roundedVolumes = counts.roundedVolumes
    result.doubtfulBars = outcome.bars.counts
    result.unmatchedSymbols = unmatched
    result.missingExtraColumns = outcome.missingExtraColumns
    result.plainTextChunks = outcome.plainTextChunkCount
    (result.chunks, result.adopted) = (outcome.chunks, adopted)
    result.isSynchronized = isSynchronized
    result.elapsedTime = MonotonicClock.elapsed(since: start)
    return result
  }
}
