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
    let layout = LakeLayout(
      root: context.root, dataType: context.dataType, date: date, key: nil)
    let knownByteCount = try layout.system { () throws(SystemError) in
      try data.checkedByteCount()
    }
    let date: LockedDate
    try LakeObstacles(layout).checkOwn()
    do {
      date = try LockedDate(layout, options: context.options, cancellation: context.cancellation)
    } catch {
      // On a read-only lake no lock can be taken. A date that is done is skipped without one.
      if error.isOfPermission,
        case .skip(let reason) = try LockedDate.decision(
          on: layout, options: context.options, filter: filter, sourceByteCount: knownByteCount)
      {
        return skipped(reason, strategy: strategy)
      }
      throw .io(error, root: context.root)
    }
    switch try date.decide(filter: filter, sourceByteCount: knownByteCount) {
    case .skip(let reason): return skipped(reason, strategy: strategy)
    case .ingest(let found):
      return try ingest(
        data, knownByteCount: knownByteCount, strategy: strategy, into: date, as: found)
    }
  }

  private func ingest(
    _ data: ByteSource, knownByteCount: Int?, strategy: IngestStrategy,
    into date: consuming LockedDate, as found: FoundDate
  ) throws(IngestError) -> IngestResult {
    if let loss = found.settings.loss, let source = found.settings.source {
      context.logger.warning(
        "\(found.layout.settings) is \(loss.rawValue); what it should say is taken from \(source)")
    }
    try memory.check()
    let staged = try stage(date, as: found)
    let plan = plan(of: found, in: staged.stagingDirectory, knownByteCount, strategy)
    let outcome: TransformOutcome
    let manifest: Manifest
    do throws(IngestError) {
      outcome =
        found.layout.key == nil
        ? try strategy.transform(data, plan: plan, through: DateFileOutput.self)
        : try strategy.transform(data, plan: plan, through: PartitionedOutput.self)
      try memory.check()
      manifest = try self.manifest(outcome, found.options, in: found.layout)
    } catch {
      staged.discard()
      throw error
    }
    var isSynchronized = true
    if outcome.partitions.isEmpty {
      // No row is left, so there is nothing to publish, and the date stays as it was (API-12).
      staged.discard()
    } else {
      plan.controls.report(
        .publishing(fileCount: outcome.partitions.count),
        sourceByteCount: outcome.sourceByteCount, rowCount: outcome.counts.read)
      let publication = staged.ready(outcome.partitions, recordedBy: manifest)
      isSynchronized = try publication.publish()
    }
    if !isSynchronized { context.warnOfMissingSynchronization() }
    var result = finished(outcome, adopted: found.settings.adopted)
    result.isSynchronized = isSynchronized
    return result
  }

  private func stage(
    _ date: consuming LockedDate, as found: FoundDate
  ) throws(IngestError) -> StagedDate {
    do {
      return try date.stage(found)
    } catch {
      throw .io(error, root: context.root)
    }
  }

  private func skipped(
    _ reason: IngestResult.Reason, strategy: IngestStrategy
  ) -> IngestResult {
    if reason == .sourceChanged {
      context.logger.warning(
        "\(context.dataType.rawValue) \(date) is done, from a source of another length")
    }
    return .skipped(date.description, reason, hasChunks: strategy.hasChunks)
  }

  private func plan(
    of found: FoundDate, in stagingDirectory: String, _ knownByteCount: Int?,
    _ strategy: IngestStrategy
  ) -> IngestPlan {
    let (options, layout) = (found.options, found.layout)
    return IngestPlan(
      reading: ReadPlan(
        dataType: context.dataType, date: date, options: options, filter: filter,
        matches: matches, scan: scan, key: layout.key, root: context.root),
      writing: WritePlan(
        options: options,
        schema: MarketSchema.storedSchema(for: context.dataType, options: options),
        metadata: metadata(options), layout: layout, stagingDirectory: stagingDirectory,
        heldRowByteLimit: strategy.heldRowByteLimit),
      controls: RunControls(
        memory: memory, cancellation: context.cancellation, progress: context.progress,
        knownByteCount: knownByteCount))
  }

  private func metadata(_ options: IngestOptions) -> [(key: String, value: String)] {
    [
      (MetadataKey.dataType, context.dataType.rawValue),
      (MetadataKey.date, date.description),
      (MetadataKey.profile, options.profile.rawValue),
      (MetadataKey.partitioning, options.partitioning.rawValue),
      (MetadataKey.filter, SymbolFilter.name(filter)),
      (MetadataKey.specVersion, BarLakeVersion.specification),
    ]
  }

  private func manifest(
    _ outcome: TransformOutcome, _ options: IngestOptions, in layout: LakeLayout
  ) throws(IngestError) -> Manifest {
    let files = outcome.partitions.map { partition in
      Manifest.File(
        path: partition.path, byteCount: partition.byteCount, rowCount: partition.rowCount,
        sha256: partition.sha256)
    }
    guard let files = ManifestFiles(files, of: layout) else {
      throw IngestError(
        code: .internalError,
        message: "the files are none that the date can have, each once")
    }
    return Manifest(
      dataType: context.dataType, date: date.description, files: files,
      rows: Manifest.Rows(
        read: outcome.counts.read, written: outcome.counts.written,
        filtered: outcome.counts.read - outcome.counts.written),
      source: Manifest.Source(
        byteCount: outcome.sourceByteCount, sha256: outcome.sourceSHA256),
      profile: options.profile, partitioning: options.partitioning,
      filter: filter?.symbols, doubtful: outcome.bars.counts, writer: BarLakeVersion.createdBy,
      specVersion: BarLakeVersion.specification, plainTextChunks: outcome.plainTextChunkCount)
  }

  /// The result of a date that succeeded. Also adds it to the statistics.
  private func finished(
    _ outcome: TransformOutcome, adopted: PartialLakeSettings
  ) -> IngestResult {
    let counts = outcome.counts
    context.count {
      $0.recordsProcessed += counts.written
      $0.filesProcessed += 1
      $0.bytesProcessed += outcome.sourceByteCount
    }
    if counts.dateMismatches > 0 {
      let unit = outcome.bars.unit.map { "; read as \($0), all would be of it" } ?? ""
      context.logger.warning(
        "\(counts.dateMismatches) rows of \(date) have an instant of another day\(unit)")
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
      context.logger.warning("\(date) has no bar of \(unmatched.count) symbols asked for: \(names)")
    }
    if counts.written > 0, counts.unparsedContracts == counts.written {
      context.logger.warning("no ticker of \(date) is that of an option contract")
    }
    if outcome.plainTextChunkCount > 0 {
      context.logger.warning(
        """
        \(outcome.plainTextChunkCount) column chunks of \(date) have more than 4 MiB of distinct \
        texts and no dictionary; fastparquet may read them as null beside others
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
    result.adopted = adopted
    result.plainTextChunks = outcome.plainTextChunkCount
    result.chunks = outcome.chunks
    return result
  }
}
