internal import Bytes
internal import Columnar
internal import Logging

/// One ingest of one date, from the look at what exists to the manifest.
struct IngestRun {
  private let context: IngestContext
  private let date: CalendarDate
  private let filter: SymbolFilter?
  private let scan: ScanMode
  private let memory: MemoryWatch

  init(context: IngestContext, date: CalendarDate, symbols: [String]?, scan: ScanMode) {
    self.context = context
    self.date = date
    filter = SymbolFilter(symbols)
    self.scan = scan
    memory = context.monitor.watch()
  }

  func run(
    _ data: ByteSource, strategy: some IngestStrategy
  ) throws(IngestError) -> IngestResult {
    let knownByteCount = try system { () throws(SystemError) in try data.checkedByteCount() }
    let layout = LakeLayout(root: context.root, dataType: context.dataType, date: date)
    var commit = try system { () throws(SystemError) in
      try DateCommit(layout, options: context.options, cancellation: context.cancellation)
    }
    switch try commit.decide(filter: filter, sourceByteCount: knownByteCount) {
    case .skip(let reason):
      if reason == .sourceChanged {
        context.logger.warning(
          "\(context.dataType.rawValue) \(date) is done, from a source of another length")
      }
      var result = IngestResult.skipped(date.description, reason)
      if strategy.hasChunks { result.chunks = 0 }
      return result
    case .ingest:
      break
    }
    do throws(IngestError) {
      try memory.check()
      let outcome = try transform(
        data, knownByteCount: knownByteCount, strategy: strategy, commit: &commit)
      try memory.check()
      if outcome.rowsWritten > 0 {
        try FooterInspection.check(commit.stagedPath, has: schema)
        try commit.publish(manifest(outcome, path: layout.file))
      }
      // The date is done; staging that cannot be removed is found by the next run of it.
      try? commit.end(isSuccess: true)
      return finished(outcome, path: layout.file)
    } catch {
      // What cannot be removed is found by the next run of the date; the first error is the one
      // that says what happened.
      try? commit.end(isSuccess: false)
      throw error
    }
  }

  private func transform(
    _ data: ByteSource, knownByteCount: Int?, strategy: some IngestStrategy,
    commit: inout DateCommit
  ) throws(IngestError) -> TransformOutcome {
    let plan = IngestPlan(
      dataType: context.dataType, profile: context.options.profile, date: date,
      options: context.options, filter: filter, schema: schema, scan: scan,
      memory: memory, cancellation: context.cancellation, progress: context.progress,
      knownByteCount: knownByteCount, metadata: metadata, root: context.root)
    let file: StagedFile
    do throws(SystemError) {
      file = try commit.stage()
    } catch {
      throw .io(error, root: context.root, date: date)
    }
    return try strategy.transform(data, plan: plan, into: file)
  }

  private var schema: Schema {
    MarketSchema.storedSchema(for: context.dataType, options: context.options)
  }

  private var metadata: [(key: String, value: String)] {
    [
      (MetadataKey.dataType, context.dataType.rawValue),
      (MetadataKey.date, date.description),
      (MetadataKey.profile, context.options.profile.rawValue),
      (MetadataKey.partitioning, context.options.partitioning.rawValue),
      (MetadataKey.filter, SymbolFilter.name(filter)),
      (MetadataKey.specVersion, BarLakeVersion.specification),
    ]
  }

  private func manifest(_ outcome: TransformOutcome, path: String) -> Manifest {
    Manifest(
      dataType: context.dataType, date: date.description,
      files: [
        Manifest.File(
          path: path, byteCount: outcome.fileByteCount, rowCount: outcome.rowsWritten)
      ],
      rows: Manifest.Rows(
        read: outcome.rowsRead, written: outcome.rowsWritten,
        filtered: outcome.rowsRead - outcome.rowsWritten),
      source: Manifest.Source(
        byteCount: outcome.sourceByteCount, sha256: outcome.sourceSHA256),
      profile: context.options.profile, partitioning: context.options.partitioning,
      filter: filter?.symbols, writer: BarLakeVersion.createdBy,
      specVersion: BarLakeVersion.specification)
  }

  /// The result of a date that succeeded, which is counted here.
  private func finished(_ outcome: TransformOutcome, path: String) -> IngestResult {
    context.count {
      $0.recordsProcessed += outcome.rowsWritten
      $0.filesProcessed += 1
      $0.bytesProcessed += outcome.sourceByteCount
    }
    if outcome.dateMismatchRows > 0 {
      context.logger.warning(
        "\(outcome.dateMismatchRows) rows of \(date) have an instant of another day")
    }
    var result = IngestResult(date: date.description, status: .success)
    result.records = outcome.rowsWritten
    if outcome.rowsWritten > 0 {
      result.files = [path]
      result.fileSizeMB = Double(outcome.fileByteCount) / 1_048_576
    }
    result.memoryPeakPercent = memory.peakPercent
    result.memoryReductionPercent = outcome.memoryReductionPercent
    result.ignoredColumns = outcome.ignoredColumns
    result.dateMismatchRows = outcome.dateMismatchRows
    result.unparsedContracts = outcome.unparsedContracts
    result.roundedVolumes = outcome.roundedVolumes
    result.chunks = outcome.chunks
    return result
  }

  private func system<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
  ) throws(IngestError) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw .io(error, root: context.root, date: date)
    }
  }
}
