public import BarLakeBytes
internal import BarLakeCSV
public import BarLakeColumnar

/// Reads the bars of a flat file as batches, one for each call of ``next()``. Nothing is written.
///
/// The bars are those that an ingest of the same input with the same options stores. The columns
/// are those of ``MarketSchema/rawSchema(for:profile:)``, including `year`, `month` and `symbol`,
/// which a lake may keep in its folder names. Extra columns follow. Types, checks and filter are
/// the same, and so is the error for the same input. ``BaseIngestor/batches(_:data:symbols:)``
/// makes a reader. Use it from one thread at a time.
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

  /// Rows returned so far.
  public var rowCount: Int { reader.counts.written }
  /// Of these rows, those whose instant is not of the date.
  public var dateMismatchRows: Int { reader.counts.dateMismatches }
  /// Of these rows, those whose ticker is not a contract's although a column had to come from it.
  public var unparsedContracts: Int { reader.counts.unparsedContracts }
  /// Of these rows, those whose volume was rounded.
  public var roundedVolumes: Int { reader.counts.roundedVolumes }
  /// Of these rows, those that look wrong, as far as the rows so far show it.
  public var doubtfulBars: DoubtfulBars { reader.findings.counts }
  /// Bytes of the source read so far, as they were handed in.
  public var sourceByteCount: Int { reader.records.file.sourceByteCount }

  /// The result for the rows returned so far, for ingestors outside this module: a success without
  /// files, time and chunks.
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

  /// The next rows, in the order of the file; nil after the last. A batch has `chunk_size` rows. It
  /// has fewer at the end, or if its texts take more than 16 MiB. It is never empty.
  ///
  /// - Throws: the errors of an ingest of the input; after an error, each further call throws it
  ///   again. The checksum of a gzip file is at its end, so `gzip_corrupt` puts all earlier batches
  ///   in doubt.
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
  /// Opens the bars of a flat file as batches in memory. No date of the lake is read or changed,
  /// and ``statistics`` do not count the rows.
  ///
  /// The options `profile`, `chunk_size`, `extra_columns`, `fractional_volume`, `strict_dates` and
  /// `strict_bars` apply. If the profile or the extra columns are not given, they are the lake's.
  /// Nothing else is read from the lake.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`; the value of the columns `date`, `year` and `month`.
  ///   - data: a flat file, plain or gzip.
  ///   - symbols: as for ``ingestDate(_:data:symbols:)``.
  /// - Throws: any code of ``ErrorCode`` for the arguments, the start of the input and its header.
  ///   `output_conflict` is thrown only if the lake's settings apply and cannot be read. All other
  ///   errors come from ``BarBatchReader/next()``.
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
        date: date, knownByteCount: try KnownSource(data).byteCount)
    } catch {
      throw .io(error, root: context.root)
    }
  }

  /// A plan with all columns of the date, as if the lake had no folders for partitions.
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
