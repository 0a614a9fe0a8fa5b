internal import BarLakeBytes
internal import BarLakeColumnar
internal import Logging

/// One ingest of one date, from its lock to its manifest.
struct IngestRun {
  private let context: IngestContext
  private let date: CalendarDate
  private let filter: SymbolFilter?
  private let matches: SymbolMatches?
  private let scan: ScanMode
  private let memory: MemoryWatch

  init(context: IngestContext, date: CalendarDate, symbols: [String]?, scan: ScanMode) {
    self.context = context
    self.date = date
    filter = SymbolFilter(symbols)
    matches = filter.map(SymbolMatches.init)
    self.scan = scan
    memory = context.monitor.watch()
  }

  /// Ingests `data`, or skips the date. `strategy` decides who takes which step when.
  ///
  /// - Throws: any code of ``ErrorCode``, without the date. The lake is unchanged, or an overwrite
  ///   is incomplete and the date is not done.
  func run(
    _ data: ByteSource, strategy: IngestStrategy
  ) throws(IngestError) -> IngestResult {
    let known: KnownSource
    do {
      known = try KnownSource(data, cancellation: context.cancellation)
    } catch {
      throw .io(error, root: context.root)
    }
    let ending = try DateWriter(
      root: context.root, dataType: context.dataType, date: date, options: context.options,
      cancellation: context.cancellation
    ).write(filter: filter, source: known) {
      found, directory throws(IngestError) in
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
          knownByteCount: known.byteCount))
      try memory.check()
      let isSame =
        options.onExisting == .update && found.isDone && outcome.source.etag == nil
        && outcome.source.sha256 == found.recordedSource?.sha256
      return (
        isSame ? [] : outcome.partitions, try manifest(outcome, options, in: found.layout),
        isSame ? nil : (outcome, found.settings.adopted)
      )
    }
    switch ending {
    case .skipped(let reason): return skipped(reason, strategy: strategy)
    // The source of a date that is done was read to find out that it is the same.
    case .written(nil, _): return skipped(.outputExists, strategy: strategy)
    case .written((let outcome, let adopted)?, let isSynchronized):
      if !isSynchronized { context.warnOfMissingSynchronization() }
      var result = finished(outcome, adopted: adopted)
      result.isSynchronized = isSynchronized
      return result
    }
  }

  private func skipped(
    _ reason: IngestResult.Reason, strategy: IngestStrategy
  ) -> IngestResult {
    if let warning = reason.warning(context.dataType, date) { context.logger.warning("\(warning)") }
    return .skipped(date.description, reason, hasChunks: strategy.hasChunks)
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
    _ outcome: TransformOutcome, adopted: PartialLakeSettings
  ) -> IngestResult {
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
    return result
  }
}
