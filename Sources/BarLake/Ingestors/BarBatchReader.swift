public import BarLakeBytes
internal import BarLakeCSV
public import BarLakeColumnar

/// The bars of a flat file as batches, read when they are asked for; nothing is written.
///
/// They are what an ingest of the same input with the same options stores, in the columns of
/// ``MarketSchema/rawSchema(for:profile:)`` (`year`, `month` and `symbol` too, which a lake may
/// keep in its directories) followed by the extra columns; typed, checked and filtered by the same
/// rules, with the same error for the same input. Made by
/// ``BaseIngestor/batches(_:data:symbols:)``; used by one thread at a time.
///
/// Source: `docs/spec.md`, ARROW-1.
public final class BarBatchReader {
  /// The columns of every batch.
  public let schema: Schema
  /// Columns of the file that are not read, as the header spells them.
  public let ignoredColumns: [String]

  private var reader: BarReader
  private let plan: ReadPlan
  private let controls: RunControls
  private var failure: IngestError?

  init(
    _ data: ByteSource, plan: ReadPlan, controls: RunControls, path: ScanPath
  ) throws(IngestError) {
    self.plan = plan
    self.controls = controls
    schema = MarketSchema.storedSchema(for: plan.dataType, options: plan.options)
    reader = try BarReader(
      data, plan: plan, controls: controls, path: path, batchTextByteLimit: 16 << 20)
    ignoredColumns = reader.binding.ignoredNames
  }

  /// Rows handed out so far.
  public var rowCount: Int { reader.counts.written }
  /// Of them, those whose instant is not of the date.
  public var dateMismatchRows: Int { reader.counts.dateMismatches }
  /// Of them, those whose ticker is no contract while a column had to come from it.
  public var unparsedContracts: Int { reader.counts.unparsedContracts }
  /// Of them, those whose volume was rounded.
  public var roundedVolumes: Int { reader.counts.roundedVolumes }
  /// Of them, those that look wrong, as far as the rows so far tell.
  public var doubtfulBars: DoubtfulBars { reader.findings.counts }
  /// Bytes of the source read so far, as they were handed in.
  public var sourceByteCount: Int { reader.records.file.sourceByteCount }

  /// What came of the rows that were handed out so far, for an ingestor of one's own: a success
  /// without files, time and chunks.
  public var result: IngestResult {
    var result = IngestResult(date: plan.date.description, status: .success)
    result.records = rowCount
    result.memoryPeakPercent = controls.memory.peakPercent
    result.memoryReductionPercent = reader.counts.memoryReductionPercent
    result.ignoredColumns = ignoredColumns
    result.dateMismatchRows = dateMismatchRows
    result.unparsedContracts = unparsedContracts
    result.roundedVolumes = roundedVolumes
    result.doubtfulBars = doubtfulBars
    result.unmatchedSymbols = plan.matches?.unmatched ?? []
    result.missingExtraColumns = reader.binding.missingExtraNames
    return result
  }

  /// The next rows in the order of the file, `chunk_size` of them, or fewer at the end and where
  /// texts of more than 16 MiB have gathered; nil after the last. No batch is without rows.
  ///
  /// - Throws: what an ingest of the input throws, from now on at every call. Of a gzip file the
  ///   checksum stands at the end, so all that was handed out before is in doubt then.
  public func next() throws(IngestError) -> RecordBatch? {
    if let failure { throw failure }
    do throws(IngestError) {
      guard let batch = try reader.next(upTo: plan.options.chunkSize) else { return nil }
      try controls.memory.checkIfDue()
      return batch
    } catch {
      var dated = error
      dated.date = plan.date.description
      failure = dated
      throw dated
    }
  }
}

extension BaseIngestor {
  /// The bars of a flat file for other code, as batches in memory: no date of the lake is looked
  /// at, nothing is changed, and ``statistics`` do not count them.
  ///
  /// What decides the rows and columns are the options `profile`, `chunk_size`, `extra_columns`,
  /// `fractional_volume`, `strict_dates` and `strict_bars`. A profile and extra columns that are
  /// not given are the lake's, which is looked at for nothing else.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`; the value of the columns `date`, `year` and `month`.
  ///   - data: a flat file, plain or gzip.
  ///   - symbols: as for ``ingestDate(_:data:symbols:)``.
  /// - Throws: any code of ``ErrorCode``: of the arguments, of the input's start and of its header,
  ///   `output_conflict` only where the lake's settings count and cannot be read; the rest comes
  ///   from ``BarBatchReader/next()``.
  public func batches(
    _ date: String, data: ByteSource, symbols: [String]? = nil
  ) throws(IngestError) -> BarBatchReader {
    do throws(IngestError) {
      let day = try CalendarDate(date)
      try LocalPath.check(data)
      let controls = try batchControls(day, data: data)
      let plan = try batchPlan(day, symbols: symbols)
      return try BarBatchReader(data, plan: plan, controls: controls, path: context.scanPath)
    } catch {
      var dated = error
      dated.date = date
      throw dated
    }
  }

  private func batchControls(
    _ date: CalendarDate, data: ByteSource
  ) throws(IngestError) -> RunControls {
    let memory = context.monitor.watch()
    try memory.check()
    do throws(SystemError) {
      return RunControls(
        memory: memory, cancellation: context.cancellation, progress: context.progress,
        knownByteCount: try data.checkedByteCount())
    } catch {
      throw .io(error, root: context.root)
    }
  }

  /// A plan for all columns of the date in one place, as a lake without directories would have
  /// them.
  private func batchPlan(
    _ date: CalendarDate, symbols: [String]?
  ) throws(IngestError) -> ReadPlan {
    let layout = LakeLayout(root: context.root, dataType: context.dataType, date: date, key: nil)
    var options = try LakeState(layout, options: context.options).optionsInMemory()
    options.partitioning = .date
    options.embedPartitionColumns = true
    let filter = SymbolFilter(symbols)
    return ReadPlan(
      dataType: context.dataType, date: date, options: options, filter: filter,
      matches: filter.map(SymbolMatches.init), scan: .everyRow,
      key: nil, root: context.root)
  }
}
